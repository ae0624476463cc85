using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>
/// The first member and the first store, made once in the life of a workspace: in one transaction, under a milestone
/// whose key makes a second attempt fail.
/// </summary>
public sealed class FirstRun(WorkspaceDatabase database, TimeProvider clock)
{
    private const string Milestone = "first-run";

    private volatile bool _done;

    /// <summary>Whether somebody can sign in. Once true it stays true, so later calls cost nothing.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken ct) =>
        _done || (_done = await database.ReadAsync(db => DoneAsync(db, ct), ct));

    /// <summary>Makes the member admin of every store; <paramref name="store"/> may be left out where the command line made one already.</summary>
    /// <param name="members">Gives the rules and the hashing of passwords.</param>
    /// <returns>The store to open.</returns>
    public async Task<Outcome<Store>> CompleteAsync(NewMember member, NewStore? store, UserManager<Member> members, CancellationToken ct)
    {
        var problems = (await MemberRules.CheckAsync(member, members)).Concat(store is null ? [] : StoreRules.Check(store)).ToList();
        if (problems.Count > 0)
        {
            return Outcome<Store>.Refused(problems);
        }

        var entity = MemberRules.ToEntity(member, members);
        var outcome = await database.WriteAsync(db => AddAsync(db, entity, store, ct), ct);
        _done |= outcome.Succeeded;
        return outcome;
    }

    private async Task<Outcome<Store>> AddAsync(WorkspaceContext db, Member member, NewStore? store, CancellationToken ct)
    {
        if (await DoneAsync(db, ct))
        {
            return new Problem("firstrun.done", "The first member exists already. Sign in instead.");
        }

        var existing = await db.Stores.OrderBy(s => s.Created).ToListAsync(ct);
        if (store is null && existing.Count == 0)
        {
            return new Problem("firstrun.store", "The first store is missing.", "name");
        }

        db.Users.Add(member);
        db.Milestones.Add(new MilestoneRow { Name = Milestone, Reached = clock.GetUtcNow() });
        db.StoreMembers.AddRange(existing.Select(s => new StoreMemberRow { Store = s.Id, Member = member.Id, Role = MemberRole.Admin }));
        return store is null ? existing[0].ToRecord() : await StoreDirectory.AddAsync(db, store, member.Id, clock, ct);
    }

    private static async Task<bool> DoneAsync(WorkspaceContext db, CancellationToken ct) =>
        await db.Users.AnyAsync(ct) || await db.Milestones.AnyAsync(m => m.Name == Milestone, ct);
}
