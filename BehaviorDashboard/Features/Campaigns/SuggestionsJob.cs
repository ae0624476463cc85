using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Computes the suggestions after the models, and puts them on the board. Run twice, it writes the same list twice.</summary>
public sealed class SuggestionsJob(SuggestionMaker maker, SuggestionBoard board) : IRunJob
{
    public string Kind => RunKinds.Suggestions;

    public int? AfterImport => 40;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, "reading");
        var version = run.Id.ToString("N", CultureInfo.InvariantCulture)[^8..];
        var list = await maker.MakeAsync(run.Store, version, ct, run.ReportAsync)
            ?? throw new RunRefused(new Problem("suggestions.no_events", "There are no events to make suggestions from. Import data first."));
        await board.PutAsync(run.Store, list, ct);
        run.Complete(new { list.AsOf, suggestions = list.Suggestions.Select(s => new { s.Play, s.Customers, s.Worth }) });
    }
}
