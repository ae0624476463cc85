using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Accepted suggestions with their frozen audiences, and refused ones with their reasons.</summary>
public sealed class CampaignShelf(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    /// <summary>Campaign and audience in one transaction. A suggestion that was accepted before, or at the same moment, gives that campaign.</summary>
    public async Task<CampaignRecord> AcceptAsync(NewCampaign campaign, CancellationToken ct)
    {
        var record = await database.WriteAsync(
            async db =>
            {
                var before = await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Store == campaign.Store && c.Suggestion == campaign.Suggestion, ct);
                return before?.ToRecord() ?? Add(db, campaign, clock.GetUtcNow());
            },
            ct);
        feed.Publish(campaign.Store, ChangeTopic.Campaigns);
        return record;
    }

    /// <returns>Latest first.</returns>
    public Task<IReadOnlyList<CampaignRecord>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<CampaignRecord>>(
        async db => [.. (await db.Campaigns.AsNoTracking().Where(c => c.Store == store).OrderByDescending(c => c.Accepted).ToListAsync(ct)).Select(c => c.ToRecord())], ct);

    public Task<CampaignRecord?> FindAsync(StoreId store, Guid campaign, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Store == store && c.Id == campaign, ct))?.ToRecord(), ct);

    public Task<CampaignRecord?> FindBySuggestionAsync(StoreId store, string suggestion, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Store == store && c.Suggestion == suggestion, ct))?.ToRecord(), ct);

    public async Task<bool> SetStateAsync(StoreId store, Guid campaign, string state, CancellationToken ct)
    {
        var changed = await database.WriteAsync(db => db.Campaigns.Where(c => c.Store == store && c.Id == campaign).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, state), ct), ct);
        feed.Publish(store, ChangeTopic.Campaigns);
        return changed > 0;
    }

    /// <summary>Remembers that a suggestion was refused.</summary>
    public async Task RefuseAsync(StoreId store, string suggestion, string play, string reason, string? decidedBy, CancellationToken ct)
    {
        var row = new DecisionRow { Id = Guid.CreateVersion7(), Store = store, Suggestion = suggestion, Play = play, Reason = reason, Decided = clock.GetUtcNow(), DecidedBy = decidedBy };
        await database.WriteAsync(db => Task.FromResult(db.Decisions.Add(row).Entity), ct);
        feed.Publish(store, ChangeTopic.Campaigns);
    }

    /// <summary>The refusals since an instant, latest first.</summary>
    public Task<IReadOnlyList<SuggestionDecision>> DecisionsAsync(StoreId store, DateTimeOffset since, CancellationToken ct) => database.ReadAsync<IReadOnlyList<SuggestionDecision>>(
        async db => [.. (await db.Decisions.AsNoTracking().Where(d => d.Store == store && d.Decided >= since).OrderByDescending(d => d.Decided).ToListAsync(ct)).Select(d => d.ToRecord())], ct);

    private static CampaignRecord Add(WorkspaceContext db, NewCampaign campaign, DateTimeOffset now)
    {
        var id = campaign.Id ?? Guid.CreateVersion7();
        var audience = AudienceShelf.Add(db, new NewAudience(campaign.Store, campaign.Name, campaign.FilterJson, campaign.Members, id, campaign.Expires), now);
        var row = new CampaignRow
        {
            Id = id,
            Store = campaign.Store,
            Suggestion = campaign.Suggestion,
            Play = campaign.Play,
            Name = campaign.Name,
            SuggestionJson = campaign.SuggestionJson,
            Audience = audience.Id,
            State = "accepted",
            Accepted = now,
            AcceptedBy = campaign.AcceptedBy,
            ResultDate = campaign.ResultDate,
        };
        db.Campaigns.Add(row);
        return row.ToRecord();
    }
}
