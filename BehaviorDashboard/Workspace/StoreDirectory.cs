using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>The stores of this workspace and who may enter them.</summary>
public sealed class StoreDirectory(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    public Task<IReadOnlyList<Store>> ListAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<Store>>(
        async db => [.. (await db.Stores.AsNoTracking().OrderBy(s => s.Created).ToListAsync(ct)).Select(s => s.ToRecord())], ct);

    public Task<IReadOnlyList<StoreOfMember>> ListForMemberAsync(Guid member, CancellationToken ct) => database.ReadAsync<IReadOnlyList<StoreOfMember>>(
        async db =>
        {
            var rows = await db.StoreMembers.Where(m => m.Member == member)
                .Join(db.Stores, m => m.Store, s => s.Id, (m, s) => new { Store = s, m.Role })
                .OrderBy(x => x.Store.Created).AsNoTracking().ToListAsync(ct);
            return [.. rows.Select(x => new StoreOfMember(x.Store.ToRecord(), x.Role))];
        },
        ct);

    public Task<Store?> FindAsync(StoreId store, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Stores.AsNoTracking().FirstOrDefaultAsync(s => s.Id == store, ct))?.ToRecord(), ct);

    /// <returns>Null when the member does not belong to the store, or the store does not exist: both look alike from outside.</returns>
    public Task<MemberRole?> RoleAsync(StoreId store, Guid member, CancellationToken ct) => database.ReadAsync(
        async db => (await db.StoreMembers.AsNoTracking().FirstOrDefaultAsync(m => m.Store == store && m.Member == member, ct))?.Role, ct);

    /// <summary>The strongest role that the member holds in any store: who may see the installation's own pages.</summary>
    public Task<MemberRole?> StrongestRoleAsync(Guid member, CancellationToken ct) => database.ReadAsync(
        async db =>
        {
            var roles = await db.StoreMembers.Where(m => m.Member == member).Select(m => m.Role).ToListAsync(ct);
            return roles.Count == 0 ? (MemberRole?)null : roles.Max();
        },
        ct);

    public Task<Outcome<Store>> CreateAsync(NewStore store, CancellationToken ct) => CreateAsync(store, null, ct);

    /// <param name="creator">Becomes admin of the store, together with everybody who is admin of another: the installation's admins enter every store.</param>
    public async Task<Outcome<Store>> CreateAsync(NewStore store, Guid? creator, CancellationToken ct)
    {
        if (StoreRules.Check(store) is { Count: > 0 } problems)
        {
            return Outcome<Store>.Refused(problems);
        }

        return await database.WriteAsync(db => AddAsync(db, store, creator, clock, ct), ct);
    }

    /// <summary>Changes what may change: name, time zone, language, week start, settings. The currency stays, because amounts are stored in it.</summary>
    public async Task<Outcome<Store>> UpdateAsync(Store store, CancellationToken ct)
    {
        var check = StoreRules.Check(new NewStore(store.Name, store.Currency, store.TimeZone, store.Language, store.Id.Value));
        if (check.Count > 0)
        {
            return Outcome<Store>.Refused(check);
        }

        var outcome = await database.WriteAsync<Outcome<Store>>(
            async db =>
            {
                if (await db.Stores.FirstOrDefaultAsync(s => s.Id == store.Id, ct) is not { } row)
                {
                    return WorkspaceProblems.NotFound("store");
                }

                (row.Name, row.TimeZone, row.Language, row.WeekStart) = (store.Name.Trim(), store.TimeZone, store.Language, store.WeekStart);
                row.SettingsJson = JsonSerializer.Serialize(store.Settings, RunJson.Options);
                return row.ToRecord();
            },
            ct);
        feed.Publish(store.Id, ChangeTopic.Schedules);
        return outcome;
    }

    /// <summary>Gives the role, or changes it.</summary>
    public Task<Outcome<MemberRole>> GrantAsync(StoreId store, Guid member, MemberRole role, CancellationToken ct) => database.WriteAsync<Outcome<MemberRole>>(
        async db =>
        {
            if (!await db.Stores.AnyAsync(s => s.Id == store, ct))
            {
                return WorkspaceProblems.NotFound("store");
            }

            if (await db.StoreMembers.FirstOrDefaultAsync(m => m.Store == store && m.Member == member, ct) is { } row)
            {
                row.Role = role;
            }
            else
            {
                db.StoreMembers.Add(new StoreMemberRow { Store = store, Member = member, Role = role });
            }

            return role;
        },
        ct);

    internal static async Task<Outcome<Store>> AddAsync(WorkspaceContext db, NewStore store, Guid? creator, TimeProvider clock, CancellationToken ct)
    {
        var id = await FreeIdAsync(db, store, ct);
        if (id is null)
        {
            return new Problem("store.exists", $"A store with the short name '{store.Slug}' exists already.", "slug", store.Slug ?? "");
        }

        var row = new StoreRow
        {
            Id = id.Value,
            Name = store.Name.Trim(),
            Currency = store.Currency.ToUpperInvariant(),
            TimeZone = store.TimeZone,
            Language = store.Language,
            WeekStart = store.WeekStart,
            IsSample = store.IsSample,
            Created = clock.GetUtcNow(),
            SettingsJson = JsonSerializer.Serialize(new StoreSettings { HoldOutSalt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) }, RunJson.Options),
        };
        db.Stores.Add(row);
        var admins = await db.StoreMembers.Where(m => m.Role == MemberRole.Admin).Select(m => m.Member).Distinct().ToListAsync(ct);
        foreach (var member in creator is { } c ? admins.Append(c).Distinct() : admins)
        {
            db.StoreMembers.Add(new StoreMemberRow { Store = row.Id, Member = member, Role = MemberRole.Admin });
        }

        db.Schedules.AddRange(ScheduleLedger.Defaults(row.Id, row.TimeZone, clock.GetUtcNow()));
        return row.ToRecord();
    }

    private static async Task<StoreId?> FreeIdAsync(WorkspaceContext db, NewStore store, CancellationToken ct)
    {
        var wish = string.IsNullOrEmpty(store.Slug) ? SlugOf(store.Name) : store.Slug;
        var id = new StoreId(wish);
        for (var n = 2; await db.Stores.AnyAsync(s => s.Id == id, ct); n++)
        {
            if (!string.IsNullOrEmpty(store.Slug))
            {
                return null;
            }

            id = new StoreId(string.Create(CultureInfo.InvariantCulture, $"{wish}-{n}"));
        }

        return id;
    }

    private static string SlugOf(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                text.Append(char.ToLowerInvariant(letter));
            }
            else if (text.Length > 0 && text[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                text.Append('-');
            }
        }

        var slug = text.ToString()[..Math.Min(text.Length, 32)].Trim('-');
        return slug.Length > 0 ? slug : "store";
    }
}
