using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Support;

/// <summary>A real event store in a folder of its own, with short ways to fill it.</summary>
public sealed class TestStore : IDisposable
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public TestStore(Action<EventsOptions>? configure = null, int? rememberedTexts = null)
    {
        var options = new EventsOptions { Folder = Folder, MemoryLimitMegabytes = 512, Threads = 2 };
        configure?.Invoke(options);
        Feed = new ChangeFeed(TimeProvider.System);
        Stores = new EventStores(Options.Create(options), TimeProvider.System);
        Writer = rememberedTexts is { } few ? new EventWriter(Stores, TimeProvider.System) { RememberedTexts = few } : new EventWriter(Stores, TimeProvider.System);
        Merger = new EventMerger(Stores);
        Eraser = new CustomerEraser(Stores, TimeProvider.System, Feed);
        Timelines = new TimelineReader(Stores);
        Catalog = new EventCatalogReader(Stores);
        Measures = new MeasureReader(Stores);
        Customers = new CustomerReader(Stores);
        Table = new CustomerTable(Stores, Feed);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("bd-events-").FullName;

    public StoreId Id { get; } = new("test");

    public ChangeFeed Feed { get; }

    public EventStores Stores { get; }

    public EventWriter Writer { get; }

    public TimelineReader Timelines { get; }

    public EventMerger Merger { get; }

    public CustomerEraser Eraser { get; }

    public EventCatalogReader Catalog { get; }

    public MeasureReader Measures { get; }

    public CustomerReader Customers { get; }

    public CustomerTable Table { get; }

    /// <summary>An event with a given id made of everything that tells it apart.</summary>
    public static EventRow Row(string customer, double hours, EventKind kind, string? order = null, decimal value = 0, string? id = null, string? name = null) => new()
    {
        Id = EventRow.KeyOf(id ?? FormattableString.Invariant($"{customer}|{hours}|{kind}|{order}|{value}|{name}")),
        IdGiven = true,
        Customer = customer.Length > 0 ? customer : null,
        Time = Start.AddHours(hours),
        Kind = kind,
        Name = name ?? kind.ToString(),
        Order = order,
        Quantity = 1,
        Value = Money.ToScaled(value),
    };

    public Task<CommitReport> AddAsync(params EventRow[] rows) => AddAsync((IEnumerable<EventRow>)rows);

    public async Task<CommitReport> AddAsync(IEnumerable<EventRow> rows, params CustomerTraits[] traits)
    {
        await using var batch = await Writer.BeginAsync(Id, Guid.NewGuid(), CancellationToken.None);
        foreach (var row in rows)
        {
            batch.Add(row);
        }

        foreach (var trait in traits)
        {
            batch.Add(trait);
        }

        return await batch.CommitAsync(null, CancellationToken.None);
    }

    /// <returns>Events erased; null when there is nobody.</returns>
    public async Task<long?> EraseAsync(string customer) => (await Eraser.EraseAsync(Id, customer, CancellationToken.None)) is { Succeeded: true } erased ? erased.Value.Events : null;

    public void Dispose()
    {
        Stores.Dispose();
        Feed.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
