using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Overview;

/// <summary>The hall of the overview: figures of a period, what happened, how the data does, and what fills the pages.</summary>
public sealed class OverviewQuery(MeasureReader measures, EventCatalogReader catalog, ImportLedger imports, DayNotes notes, RunLedger runs, TimeProvider clock)
{
    private static readonly IReadOnlyList<string> Chain = [RunKinds.Sample, RunKinds.Import, .. RunKinds.Derived];

    /// <summary>The same figures for pages and programs.</summary>
    public async Task<OverviewResult> AskAsync(StoreId store, DateRange range, bool compare, StoreCalendar calendar, CancellationToken ct)
    {
        var before = range.Previous();
        var now = measures.TotalsAsync(store, range, calendar, ct);
        var days = measures.DailyAsync(store, range, calendar, ct);
        var former = compare ? await measures.TotalsAsync(store, before, calendar, ct) : null;
        IReadOnlyList<DayMeasures> formerDays = compare ? await measures.DailyAsync(store, before, calendar, ct) : [];
        var known = (await catalog.ReadAsync(store, ct)).First is { } first && calendar.DayOf(first) <= before.To;
        var today = calendar.Today(clock);
        return new OverviewResult(
            range,
            await now,
            known ? former : null,
            await days,
            known ? formerDays : [],
            range.Contains(today) ? today.DayNumber - range.From.DayNumber : null,
            await notes.ReadAsync(store, range, calendar, ct));
    }

    public async Task<DataHealth> HealthAsync(StoreId store, StoreCalendar calendar, CancellationToken ct)
    {
        var data = await catalog.ReadAsync(store, ct);
        var last = (await imports.ListAsync(store, ct, 20)).FirstOrDefault(i => i.State == ImportState.Done);
        var refused = last?.Counts.Refused ?? 0;
        var rows = last?.Counts.Rows ?? 0;
        var fresh = data.Last is { } newest && calendar.DayOf(newest) >= calendar.Today(clock).AddDays(-3);
        return new DataHealth(data.Events == 0 ? "empty" : fresh && refused * 100 <= rows ? "good" : "attention", data.Events, data.Last, refused, rows);
    }

    /// <summary>What the latest chain has done and still has to do.</summary>
    public async Task<SetupProgress> ProgressAsync(StoreId store, CancellationToken ct)
    {
        var latest = await runs.ListAsync(store, null, 30, ct);
        var open = latest.Where(r => !r.IsOver).ToList();
        if (open.Count == 0)
        {
            return new SetupProgress([], null);
        }

        // Runs come latest first; a chain starts with the import or the sample that began it.
        var start = latest.FirstOrDefault(r => r.Kind == RunKinds.Sample) ?? latest.FirstOrDefault(r => r.Kind == RunKinds.Import);
        var inChain = start is null ? latest : [.. latest.Where(r => r.Queued >= start.Queued)];
        var wanted = start?.Kind == RunKinds.Sample ? Chain : [.. Chain.Where(k => k != RunKinds.Sample)];
        var steps = wanted.Select(kind => inChain.FirstOrDefault(r => r.Kind == kind) is { } run ? new SetupStep(kind, run.State, run.Progress) : new SetupStep(kind, null, 0)).ToList();
        return new SetupProgress(steps, open.FirstOrDefault(r => r.State == RunState.Running) ?? open[^1]);
    }

    /// <summary>Queues the sample store; what stands in its way is said by its job.</summary>
    public async Task<Outcome<Run>> QueueSampleAsync(StoreId store, string? requestedBy, CancellationToken ct)
    {
        var open = await runs.OpenAsync(store, ct);
        return open.FirstOrDefault(r => r.Kind is RunKinds.Sample or RunKinds.Import) ?? await runs.QueueAsync(store, RunKinds.Sample, null, requestedBy, ct);
    }

    public Task<Outcome<Run>> CancelAsync(Guid run, CancellationToken ct) => runs.CancelAsync(run, ct);
}
