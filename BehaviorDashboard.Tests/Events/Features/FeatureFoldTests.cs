using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events.Features;

public sealed class FeatureFoldTests : IDisposable
{
    private static readonly DateTime AsOf = TestStore.Start.AddDays(200);

    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Features_OfAKnownTimeline_AreTheCountedOnes()
    {
        await _store.AddAsync(
            Row(100, EventKind.Session, session: "s1"),
            Row(100.01, EventKind.View, product: "p1", session: "s1"),
            Row(100.02, EventKind.View, product: "p2", session: "s1"),
            Row(100.03, EventKind.CartAdd, product: "p2", session: "s1"),
            Row(100.04, EventKind.Purchase, product: "p2", session: "s1", order: "o1", value: 30, brand: "x", coupon: "C"),
            Row(100.04, EventKind.Purchase, product: "p3", session: "s1", order: "o1", value: 10, brand: "y"),
            Row(150, EventKind.CartAdd, product: "p9", session: "s2"),
            Row(180, EventKind.Purchase, product: "p4", session: "s3", order: "o2", value: 60, brand: "x"),
            Row(181, EventKind.Refund, order: "o2", value: -20),
            Row(190, EventKind.Review, rating: 4));

        var table = (await FoldAsync(AsOf))[0];

        Assert.Equal(20, Value(table, "days_since_order"), 9);
        Assert.Equal(50, Value(table, "days_since_visit"), 9);
        Assert.Equal(1, Value(table, "orders_30"));
        Assert.Equal(1, Value(table, "orders_90"));
        Assert.Equal(2, Value(table, "orders_180"));
        Assert.Equal(80, Value(table, "revenue_all"));
        Assert.Equal(40, Value(table, "revenue_90"));
        Assert.Equal(50, Value(table, "average_order"));
        Assert.Equal(60, Value(table, "last_order"));
        Assert.Equal(79.96, Value(table, "mean_gap"), 6);
        Assert.Equal(20 / 79.96, Value(table, "silence_ratio"), 6);
        Assert.Equal(1, Value(table, "visits_90"));
        Assert.Equal(1, Value(table, "products_compared"));
        Assert.Equal(0.5, Value(table, "discount_share"));
        Assert.Equal(2.0 / 3, Value(table, "brand_share"), 9);
        Assert.Equal(1.5, Value(table, "basket_products"));
        Assert.Equal(0.5, Value(table, "cart_abandoned"));
        Assert.Equal(0.2, Value(table, "returns_share"), 9);
        Assert.Equal(4, Value(table, "mean_rating"));
        Assert.True(double.IsNaN(Value(table, "messages_opened")));
    }

    [Fact]
    public async Task Labels_CountOnlyWhatComesAfterTheInstant()
    {
        await _store.AddAsync(
            Row(100, EventKind.Purchase, order: "o1", value: 30),
            Row(200, EventKind.Purchase, order: "o2", value: 7),
            Row(229, EventKind.Refund, order: "o2", value: -2),
            Row(240, EventKind.Purchase, order: "o3", value: 90));

        var table = (await FoldAsync(AsOf))[0];

        Assert.Equal(0, table.DaysToNextOrder[0]);
        Assert.Equal(5, table.NetAfter[0]);
        Assert.Equal(1, Value(table, "orders_all"));
    }

    [Fact]
    public async Task AnOrderThatIsContinuedLater_IsNoNewOrder()
    {
        await _store.AddAsync(
            Row(100, EventKind.Purchase, order: "o1", value: 30),
            Row(210, EventKind.Purchase, order: "o1", value: 5));

        Assert.True(double.IsNaN((await FoldAsync(AsOf))[0].DaysToNextOrder[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Features_WhateverHappensLater_StayTheSame(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 600).Select(i => RandomRow(random, i)).ToList();
        using var cut = new TestStore();
        using var changed = new TestStore();
        await _store.AddAsync(rows);
        await cut.AddAsync(rows.Where(r => r.Time < AsOf));
        await changed.AddAsync(rows.Select(r => r.Time < AsOf ? r : Twisted(r, random)));

        var whole = Known(await FoldAsync(_store, AsOf));

        Assert.NotEmpty(whole);
        Assert.Equal(whole, Known(await FoldAsync(cut, AsOf)));
        Assert.Equal(whole, Known(await FoldAsync(changed, AsOf)));
    }

    [Fact]
    public async Task Tables_OfSeveralInstantsAndAnyNumberOfThreads_EqualThoseOfOneEach()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 900).Select(i => RandomRow(random, i)).ToList();
        using var one = new TestStore(o => o.Threads = 1);
        await one.AddAsync(rows);
        await _store.AddAsync(rows);

        var together = await FoldAsync(_store, AsOf.AddDays(-60), AsOf, AsOf.AddDays(-30));

        Assert.Equal([AsOf.AddDays(-60), AsOf.AddDays(-30), AsOf], together.Select(t => t.AsOf));
        foreach (var table in together)
        {
            var alone = (await FoldAsync(one, table.AsOf))[0];
            Assert.Equal(alone.Customers, table.Customers);
            Assert.Equal(alone.Values, table.Values);
            Assert.Equal(alone.DaysToNextOrder, table.DaysToNextOrder);
            Assert.Equal(alone.NetAfter, table.NetAfter);
        }
    }

    [Fact]
    public async Task CustomersWithoutAnOrder_HaveNoRow()
    {
        await _store.AddAsync(Row(10, EventKind.View, product: "p"), Row(250, EventKind.Purchase, order: "o", value: 1));

        Assert.Equal(0, (await FoldAsync(AsOf))[0].Rows);
    }

    [Fact]
    public async Task AStoreWithOrdersOnly_HasNoVisits()
    {
        await _store.AddAsync(Row(10, EventKind.Purchase, order: "o", value: 1));

        var table = (await FoldAsync(AsOf))[0];

        Assert.True(double.IsNaN(Value(table, "days_since_visit")));
        Assert.Equal(0, Value(table, "visits_90"));
        Assert.True(double.IsNaN(Value(table, "mean_gap")));
        Assert.True(double.IsNaN(Value(table, "brand_share")));
    }

    [Fact]
    public async Task Include_LeavesRowsOut()
    {
        await _store.AddAsync(Row(10, EventKind.Purchase, order: "o", value: 1), TestStore.Row("other", 10, EventKind.Purchase, "o2", 1));

        var fold = await _store.Timelines.FoldAsync(_store.Id, _ => new FeatureFold([AsOf], StoreCalendar.Utc, TimeSpan.FromDays(30), (_, customer) => customer == 2), CancellationToken.None);

        Assert.Equal([2], fold.Tables()[0].Customers);
    }

    private Task<IReadOnlyList<FeatureTable>> FoldAsync(params DateTime[] asOf) => FoldAsync(_store, asOf);

    private static async Task<IReadOnlyList<FeatureTable>> FoldAsync(TestStore store, params DateTime[] asOf) =>
        (await store.Timelines.FoldAsync(store.Id, _ => new FeatureFold(asOf, StoreCalendar.Utc, TimeSpan.FromDays(30)), CancellationToken.None)).Tables();

    private static double Value(FeatureTable table, string feature) => table.Value(0, CustomerFeatures.IndexOf(feature));

    // Customer numbers depend on who is in the store, so tables are compared without them, in order of their content.
    private static List<string> Known(IReadOnlyList<FeatureTable> tables) =>
        [.. Enumerable.Range(0, tables[0].Rows).Select(r => string.Join('|', tables[0].Row(r).ToArray().Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))).Order(StringComparer.Ordinal)];

    private static EventRow Row(double day, EventKind kind, string? product = null, string? session = null, string? order = null, decimal value = 0, string? brand = null, string? coupon = null, byte rating = 0)
    {
        var row = TestStore.Row("c", day * 24, kind, order, value, id: FormattableString.Invariant($"{day}{kind}{product}{order}"));
        row.Product = product;
        row.Session = session;
        row.Brand = brand;
        row.Coupon = coupon;
        row.Rating = rating;
        return row;
    }

    private static EventRow RandomRow(Random random, int number)
    {
        EventKind[] kinds = [EventKind.View, EventKind.Search, EventKind.CartAdd, EventKind.Purchase, EventKind.Purchase, EventKind.Refund, EventKind.Review, EventKind.Support, EventKind.MessageSent, EventKind.MessageOpened];
        var kind = kinds[random.Next(kinds.Length)];
        var customer = random.Next(20).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var value = kind switch { EventKind.Purchase => random.Next(1, 90), EventKind.Refund => -random.Next(1, 9), _ => 0 };
        var row = TestStore.Row(customer, random.Next(1, 300 * 24), kind, kind is EventKind.Purchase or EventKind.Refund ? $"{customer}-{random.Next(12)}" : null, value, id: $"e{number}");
        row.Product = $"p{random.Next(9)}";
        row.Brand = $"b{random.Next(3)}";
        row.Category = $"k{random.Next(4)}";
        row.Session = random.Next(2) == 0 ? null : $"s{random.Next(40)}";
        row.Rating = (byte)(kind == EventKind.Review ? random.Next(1, 6) : 0);
        return row;
    }

    private static EventRow Twisted(EventRow row, Random random)
    {
        var copy = RandomRow(random, 0);
        copy.Id = row.Id;
        copy.Time = AsOf.AddMinutes(random.Next(0, 100_000));
        return copy;
    }
}
