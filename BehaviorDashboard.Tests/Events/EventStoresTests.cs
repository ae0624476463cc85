using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Events;

public sealed class EventStoresTests : IDisposable
{
    private static readonly StoreId Id = new("test");

    private readonly TemporaryFolder _folder = new();
    private readonly Clock _clock = new();
    private readonly EventStores _stores;

    public EventStoresTests() => _stores = new EventStores(Options.Create(new EventsOptions { Folder = _folder.Path, IdleMinutes = 10 }), _clock);

    public void Dispose()
    {
        _stores.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Store_NotAskedForAWhile_IsClosedAndOpensAgain()
    {
        var writer = new EventWriter(_stores, _clock);
        await using (var batch = await writer.BeginAsync(Id, Guid.NewGuid(), default))
        {
            batch.Add(TestStore.Row("c1", 1, EventKind.View));
            await batch.CommitAsync(null, default);
        }

        Assert.Equal(1, _stores.OpenCount);
        _clock.Now += TimeSpan.FromMinutes(9);
        _stores.CloseIdle();
        Assert.Equal(1, _stores.OpenCount);
        _clock.Now += TimeSpan.FromMinutes(2);
        _stores.CloseIdle();
        Assert.Equal(0, _stores.OpenCount);

        Assert.Equal(1, (await new EventCatalogReader(_stores).ReadAsync(Id, default)).Events);
        Assert.Equal(1, _stores.OpenCount);
    }

    [Fact]
    public async Task Store_ClosedUnderAnOpenBatch_TakesTheBatch()
    {
        await using var batch = await new EventWriter(_stores, _clock).BeginAsync(Id, Guid.NewGuid(), default);
        batch.Add(TestStore.Row("c1", 1, EventKind.View));
        _clock.Now += TimeSpan.FromHours(1);
        _stores.CloseIdle();

        Assert.Equal(1, (await batch.CommitAsync(null, default)).Accepted);
        Assert.Equal(1, (await new EventCatalogReader(_stores).ReadAsync(Id, default)).Events);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
