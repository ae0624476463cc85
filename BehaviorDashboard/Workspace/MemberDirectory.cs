using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>One member of one store.</summary>
public sealed record StoreMember(Guid Id, string Name, string Email, MemberRole Role);

/// <param name="Existed">The address belonged to a member already, who keeps their password.</param>
public sealed record AddedMember(StoreMember Member, bool Existed);

/// <summary>Who belongs to a store. A store never loses its last admin: nobody could let one in again.</summary>
public sealed class MemberDirectory(WorkspaceDatabase database)
{
    /// <returns>The strongest roles first, then by name.</returns>
    public Task<IReadOnlyList<StoreMember>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<StoreMember>>(
        async db => [.. await db.StoreMembers.AsNoTracking()
            .Where(m => m.Store == store)
            .Join(db.Users, m => m.Member, u => u.Id, (m, u) => new { u.Id, u.DisplayName, u.Email, m.Role })
            .OrderByDescending(m => m.Role).ThenBy(m => m.DisplayName)
            .Select(m => new StoreMember(m.Id, m.DisplayName, m.Email ?? "", m.Role))
            .ToListAsync(ct)],
        ct);

    /// <param name="members">Gives the rules and the hashing of passwords.</param>
    public async Task<Outcome<AddedMember>> AddAsync(StoreId store, NewMember member, MemberRole role, UserManager<Member> members, CancellationToken ct)
    {
        var address = members.NormalizeEmail((member.Email ?? "").Trim());
        var known = await database.ReadAsync(db => db.Users.AnyAsync(u => u.NormalizedEmail == address, ct), ct);
        if (!known && await MemberRules.CheckAsync(member, members) is { Count: > 0 } problems)
        {
            return Outcome<AddedMember>.Refused(problems);
        }

        var entity = known ? null : MemberRules.ToEntity(member, members);
        return await database.WriteAsync(db => AddAsync(db, store, address, entity, role, ct), ct);
    }

    public Task<Outcome<MemberRole>> ChangeRoleAsync(StoreId store, Guid member, MemberRole role, CancellationToken ct) => ChangeAsync<MemberRole>(
        store,
        member,
        role,
        (_, row) =>
        {
            row.Role = role;
            return role;
        },
        ct);

    /// <summary>Takes the member out of the store; the account and its other stores stay.</summary>
    /// <returns>The role that the member had.</returns>
    public Task<Outcome<MemberRole>> RemoveAsync(StoreId store, Guid member, CancellationToken ct) => ChangeAsync<MemberRole>(
        store,
        member,
        null,
        (db, row) =>
        {
            db.StoreMembers.Remove(row);
            return row.Role;
        },
        ct);

    private static async Task<Outcome<AddedMember>> AddAsync(WorkspaceContext db, StoreId store, string? address, Member? entity, MemberRole role, CancellationToken ct)
    {
        if (!await db.Stores.AnyAsync(s => s.Id == store, ct))
        {
            return WorkspaceProblems.NotFound("store");
        }

        // Looked at again inside the transaction: two admins may add the same person at once.
        var found = await db.Users.FirstOrDefaultAsync(u => u.NormalizedEmail == address, ct);
        var user = found ?? entity;
        if (user is null)
        {
            return WorkspaceProblems.NotFound("member");
        }

        if (found is null)
        {
            db.Users.Add(user);
        }
        else if (await db.StoreMembers.AnyAsync(m => m.Store == store && m.Member == user.Id, ct))
        {
            return new Problem("member.exists", "Somebody with this e-mail address belongs to the store already.", "email");
        }

        db.StoreMembers.Add(new StoreMemberRow { Store = store, Member = user.Id, Role = role });
        return new AddedMember(new StoreMember(user.Id, user.DisplayName, user.Email ?? "", role), found is not null);
    }

    private Task<Outcome<T>> ChangeAsync<T>(StoreId store, Guid member, MemberRole? becomes, Func<WorkspaceContext, StoreMemberRow, T> change, CancellationToken ct) => database.WriteAsync<Outcome<T>>(
        async db =>
        {
            var row = await db.StoreMembers.FirstOrDefaultAsync(m => m.Store == store && m.Member == member, ct);
            if (row is null)
            {
                return WorkspaceProblems.NotFound("member");
            }

            var last = row.Role == MemberRole.Admin && becomes != MemberRole.Admin
                && !await db.StoreMembers.AnyAsync(m => m.Store == store && m.Member != member && m.Role == MemberRole.Admin, ct);
            return last ? new Problem("member.last_admin", "The store would have no admin left. Make somebody else admin first.") : change(db, row);
        },
        ct);
}
