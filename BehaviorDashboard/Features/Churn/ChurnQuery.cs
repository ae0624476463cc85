using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Churn;

/// <summary>The hall of the churn room: what the last training found, who may leave, and why.</summary>
public sealed class ChurnQuery(
    ModelShelf models, CustomerReader customers, SegmentShelf segments, StoreDirectory stores, RunLedger runs, ChurnTables tables, NativeLearning native, IOptions<ChurnOptions> options)
    : ICustomerInsight
{
    public static CustomerFilter AtRisk { get; } = CustomerFilter.Condition("churn.probability", "gte", ChurnRules.AtRisk);

    public string Kind => RunKinds.Churn;

    /// <summary>Whether the better learner can be trained on this machine, now.</summary>
    public NativeProbe Native => native.Probe();

    /// <summary>Null before the first training.</summary>
    public async Task<ChurnSummary?> SummaryAsync(StoreId store, CancellationToken ct) =>
        await models.LatestAsync(store, Kind, ct) is { } record ? SummaryOf(record) : null;

    /// <summary>Customers with their scores.</summary>
    public async Task<Outcome<ChurnScores>> ScoresAsync(StoreId store, ChurnRequest request, CancellationToken ct)
    {
        if (request.Take is < 1 or > ChurnRequest.MaximumTake || request.After < 0)
        {
            return new Problem("churn.take_out_of_range", $"Ask for 1 to {ChurnRequest.MaximumTake} scores, after 0 or more.", "take");
        }

        if (!ChurnRequest.Sorts.TryGetValue(request.Sort, out var sort))
        {
            return new Problem("churn.sort_unknown", $"Sort by one of {string.Join(", ", ChurnRequest.Sorts.Keys)}.", "sort", request.Sort);
        }

        if (await SummaryAsync(store, ct) is not { } summary)
        {
            return new ChurnScores(null, null, 0, [], null);
        }

        var filter = request.AtRiskOnly ? AtRisk : CustomerFilter.Condition("churn.probability", "exists");
        var page = await customers.PageAsync(store, new CustomerQuery(filter, null, sort, request.Descending, request.After, request.Take), ct);
        var next = request.After + page.Rows.Count;
        return new ChurnScores(summary.Version, summary.AsOf, page.Total, [.. page.Rows.Select(ScoreOf)], next < page.Total && page.Rows.Count > 0 ? next : null);
    }

    public async Task<CustomerInsight?> ExplainAsync(StoreId store, string customer, CancellationToken ct)
    {
        if (await models.LatestAsync(store, Kind, ct) is not { } record || await stores.FindAsync(store, ct) is not { } found
            || await customers.FindAsync(store, customer, ct) is not { Succeeded: true, Value: var row })
        {
            return null;
        }

        var summary = SummaryOf(record);
        return await tables.ReadOneAsync(found, row, summary.AsOf, summary.ActiveDays, ct) is { } table ? Explain(summary, ChurnModel.Load(record.Payload), table, ct) : null;
    }

    /// <summary>The run that trains now, or else the last one where it failed.</summary>
    public async Task<(Run? Open, Run? Failed)> TrainingAsync(StoreId store, CancellationToken ct)
    {
        if ((await runs.OpenAsync(store, ct)).FirstOrDefault(r => r.Kind == Kind) is { } open)
        {
            return (open, null);
        }

        return await runs.ListAsync(store, Kind, 1, ct) is [{ State: RunState.Failed } failed] ? (null, failed) : (null, null);
    }

    public Task<Run> TrainAsync(StoreId store, string? requestedBy, CancellationToken ct) => runs.QueueAsync(store, Kind, null, requestedBy, ct);

    public Task<Outcome<Run>> CancelAsync(Guid run, CancellationToken ct) => runs.CancelAsync(run, ct);

    public async Task<int> HorizonAsync(StoreId store, CancellationToken ct) =>
        (await stores.FindAsync(store, ct))?.Settings.ChurnHorizonDays ?? options.Value.HorizonDays;

    /// <summary>Keeps the horizon for this store; what is shown changes with the next training.</summary>
    public async Task<Outcome<Store>> ChooseHorizonAsync(StoreId store, int days, CancellationToken ct)
    {
        if (ChurnRules.Check(new ChurnArguments(HorizonDays: days)) is { } problem)
        {
            return problem;
        }

        return await stores.FindAsync(store, ct) is { } found
            ? await stores.UpdateAsync(found with { Settings = found.Settings with { ChurnHorizonDays = days } }, ct)
            : new Problem("store.missing", "There is no such store.");
    }

    public Task<Outcome<SegmentRecord>> SaveAtRiskAsync(StoreId store, string name, string description, CancellationToken ct) =>
        segments.CreateAsync(store, name, description, AtRisk.ToJson(), RunKinds.Churn, ct);

    private static ChurnSummary SummaryOf(ModelRecord record) => JsonSerializer.Deserialize<ChurnSummary>(record.MetricsJson, RunJson.Options)!;

    private static CustomerInsight Explain(ChurnSummary summary, ChurnModel model, FeatureTable table, CancellationToken ct)
    {
        var raw = model.RawScores(table, ct);
        var explained = model.Explain(table, 0, 1, raw, ct);
        var parts = CustomerFeatures.Names
            .Select((name, f) => new FeatureContribution(name, table.Value(0, f), explained.Row(0)[f]))
            .Where(c => c.Contribution != 0)
            .OrderByDescending(c => Math.Abs(c.Contribution));
        return new CustomerInsight(RunKinds.Churn, summary.Version, summary.AsOf, summary.HorizonDays, explained.Base, raw[0], model.Probability(raw[0]), [.. parts]);
    }

    private static ChurnScore ScoreOf(CustomerRow row) => new(
        row.Id,
        row.Name,
        row.NumberOf("churn.probability")!.Value,
        row.NumberOf("churn.value_at_risk")!.Value,
        (int)row.NumberOf("churn.decile")!.Value,
        JsonSerializer.Deserialize<List<ChurnReason>>(row.TextOf("churn.reasons")!, RunJson.Options)!,
        row.NumberOf("daysSinceOrder"),
        row.NumberOf("netRevenue") ?? 0);
}
