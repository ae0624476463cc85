using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Imports;

/// <summary>The hall of imports: page, HTTP and command line hand files in, look at them, check them, import them here.</summary>
public sealed class ImportsQuery(Spool spool, ImportLedger imports, RunLedger runs, StoreDirectory stores, EventWriter writer, TimeProvider clock, IOptions<ImportOptions> options)
{
    public Task<Outcome<SpooledFile>> HandInAsync(StoreId store, string name, Stream content, long? length, string? by, CancellationToken ct) => spool.WriteAsync(store, name, content, length, by, ct);

    public void Forget(StoreId store, Guid file)
    {
        if (spool.Find(store, file) is not null)
        {
            spool.Delete(file);
        }
    }

    /// <summary>Encoding, delimiter, profile, columns, first rows.</summary>
    public Task<Outcome<SpooledShape>> LookAsync(StoreId store, Guid file, ImportMapping mapping, CancellationToken ct) => Task.Run<Outcome<SpooledShape>>(
        () =>
        {
            if (spool.Find(store, file) is not { } found)
            {
                return NoFile();
            }

            var shape = FileAnalysis.Analyze(spool.PathOf(file), mapping, options.Value.LineLimit);
            return shape.Succeeded ? new SpooledShape(found, shape.Value) : Outcome<SpooledShape>.Refused(shape.Problems);
        },
        ct);

    /// <summary>Counts everything that an import would do, and does nothing.</summary>
    public async Task<Outcome<ImportReport>> CheckAsync(StoreId store, Guid file, ImportMapping mapping, IProgress<double>? progress, CancellationToken ct)
    {
        if (spool.Find(store, file) is null)
        {
            return NoFile();
        }

        var plan = await PlanAsync(store, spool.PathOf(file), mapping, ct);
        if (!plan.Succeeded)
        {
            return Outcome<ImportReport>.Refused(plan.Problems);
        }

        await using var batch = await writer.BeginAsync(store, file, ct, plan.Value.Fills, plan.Value.Says);
        var tally = await new ImportPipeline(plan.Value, null).FillAsync(spool.PathOf(file), batch, progress, ct);
        return tally.Report(plan.Value.Shape, plan.Value.Calendar.Zone.Id, plan.Value.Currency, await batch.SummarizeAsync(ct));
    }

    /// <summary>Makes an import of a handed-in file. Said twice, it is one import; after a failure or a cancellation it is tried anew.</summary>
    public async Task<Outcome<ImportRecord>> StartAsync(StoreId store, Guid file, ImportMapping mapping, string? by, CancellationToken ct)
    {
        var before = await imports.FindAsync(file, ct);
        if (before is not null && (before.Store != store || (await ViewAsync(before, ct)).State is not (ImportState.Failed or ImportState.Cancelled)))
        {
            return before.Store == store ? before : NoFile();
        }

        var look = await LookAsync(store, file, mapping, ct);
        if (!look.Succeeded)
        {
            return Outcome<ImportRecord>.Refused(look.Problems);
        }

        var plan = await PlanAsync(store, spool.PathOf(file), mapping, ct);
        if (!plan.Succeeded)
        {
            return Outcome<ImportRecord>.Refused(plan.Problems);
        }

        var (handedIn, shape) = look.Value;
        var record = before is null
            ? await imports.CreateAsync(new NewImport(store, handedIn.Name, handedIn.Bytes, spool.PathOf(file), shape.Profile, mapping.ToJson(), file, by), ct)
            : await imports.UpdateAsync(before with { State = ImportState.Queued, Profile = shape.Profile, MappingJson = mapping.ToJson(), ErrorCode = null, Error = null, Ended = null }, ct);
        var run = await runs.QueueAsync(store, RunKinds.Import, new ImportArguments(file), by, CancellationToken.None);
        return await imports.UpdateAsync(record with { Run = run.Id }, CancellationToken.None);
    }

    public async Task<IReadOnlyList<ImportView>> ListAsync(StoreId store, CancellationToken ct)
    {
        var found = new List<ImportView>();
        foreach (var record in await imports.ListAsync(store, ct))
        {
            found.Add(await ViewAsync(record, ct));
        }

        return found;
    }

    public async Task<Outcome<ImportView>> FindAsync(StoreId store, Guid import, CancellationToken ct) =>
        await imports.FindAsync(import, ct) is { } record && record.Store == store ? await ViewAsync(record, ct) : new Problem("import.missing", "There is no such import.", "id");

    public async Task<Outcome<ImportView>> CancelAsync(StoreId store, Guid import, CancellationToken ct)
    {
        var view = await FindAsync(store, import, ct);
        if (!view.Succeeded)
        {
            return view;
        }

        var cancelled = view.Value.Run is { } run ? await runs.CancelAsync(run.Id, ct) : new Problem("import.over", "This import is over; there is nothing to cancel.");
        if (!cancelled.Succeeded)
        {
            return Outcome<ImportView>.Refused(cancelled.Problems);
        }

        // A run that had not started yet never tells its import.
        if (cancelled.Value.State == RunState.Cancelled)
        {
            await imports.UpdateAsync(view.Value.Record with { State = ImportState.Cancelled, Ended = clock.GetUtcNow() }, ct);
        }

        return await FindAsync(store, import, ct);
    }

    internal async Task<Outcome<ImportPlan>> PlanAsync(StoreId id, string path, ImportMapping mapping, CancellationToken ct)
    {
        var store = await stores.FindAsync(id, ct) ?? throw new InvalidOperationException($"There is no store {id}.");
        var shape = await Task.Run(() => FileAnalysis.Analyze(path, mapping, options.Value.LineLimit), ct);
        return shape.Succeeded
            ? ImportPlan.Create(shape.Value, mapping, store.Currency, store.Calendar, clock.GetUtcNow().UtcDateTime, options.Value.LineLimit)
            : Outcome<ImportPlan>.Refused(shape.Problems);
    }

    private async Task<ImportView> ViewAsync(ImportRecord record, CancellationToken ct)
    {
        if (record.State is not (ImportState.Queued or ImportState.Running))
        {
            return new ImportView(record, null, record.State, record.State != ImportState.Done && spool.Find(record.Store, record.Id) is not null);
        }

        var run = record.Run is { } id ? await runs.FindAsync(id, ct) : null;
        return run is { State: RunState.Failed or RunState.Interrupted }
            ? new ImportView(record with { ErrorCode = run.ErrorCode, Error = run.Error }, run, ImportState.Failed, spool.Find(record.Store, record.Id) is not null)
            : new ImportView(record, run, record.State);
    }

    private static Problem NoFile() => new("import.file.missing", "This file is no longer here. Hand it in again.", "file");
}
