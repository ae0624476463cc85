using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class OrderReaderTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Orders_OfEveryFate_AreToldApartAndAddUpToTheNetRevenue()
    {
        await _store.AddAsync(
            TestStore.Row("c1", 0, EventKind.Purchase, "kept", 100, "a"),
            TestStore.Row("c1", 0, EventKind.Purchase, "kept", 20, "b"),
            TestStore.Row("c1", 10, EventKind.Purchase, "partly", 50),
            TestStore.Row("c1", 12, EventKind.Refund, "partly", -10),
            TestStore.Row("c1", 20, EventKind.Purchase, "refunded", 30),
            TestStore.Row("c1", 22, EventKind.Refund, "refunded", -30),
            TestStore.Row("c1", 30, EventKind.Purchase, "cancelled", 40),
            TestStore.Row("c1", 31, EventKind.Cancel, "cancelled", -40),
            TestStore.Row("c1", 40, EventKind.Cancel, "C99", -5),
            TestStore.Row("c1", 41, EventKind.View),
            TestStore.Row("c2", 50, EventKind.Purchase, "other", 7));
        var orders = await new OrderReader(_store.Stores).OfCustomerAsync(_store.Id, "c1", default);

        Assert.Equal(
            ["C99 Credit -5 0", "cancelled Cancelled 0 1", "refunded Refunded 0 1", "partly PartlyUndone 40 1", "kept Placed 120 2"],
            orders.Select(o => FormattableString.Invariant($"{o.Number} {o.State} {o.Net / Money.Scale} {o.Lines}")));
        Assert.Equal((await _store.Customers.FindAsync(_store.Id, "c1", default)).Value!.NumberOf("netRevenue"), (double)orders.Sum(o => o.Net) / Money.Scale);
        Assert.Equal(TestStore.Start.AddHours(10), orders[3].Time);
    }

    [Fact]
    public async Task Orders_OfSomebodyUnknown_AreNone() =>
        Assert.Empty(await new OrderReader(_store.Stores).OfCustomerAsync(_store.Id, "nobody", default));

    [Fact]
    public async Task Guests_HaveOrdersThatNoCustomerHas()
    {
        await _store.AddAsync(
            TestStore.Row("c1", 0, EventKind.Purchase, "o1", 100),
            TestStore.Row("", 1, EventKind.Purchase, "o2", 20),
            TestStore.Row("", 1, EventKind.Purchase, "o2", 5, "again"),
            TestStore.Row("", 2, EventKind.Refund, "o2", -1));

        Assert.Equal(new GuestOrders(1, 24 * Money.Scale), await new OrderReader(_store.Stores).OfGuestsAsync(_store.Id, default));
    }
}
