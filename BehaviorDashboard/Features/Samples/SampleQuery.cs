using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Samples;

/// <summary>The hall of the sample store: asks for one, and makes it.</summary>
public sealed class SampleQuery(StoreDirectory stores, EventCatalogReader catalog, ImportIntake intake, RunLedger runs, TimeProvider clock, IOptions<SampleOptions> options)
{
    public const string FileName = "sample-store.jsonl";
    private const string Profile = "events";

    /// <summary>Queues the run, where nothing stands in its way.</summary>
    public async Task<Outcome<Run>> QueueAsync(StoreId store, SampleRequest request, string? requestedBy, CancellationToken ct)
    {
        var shape = await ShapeAsync(store, request, ct);
        return shape.Succeeded ? await runs.QueueAsync(store, RunKinds.Sample, request, requestedBy, ct) : Outcome<Run>.Refused(shape.Problems);
    }

    /// <summary>Writes the world into the import spool and hands it in like any other file.</summary>
    public async Task<Outcome<SampleResult>> WriteAsync(StoreId store, SampleRequest request, string? requestedBy, IProgress<double>? progress, CancellationToken ct)
    {
        var outcome = await ShapeAsync(store, request, ct);
        if (outcome.Value is not { } shape)
        {
            return Outcome<SampleResult>.Refused(outcome.Problems);
        }

        var events = 0L;
        var import = await intake.AcceptAsync(
            store,
            FileName,
            Profile,
            requestedBy,
            async (file, stop) => events = await new SampleWorld(shape).WriteAsync(file, progress, stop),
            ct);
        return new SampleResult(shape.Customers, events, import.Bytes, shape.Start, shape.End, import.Id);
    }

    private async Task<Outcome<SampleShape>> ShapeAsync(StoreId id, SampleRequest request, CancellationToken ct)
    {
        if (await stores.FindAsync(id, ct) is not { } store)
        {
            return new Problem("store.notFound", "There is no such store.");
        }

        var events = (await catalog.ReadAsync(id, ct)).Events;
        if (SampleRules.Check(request, store.IsSample, events) is { Count: > 0 } problems)
        {
            return Outcome<SampleShape>.Refused(problems);
        }

        var end = request.End ?? store.Calendar.Today(clock).AddDays(-1);
        return new SampleShape(request.Customers ?? options.Value.Customers, request.Seed ?? options.Value.Seed, end, store.Calendar, store.Currency);
    }
}
