using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>The only way into the store: batches that become visible whole or not at all.</summary>
public sealed class EventWriter(EventStores stores, TimeProvider clock)
{
    /// <param name="import">Where the rows come from; kept with each event.</param>
    public async Task<EventBatch> BeginAsync(StoreId store, Guid import, CancellationToken ct)
    {
        var connection = await Task.Run(() => stores.Connect(store), ct).ConfigureAwait(false);
        return new EventBatch(stores, store, import, connection, clock.GetUtcNow().UtcDateTime);
    }
}
