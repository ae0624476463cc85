using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Features.Lifecycle;

/// <summary>The hall over a real store.</summary>
public sealed class LifecycleQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    private LifecycleQuery Query => new(_store.Timelines, new QuestionReader(_store.Catalog, _store.Customers), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Days_CountEachStatusAndNameThem()
    {
        await AddVisitsAsync();

        var result = await AskAsync("""{"period":"day","people":{"period":"2026-01-03","status":"resurrected"}}""");

        Assert.Equal(["2026-01-01 2 0 0 0 True", "2026-01-02 1 1 0 1 True", "2026-01-03 0 0 1 2 True", "2026-01-04 0 1 0 0 False"], result.Periods.Select(Line));
        Assert.Equal(["c2"], await Query.IdsAsync(_store.Id, result, default));
    }

    [Fact]
    public async Task Range_StillKnowsWhoWasThereBefore()
    {
        await AddVisitsAsync();

        var result = await AskAsync("""{"period":"day","range":{"from":"2026-01-02","to":"2026-01-02"}}""");

        Assert.Equal(["2026-01-02 1 1 0 1 True"], result.Periods.Select(Line));
    }

    [Fact]
    public async Task Week_CountsActiveDays()
    {
        await AddVisitsAsync();

        var result = await AskAsync("""{"period":"week","people":{"period":"2026-01-01","days":3}}""");

        Assert.Equal([1L, 1L, 1L, 0L, 0L, 0L, 0L], result.Periods[0].Days);
        Assert.Equal(2.0, result.Periods[0].MeanDays);
        Assert.Equal(["c2"], await Query.IdsAsync(_store.Id, result, default));
    }

    [Fact]
    public async Task Activity_WithoutOneNamed_IsTheCustomersOwnDoing()
    {
        await _store.AddAsync(TestStore.Row("a", 0, EventKind.MessageSent), TestStore.Row("b", 0, EventKind.View), TestStore.Row("c", 1, EventKind.Refund, "o", -1));

        var (own, any) = (await AskAsync("""{"period":"day"}"""), await AskAsync("""{"period":"day","activity":{"event":"*"}}"""));

        Assert.Equal((1L, 3L), (own.Periods[0].Active, any.Periods[0].Active));
        var day = new DateRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1));
        Assert.Equal((await _store.Measures.TotalsAsync(_store.Id, day, StoreCalendar.Utc, default)).Visitors, own.Periods[0].Active);
    }

    [Fact]
    public async Task Months_OfTheStoresZone_EndWithItsLastDay()
    {
        // Shanghai: 2026-01-31 ends at 16:00 UTC.
        await _store.AddAsync(TestStore.Row("a", 0, EventKind.View), TestStore.Row("a", (24 * 30) + 15.9, EventKind.View), TestStore.Row("b", (24 * 30) + 16, EventKind.View));

        var result = await AskAsync("""{"period":"month"}""", new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));

        Assert.Equal(["2026-01-01 1 0 0 0 True", "2026-02-01 1 0 0 1 False"], result.Periods.Select(Line));
        Assert.Equal((31, 28), (result.Periods[0].Days.Count, result.Periods[1].Days.Count));
    }

    [Theory]
    [InlineData("""{"activity":{"any":[]}}""", "step.events", "activity")]
    [InlineData("""{"period":"hour"}""", "period.unit", "period")]
    [InlineData("""{"period":"day","range":{"from":"2000-01-01","to":"2026-01-01"}}""", "lifecycle.periods", "range")]
    [InlineData("""{"range":{"from":"2030-01-01","to":"2030-01-31"}}""", "lifecycle.no_events", "range")]
    [InlineData("""{"people":{"period":"2031-01-01"}}""", "lifecycle.people_period", "people.period")]
    [InlineData("""{"people":{"period":"2026-01-01","status":"asleep"}}""", "lifecycle.people_status", "people.status")]
    [InlineData("""{"people":{"period":"2026-01-01","days":32}}""", "lifecycle.people_days", "people.days")]
    [InlineData("""{"filter":{"property":"nothing","op":"exists"}}""", "filter.property_unknown", "property")]
    public async Task WrongQuestion_IsRefusedWithItsCodeAndField(string json, string code, string field)
    {
        await AddVisitsAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<LifecycleRequest>(json).Value!, StoreCalendar.Utc, default);

        Assert.Contains(answer.Problems, p => p.Code == code && p.Field == field);
    }

    [Fact]
    public async Task EmptyStore_HasNoPeriods() => Assert.Empty((await AskAsync("{}")).Periods);

    // c1 comes on days 1 and 2, c2 on days 1, 3 and 4, c3 twice on day 2; the fourth day holds the last event of the store.
    private Task<CommitReport> AddVisitsAsync() => _store.AddAsync(
        TestStore.Row("c1", 0, EventKind.View), TestStore.Row("c1", 30, EventKind.View),
        TestStore.Row("c2", 3, EventKind.View), TestStore.Row("c2", 50, EventKind.View), TestStore.Row("c2", 75, EventKind.View),
        TestStore.Row("c3", 40, EventKind.View), TestStore.Row("c3", 41, EventKind.View));

    private static string Line(LifecyclePeriod p) => $"{p.Start:yyyy-MM-dd} {p.New} {p.Returning} {p.Resurrected} {p.Dormant} {p.Ended}";

    private async Task<LifecycleResult> AskAsync(string json, StoreCalendar? calendar = null)
    {
        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<LifecycleRequest>(json).Value!, calendar ?? StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, answer.Problems.FirstOrDefault()?.Message);
        return answer.Value;
    }
}
