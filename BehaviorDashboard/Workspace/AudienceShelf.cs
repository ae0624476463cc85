using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Frozen lists. Nothing here changes once written, but that an erased person loses their name in them.</summary>
public sealed class AudienceShelf(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    public async Task<AudienceRecord> CreateAsync(NewAudience audience, CancellationToken ct)
    {
        var record = await database.WriteAsync(db => Task.FromResult(Add(db, audience, clock.GetUtcNow())), ct);
        feed.Publish(audience.Store, ChangeTopic.Campaigns);
        return record;
    }

    public Task<AudienceRecord?> FindAsync(StoreId store, Guid audience, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Audiences.AsNoTracking().FirstOrDefaultAsync(a => a.Store == store && a.Id == audience, ct))?.ToRecord(), ct);

    /// <returns>Latest first.</returns>
    public Task<IReadOnlyList<AudienceRecord>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<AudienceRecord>>(
        async db => [.. (await db.Audiences.AsNoTracking().Where(a => a.Store == store).OrderByDescending(a => a.Frozen).ToListAsync(ct)).Select(a => a.ToRecord())], ct);

    /// <returns>In the order of customer ids; empty when the audience is another store's.</returns>
    public Task<IReadOnlyList<AudienceMember>> MembersAsync(StoreId store, Guid audience, CancellationToken ct) => database.ReadAsync<IReadOnlyList<AudienceMember>>(
        async db => await db.AudienceMembers.AsNoTracking()
            .Where(m => m.Audience == audience && db.Audiences.Any(a => a.Id == audience && a.Store == store))
            .OrderBy(m => m.Customer).Select(m => new AudienceMember(m.Customer, m.HoldOut, m.Value, m.Reason)).ToListAsync(ct),
        ct);

    /// <summary>Puts a name that says nothing in the place of an erased person's: lists keep their sizes, and results their arms.</summary>
    /// <returns>Places that were changed.</returns>
    public Task<int> ForgetAsync(StoreId store, IReadOnlyCollection<string> ids, CancellationToken ct) => database.WriteAsync(
        async db =>
        {
            var places = await db.AudienceMembers.Where(m => ids.Contains(m.Customer) && db.Audiences.Any(a => a.Id == m.Audience && a.Store == store)).ToListAsync(ct);
            db.AudienceMembers.RemoveRange(places);
            db.AudienceMembers.AddRange(places.Select(m => new AudienceMemberRow { Audience = m.Audience, Customer = $"erased-{Guid.NewGuid():N}", HoldOut = m.HoldOut, Value = m.Value, Reason = m.Reason }));
            return places.Count;
        },
        ct);

    internal static AudienceRecord Add(WorkspaceContext db, NewAudience audience, DateTimeOffset now)
    {
        var row = new AudienceRow
        {
            Id = Guid.CreateVersion7(),
            Store = audience.Store,
            Name = audience.Name,
            Campaign = audience.Campaign,
            Members = audience.Members.Count,
            HoldOut = audience.Members.Count(m => m.HoldOut),
            FilterJson = audience.FilterJson,
            Frozen = now,
            Expires = audience.Expires,
        };
        db.Audiences.Add(row);
        db.AudienceMembers.AddRange(audience.Members.Select(m => new AudienceMemberRow { Audience = row.Id, Customer = m.Customer, HoldOut = m.HoldOut, Value = m.Value, Reason = m.Reason }));
        return row.ToRecord();
    }
}
