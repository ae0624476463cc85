using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Overview;

/// <summary>What a shopkeeper with ten minutes should look at today; three things at most, the most pressing first.</summary>
public sealed class AttentionQuery(CustomerTable table, CustomerReader customers, EventCatalogReader catalog, ImportLedger imports, RunLedger runs, SuggestionBoard board, TimeProvider clock)
{
    private const int Most = 3;

    public async Task<IReadOnlyList<AttentionItem>> AskAsync(StoreId store, OverviewResult figures, StoreCalendar calendar, CancellationToken ct)
    {
        var owners = (await table.SetsAsync(store, ct)).Select(s => s.Set.Owner).ToHashSet();
        List<AttentionItem?> found =
        [
            await FailedRunAsync(store, ct),
            await StaleAsync(store, calendar, ct),
            await RefusedAsync(store, ct),
            Falling(figures),
            owners.Contains("churn") ? await SumAsync(store, "risk", "churn", 40, "churn.value_at_risk", Both(("churn.probability", 0.5)), ct) : null,
        ];
        return [.. found.OfType<AttentionItem>().OrderByDescending(i => i.Weight).Take(Most)];
    }

    /// <summary>The open suggestion that is worth most; null when there is none.</summary>
    public async Task<SuggestionHeadline?> BestSuggestionAsync(StoreId store, CancellationToken ct) => (await board.OpenAsync(store, ct)).FirstOrDefault();

    private static CustomerFilter Both(params (string Property, double Least)[] conditions) =>
        new CustomerFilter.All([.. conditions.Select(c => CustomerFilter.Condition(c.Property, "gte", c.Least))]);

    private static AttentionItem? Falling(OverviewResult figures) =>
        figures.Before is { } before && figures.Now.NetRevenue < before.NetRevenue
        && ChangeTests.Days(figures.Days.Take(figures.Incomplete ?? figures.Days.Count), figures.DaysBefore, d => d.NetRevenue)
            ? new AttentionItem("falling", "funnels", 60, Amount: (double)(before.NetRevenue - figures.Now.NetRevenue) / Money.Scale)
            : null;

    private async Task<AttentionItem?> FailedRunAsync(StoreId store, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-7);
        var latest = (await runs.ListAsync(store, null, 60, ct)).Where(r => r.IsOver && r.Queued >= since).DistinctBy(r => r.Kind);
        return latest.FirstOrDefault(r => r.State is RunState.Failed or RunState.Interrupted) is { } failed
            ? new AttentionItem("run", failed.Kind == RunKinds.Import ? "data" : "schedules", 100, Name: failed.Kind)
            : null;
    }

    private async Task<AttentionItem?> StaleAsync(StoreId store, StoreCalendar calendar, CancellationToken ct)
    {
        var days = (await catalog.ReadAsync(store, ct)).Last is { } last ? calendar.Today(clock).DayNumber - calendar.DayOf(last).DayNumber : 0;
        return days > 3 ? new AttentionItem("stale", "data", 50, days) : null;
    }

    private async Task<AttentionItem?> RefusedAsync(StoreId store, CancellationToken ct) =>
        (await imports.ListAsync(store, ct, 1)) is [{ State: ImportState.Done } last] && last.Counts.Refused * 100 > last.Counts.Rows
            ? new AttentionItem("refused", "data", 70, last.Counts.Refused, Name: last.FileName)
            : null;

    private async Task<AttentionItem?> SumAsync(StoreId store, string code, string path, int weight, string property, CustomerFilter filter, CancellationToken ct)
    {
        var rows = await customers.RowsAsync(store, filter, [property], ct);
        return rows.Count > 0 ? new AttentionItem(code, path, weight, rows.Count, rows.Sum(r => r.NumberOf(property) ?? 0)) : null;
    }
}
