using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>What rows of a batch may say beside an event's fields.</summary>
[Flags]
public enum RowExtras
{
    None = 0,

    /// <summary><see cref="EventRow.Anonymous"/>.</summary>
    Anonymous = 1,

    /// <summary><see cref="EventRow.ProductName"/>.</summary>
    ProductName = 2,

    /// <summary><see cref="EventRow.Received"/>.</summary>
    Received = 4,
    All = Anonymous | ProductName | Received,
}

/// <summary>The only way into the store: batches that become visible whole or not at all.</summary>
public sealed class EventWriter(EventStores stores, TimeProvider clock)
{
    public const EventColumns AnyColumn = (EventColumns)~0;

    /// <summary>Different texts that a batch keeps in mind; beyond it is slower, not wrong.</summary>
    internal int RememberedTexts { get; init; } = TextNumbers.Remembered;

    /// <param name="import">Where the rows come from; kept with each event.</param>
    /// <param name="columns">The fields that rows may fill beside those of every event; what <paramref name="extras"/> adds is no field of a fold. Each costs memory and time in every row, also where it is empty.</param>
    public async Task<EventBatch> BeginAsync(StoreId store, Guid import, CancellationToken ct, EventColumns columns = AnyColumn, RowExtras extras = RowExtras.All)
    {
        var connection = await Task.Run(() => stores.Connect(store), ct).ConfigureAwait(false);
        return new EventBatch(stores, store, import, connection, clock.GetUtcNow().UtcDateTime, columns, extras, RememberedTexts);
    }
}
