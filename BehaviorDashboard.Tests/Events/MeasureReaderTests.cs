using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class MeasureReaderTests : IDisposable
{
    private static readonly DateRange January = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31));
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Totals_SmallWorld_FollowTheDefinitions()
    {
        await _store.AddAsync(
            TestStore.Row("old", -48, EventKind.Purchase, "o0", 7),
            TestStore.Row("old", 10, EventKind.Purchase, "o1", 10),
            TestStore.Row("old", 10, EventKind.Purchase, "o1", 5),
            TestStore.Row("twice", 10, EventKind.Purchase, "o2", 20),
            TestStore.Row("twice", 20, EventKind.Purchase, "o3", 20),
            TestStore.Row("once", 30, EventKind.Purchase, "o4", 8),
            TestStore.Row("", 30, EventKind.Purchase, "o5", 2),
            TestStore.Row("once", 31, EventKind.Refund, "o4", -3),
            TestStore.Row("gone", 32, EventKind.Cancel, "o6", -1),
            TestStore.Row("visitor", 33, EventKind.View),
            TestStore.Row("mailed", 34, EventKind.MessageSent));

        var m = await _store.Measures.TotalsAsync(_store.Id, January, StoreCalendar.Utc, default);

        Assert.Equal((Money.ToScaled(65), Money.ToScaled(4), Money.ToScaled(61)), (m.GrossRevenue, m.Refunds, m.NetRevenue));
        Assert.Equal((5L, 3L, 2L), (m.Orders, m.Customers, m.RepeatCustomers));
        Assert.Equal((4L, 3L, true), (m.Visitors, m.Converted, m.HasVisits));
        Assert.Equal(0.75, m.Conversion);
        Assert.Equal(61.0 / 5, m.AverageOrderValue!.Value, 12);
    }

    [Fact]
    public async Task Totals_OrdersOnly_HaveNoConversion()
    {
        await _store.AddAsync(TestStore.Row("c", 1, EventKind.Purchase, "o1", 7));

        var m = await _store.Measures.TotalsAsync(_store.Id, January, StoreCalendar.Utc, default);

        Assert.Null(m.Conversion);
    }

    [Fact]
    public async Task Totals_EmptyStore_AreZerosAndNothings()
    {
        var m = await _store.Measures.TotalsAsync(_store.Id, January, StoreCalendar.Utc, default);

        Assert.Equal((0L, 0L), (m.NetRevenue, m.Orders));
        Assert.Null(m.AverageOrderValue);
        Assert.Null(m.RepeatRate);
    }

    [Fact]
    public async Task Daily_AcrossTheChangeOfClocks_AddsUpAndFallsOnLocalDays()
    {
        // Berlin: 2026-03-29 has 23 hours, 2026-10-25 has 25.
        var berlin = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var range = new DateRange(new DateOnly(2026, 3, 27), new DateOnly(2026, 10, 27));
        var (from, until) = berlin.Instants(range);
        var hours = (int)(until - from).TotalHours;
        await _store.AddAsync(Enumerable.Range(0, hours).Select(h => TestStore.Row("c" + h, (from - TestStore.Start).TotalHours + h, EventKind.Purchase, "o" + h, 1)));

        var days = await _store.Measures.DailyAsync(_store.Id, range, berlin, default);

        Assert.Equal(range.Days, days.Count);
        Assert.Equal(23, days.Single(d => d.Day == new DateOnly(2026, 3, 29)).Orders);
        Assert.Equal(25, days.Single(d => d.Day == new DateOnly(2026, 10, 25)).Orders);
        Assert.All(days.Where(d => d.Day.Day == 1), d => Assert.Equal(24, d.Orders));
        Assert.Equal(hours, days.Sum(d => d.Orders));
        Assert.Equal((await _store.Measures.TotalsAsync(_store.Id, range, berlin, default)).NetRevenue, days.Sum(d => d.NetRevenue));
    }
}
