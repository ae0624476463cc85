using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Carts;

/// <summary>Publishes each customer's current cart as <c>cart.*</c>, so that segments and campaigns can go by it.</summary>
public sealed class CartsJob(StoreDirectory stores, EventCatalogReader catalog, CartColumns columns) : IRunJob
{
    public string Kind => RunKinds.Carts;

    public int? AfterImport => 25;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, "reading");
        var store = await stores.FindAsync(run.Store, ct) ?? throw new RunRefused(new Problem("store.unknown", $"There is no store '{run.Store}'."));
        if ((await catalog.ReadAsync(run.Store, ct)).Last is not { } last)
        {
            throw new RunRefused(new Problem("carts.no_events", "There are no events to find carts in. Import data first."));
        }

        var asOf = store.Calendar.DayOf(last);
        var version = $"{asOf:yyyy-MM-dd}-{run.Id.ToString("N", CultureInfo.InvariantCulture)[^8..]}";
        var customers = await columns.PublishAsync(run.Store, last, asOf, version, ct);
        run.Complete(new { asOf, customers });
    }
}
