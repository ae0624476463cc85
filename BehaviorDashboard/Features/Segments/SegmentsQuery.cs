using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>The hall of the segments room: model groups as their jobs left them, and segments that people saved.</summary>
public sealed class SegmentsQuery(ModelShelf models, SegmentShelf segments, CustomerReader customers, CustomerTable table, RunLedger runs)
{
    private static readonly string[] Trained = [RunKinds.Rfm, RunKinds.Segments];

    /// <summary>Null before the first run.</summary>
    public async Task<RfmResult?> RfmAsync(StoreId store, CancellationToken ct) => Read<RfmResult>(await models.CurrentAsync(store, RunKinds.Rfm, ct));

    /// <summary>Null before the first run; without groups where there are too few customers.</summary>
    public async Task<BehaviourResult?> BehaviourAsync(StoreId store, CancellationToken ct) => Read<BehaviourResult>(await models.CurrentAsync(store, RunKinds.Segments, ct));

    public async Task<IReadOnlyList<SavedSegment>> SavedAsync(StoreId store, CancellationToken ct)
    {
        var found = new List<SavedSegment>();
        foreach (var record in await segments.ListAsync(store, ct))
        {
            var filter = CustomerFilter.Parse(record.FilterJson);
            found.Add(new SavedSegment(record, filter.Succeeded ? await customers.CountAsync(store, filter.Value, ct) : null));
        }

        return found;
    }

    public async Task<Outcome<SegmentRecord>> SaveAsync(StoreId store, NewSegment segment, string origin, CancellationToken ct)
    {
        var filter = SegmentsRules.Filter(segment.Filter);
        return filter.Succeeded
            ? await segments.CreateAsync(store, segment.Name ?? "", segment.Description, filter.Value.ToJson(), origin, ct)
            : Outcome<SegmentRecord>.Refused(filter.Problems);
    }

    public Task<Outcome<SegmentRecord>> RenameAsync(StoreId store, SegmentRecord segment, string name, CancellationToken ct) =>
        segments.RenameAsync(store, segment.Id, name, segment.Description, ct);

    public Task<bool> DeleteAsync(StoreId store, Guid segment, CancellationToken ct) => segments.DeleteAsync(store, segment, ct);

    /// <summary>The run that groups now, or else the last one where it failed.</summary>
    public async Task<(Run? Open, Run? Failed)> TrainingAsync(StoreId store, CancellationToken ct)
    {
        var open = (await runs.OpenAsync(store, ct)).FirstOrDefault(r => Trained.Contains(r.Kind));
        if (open is not null)
        {
            return (open, null);
        }

        foreach (var kind in Trained)
        {
            if (await runs.ListAsync(store, kind, 1, ct) is [{ State: RunState.Failed } failed])
            {
                return (null, failed);
            }
        }

        return (null, null);
    }

    /// <summary>Queues both groupings, one after the other.</summary>
    public Task<Run> TrainAsync(StoreId store, CancellationToken ct) => runs.QueueAsync(store, Trained[0], null, null, ct, then: Trained[1..]);

    public Task<Outcome<Run>> CancelAsync(Guid run, CancellationToken ct) => runs.CancelAsync(run, ct);

    /// <summary>What the form for conditions offers.</summary>
    public async Task<FormChoices> ChoicesAsync(StoreId store, CancellationToken ct)
    {
        var sets = await table.SetsAsync(store, ct);
        var published = sets.SelectMany(s => s.Set.Columns.Select(c => (Key: $"{s.Set.Owner}.{c.Name}", c.Type))).ToDictionary(p => p.Key, p => p.Type);
        return new FormChoices(published, (await BehaviourAsync(store, ct))?.Groups ?? []);
    }

    /// <param name="filterJson">As the page's address holds it.</param>
    public Task<Outcome<SegmentPreview>> PreviewAsync(StoreId store, string filterJson, CancellationToken ct) => PreviewAsync(store, JsonSerializer.SerializeToElement(filterJson), ct);

    /// <summary>How many customers a condition means, and what sets them apart.</summary>
    public async Task<Outcome<SegmentPreview>> PreviewAsync(StoreId store, JsonElement? condition, CancellationToken ct)
    {
        var filter = SegmentsRules.Filter(condition);
        if (!filter.Succeeded)
        {
            return Outcome<SegmentPreview>.Refused(filter.Problems);
        }

        var rows = await customers.RowsAsync(store, filter.Value, ["netRevenue", "orders", "churn.probability"], ct);
        var everybody = await customers.CountAsync(store, null, ct);
        var scored = rows.Select(r => r.NumberOf("churn.probability")).OfType<double>().ToList();
        return new SegmentPreview(
            rows.Count,
            everybody,
            rows.Sum(r => r.NumberOf("netRevenue") ?? 0),
            rows.Count == 0 ? 0 : rows.Average(r => r.NumberOf("orders") ?? 0),
            scored.Count == 0 ? null : scored.Average());
    }

    /// <summary>Ids of the customers who belong to a segment now.</summary>
    public async Task<Outcome<SegmentMembers>> MembersAsync(StoreId store, Guid segment, int after, int take, CancellationToken ct)
    {
        if (take is < 1 or > 10_000)
        {
            return new Problem("segment.take_out_of_range", "Ask for 1 to 10000 members.", "take");
        }

        if (after < 0 || await segments.FindAsync(store, segment, ct) is not { } record)
        {
            return after < 0 ? new Problem("segment.after_negative", "after is 0 or more.", "after") : new Problem("segment.missing", "There is no such segment.", "id");
        }

        var filter = CustomerFilter.Parse(record.FilterJson);
        if (!filter.Succeeded)
        {
            return Outcome<SegmentMembers>.Refused(filter.Problems);
        }

        var page = await customers.PageAsync(store, new CustomerQuery(filter.Value, null, "id", false, after, take), ct);
        var next = after + page.Rows.Count;
        return new SegmentMembers(record, page.Total, [.. page.Rows.Select(r => r.Id)], next < page.Total && page.Rows.Count > 0 ? next : null);
    }

    private static T? Read<T>(ModelRecord? model)
        where T : class => model is null ? null : JsonSerializer.Deserialize<T>(model.MetricsJson, RunJson.Options);
}
