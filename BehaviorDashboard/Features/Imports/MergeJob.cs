using BehaviorDashboard.Events;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Merges the recent events into the clustered timelines, where that is worth it. One transaction: killed and run again, nothing is merged twice.</summary>
public sealed class MergeJob(EventMerger merger) : IRunJob
{
    public string Kind => RunKinds.Merge;

    // Before the models read the timelines.
    public int? AfterImport => 5;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, "sorting");
        var (before, merged) = await merger.MergeAsync(run.Store, run.Arguments<MergeArguments>().Always, new RunShares(run, "sorting", 0, 1), ct);
        run.Complete(new { merged, sorted = before.Sorted, recent = before.Recent });
    }
}
