using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>The only way into the store: batches that become visible whole or not at all.</summary>
public sealed class EventWriter(EventStores stores, TimeProvider clock)
{
    public const EventColumns AnyColumn = (EventColumns)~0;

    /// <param name="import">Where the rows come from; kept with each event.</param>
    /// <param name="columns">The fields that rows may fill: each costs memory and time in every row, also where it is empty.</param>
    public async Task<EventBatch> BeginAsync(StoreId store, Guid import, CancellationToken ct, EventColumns columns = AnyColumn)
    {
        var connection = await Task.Run(() => stores.Connect(store), ct).ConfigureAwait(false);
        return new EventBatch(stores, store, import, connection, clock.GetUtcNow().UtcDateTime, columns);
    }
}
