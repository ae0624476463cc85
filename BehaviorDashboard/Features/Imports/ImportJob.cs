using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Imports;

/// <summary>
/// Brings one file into the store: read and check into a batch, commit it whole, write down what became of it. Killed at any moment and run
/// again, it ends with the same facts and the same figures: events know the import that brought them.
/// </summary>
public sealed class ImportJob(
    ImportsQuery query,
    Spool spool,
    ImportLedger imports,
    RunLedger runs,
    EventWriter writer,
    EventCatalogReader catalog,
    IOptions<WorkspaceOptions> workspace,
    IOptions<ImportOptions> options,
    ChangeFeed feed,
    TimeProvider clock) : IRunJob
{
    // Reading takes most of the time, sorting the rest.
    private const double ReadingShare = 0.6;

    public string Kind => RunKinds.Import;

    public int? AfterImport => null;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var import = await imports.FindAsync(run.Arguments<ImportArguments>().Import, ct) ?? throw new RunRefused(new Problem("import.missing", "There is no such import any more."));
        if (import.State == ImportState.Done)
        {
            // Killed between writing this down and ending the run.
            await FollowAsync(run, import);
            return;
        }

        try
        {
            import = await imports.UpdateAsync(import with { State = ImportState.Running, ErrorCode = null, Error = null }, ct);
            await FollowAsync(run, await ImportAsync(run, import, ct));
        }
        catch (OperationCanceledException)
        {
            if (await runs.FindAsync(run.Id, CancellationToken.None) is { CancelRequested: true })
            {
                await EndAsync(import, ImportState.Cancelled, null);
            }

            throw;
        }
        catch (RunRefused refused)
        {
            await EndAsync(import, ImportState.Failed, refused.Problem);
            throw;
        }
    }

    private async Task<ImportRecord> ImportAsync(RunContext run, ImportRecord import, CancellationToken ct)
    {
        if (!File.Exists(import.SpoolPath))
        {
            throw new RunRefused(new Problem("import.file.missing", "This file is no longer here. Hand it in again."));
        }

        // What the store writes is about as large as the file; better no beginning than an end half-way.
        if (!spool.HasRoom(import.Bytes))
        {
            throw new RunRefused(Spool.NoRoom());
        }

        var mapping = Need(ImportMapping.Parse(import.MappingJson)) with { Profile = import.Profile == ImportIntake.AnyProfile ? null : import.Profile };
        var plan = Need(await query.PlanAsync(import.Store, import.SpoolPath, mapping, ct));
        import = import with { Profile = plan.Shape.Profile };
        var refusedPath = RefusedPathOf(import);
        await using var batch = await writer.BeginAsync(import.Store, import.Id, ct, plan.Fills, plan.Says);
        var tally = await FillAsync(run, import, plan, batch, refusedPath, ct);
        await run.ReportAsync(ReadingShare, "counting");
        var summary = await batch.SummarizeAsync(ct);
        await run.ReportAsync(ReadingShare + 0.05, "sorting");
        await batch.CommitAsync(new RunShares(run, "sorting", ReadingShare + 0.05, 1), ct);
        var accepted = await catalog.CountOfImportAsync(import.Store, import.Id, CancellationToken.None);
        var report = tally.Report(plan.Shape, plan.Calendar.Zone.Id, plan.Currency, summary) with { Accepted = accepted, Duplicates = summary.Rows - accepted };
        return await imports.UpdateAsync(
            import with { State = ImportState.Done, Counts = CountsOf(report), ReportJson = report.ToJson(), RefusedPath = report.Refused > 0 ? refusedPath : null, Ended = clock.GetUtcNow() },
            CancellationToken.None);
    }

    private async Task<ImportTally> FillAsync(RunContext run, ImportRecord import, ImportPlan plan, EventBatch batch, string refusedPath, CancellationToken ct)
    {
        await run.ReportAsync(0, "reading");
        using var refused = new RefusedFile(refusedPath, options.Value.RefusedRowsKept);
        return await new ImportPipeline(plan, refused).FillAsync(import.SpoolPath, batch, new RunShares(run, "reading", 0, ReadingShare), ct);
    }

    // The facts are in the store: what is computed from them follows, and the file has done its work.
    private async Task FollowAsync(RunContext run, ImportRecord import)
    {
        feed.Publish(import.Store, ChangeTopic.Events);
        await runs.QueueAfterImportAsync(import.Store, CancellationToken.None, run.RequestedBy);
        File.Delete(import.SpoolPath);
        File.Delete(Path.ChangeExtension(import.SpoolPath, ".json"));
        run.Complete(new { import = import.Id, rows = import.Counts.Rows, accepted = import.Counts.Accepted, refused = import.Counts.Refused });
    }

    private Task EndAsync(ImportRecord import, ImportState state, Problem? problem) => imports.UpdateAsync(
        import with { State = state, ErrorCode = problem?.Code, Error = problem?.Message, Ended = clock.GetUtcNow() }, CancellationToken.None);

    private string RefusedPathOf(ImportRecord import) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(workspace.Value.Folder, "refused", import.Store.Value)).FullName, $"{import.Id:N}.csv");

    private static ImportCounts CountsOf(ImportReport report) => new(
        report.Rows, report.Accepted, report.Duplicates, report.Refused, report.Customers, report.Orders, report.NetRevenue, report.FirstEvent, report.LastEvent)
    {
        RefusedByReason = report.RefusedByReason.ToDictionary(r => RefusedFile.Code(r.Key), r => r.Value),
    };

    private static T Need<T>(Outcome<T> outcome)
        where T : class => outcome.Value ?? throw new RunRefused(outcome.Problems[0]);
}
