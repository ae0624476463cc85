using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Features.Trends;

/// <summary>The hall over a real store.</summary>
public sealed class TrendsQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    private TrendsQuery Query => new(_store.Timelines, new QuestionReader(_store.Catalog, _store.Customers), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Measures_OfADay_GuestsIncluded_EqualTheFiguresOfTheOverview()
    {
        await AddDaysAsync();
        var days = await _store.Measures.DailyAsync(_store.Id, new DateRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 3)), StoreCalendar.Utc, default);

        var result = await AskAsync(Ask(TrendsFigures.Revenue, TrendsFigures.Orders, TrendsFigures.Buyers, TrendsFigures.Visitors));

        Assert.Equal(days.Select(d => (double?)d.NetRevenue / Money.Scale), result.Lines[0].Values);
        Assert.Equal(days.Select(d => (double?)d.Orders), result.Lines[1].Values);
        Assert.Equal(days.Select(d => (double?)d.Customers), result.Lines[2].Values);
        Assert.Equal(days.Select(d => (double?)d.Visitors), result.Lines[3].Values);
        Assert.Equal([60.0, 90.0, -10.0], result.Lines[0].Values);
    }

    [Fact]
    public async Task Ratio_DividesFigureByFigure_AndNothingByNothingIsNothing()
    {
        await AddDaysAsync();

        var line = (await AskAsync(Ask(TrendsFigures.OrderValue))).Lines[0];

        Assert.Equal([30.0, 45.0, null], line.Values);
        Assert.Equal(35.0, line.Total);
    }

    [Fact]
    public async Task Customers_CountOnceInEachPeriod_AndOnceInAll_AlsoCumulated()
    {
        await AddDaysAsync();
        var asked = Ask(TrendsFigures.Buyers);

        var plain = (await AskAsync(asked)).Lines[0];
        var cumulative = (await AskAsync(asked with { Cumulative = true })).Lines[0];

        Assert.Equal([1.0, 2.0, 0.0], plain.Values);
        Assert.Equal([1.0, 2.0, 2.0], cumulative.Values);
        Assert.Equal((2.0, 2.0), (plain.Total, cumulative.Total));
    }

    [Fact]
    public async Task Breakdown_BeyondItsLimit_HasARestThatAddsUp_AndNamesItsPeople()
    {
        await _store.AddAsync(Enumerable.Range(0, 210).Select(i =>
        {
            var row = TestStore.Row("c" + (i % 21), i / 10.0, EventKind.View, id: "e" + i);
            row.Device = "d" + (i < 140 ? i % 2 : i);
            return row;
        }));
        var asked = new TrendsRequest([new AskedMeasure("@view"), new AskedMeasure("@view", Math: "customers")], "day", new AskedRange("2026-01-01", "2026-01-01"), Breakdown: new AskedTrendBreakdown("device", 2), People: new AskedTrendPeople(1, 0, Other: true));

        var result = await AskAsync(asked);

        Assert.Equal([null, new TrendGroup("d0"), new TrendGroup("d1"), new TrendGroup(null, true)], result.Lines.Where(l => l.Measure == 0).Select(l => l.Group));
        Assert.Equal([210.0, 70, 70, 70], result.Lines.Where(l => l.Measure == 0).Select(l => l.Total!.Value));
        Assert.Equal(21.0, result.Lines.Single(l => l.Measure == 1 && l.Group is { IsOther: true }).Total);
        Assert.Equal(21, result.People!.Count);
    }

    [Fact]
    public async Task Comparison_StandsBucketByBucket_PreviousAndAYearByWeekday()
    {
        await _store.AddAsync(TestStore.Row("c1", 0, EventKind.View), TestStore.Row("c1", 24 * 3, EventKind.View), TestStore.Row("c1", 24 * 364, EventKind.View), TestStore.Row("c2", 24 * 364, EventKind.View));
        var asked = new TrendsRequest([new AskedMeasure("@view")], "day", new AskedRange("2026-01-04", "2026-01-06"), Compare: "previous");

        var previous = (await AskAsync(asked)).Lines[0];
        var year = (await AskAsync(asked with { Range = new AskedRange("2026-12-31", "2026-12-31"), Compare = "year" })).Lines[0];

        Assert.Equal([1.0, 0.0, 0.0], previous.Values);
        Assert.Equal([1.0, 0.0, 0.0], previous.Before!);
        Assert.Equal((2.0, 1.0), (year.Total, year.TotalBefore));
    }

    [Fact]
    public async Task LastPeriod_ThatTheDataDoesNotReachToItsEnd_IsMarked()
    {
        await AddDaysAsync();

        Assert.Null((await AskAsync(Ask(TrendsFigures.Orders))).IncompleteFrom);
        Assert.Equal(0, (await AskAsync(Ask(TrendsFigures.Orders) with { Interval = "week" })).IncompleteFrom);
        Assert.Equal(3, (await AskAsync(Ask(TrendsFigures.Orders) with { Range = new AskedRange("2026-01-01", "2026-01-05") })).IncompleteFrom);
    }

    [Fact]
    public async Task MovingAverage_BeginsWhereItHasEnoughPoints()
    {
        await AddDaysAsync();

        Assert.Equal([null, 75.0, 40.0], (await AskAsync(Ask(TrendsFigures.Revenue) with { MovingAverage = 2 })).Lines[0].Values);
    }

    [Theory]
    [InlineData("{}", "trend.measures")]
    [InlineData("""{"measures":[{}]}""", "step.events")]
    [InlineData("""{"measures":[null]}""", "step.events")]
    [InlineData("""{"measures":[{"event":"@nonsense"}]}""", "event.kind_unknown")]
    [InlineData("""{"measures":[{"event":"*","math":"median"}]}""", "trend.math")]
    [InlineData("""{"measures":[{"event":"*","math":"sum"}]}""", "trend.property")]
    [InlineData("""{"measures":[{"event":"*"}],"interval":"minute"}""", "trend.interval")]
    [InlineData("""{"measures":[{"event":"*"}],"interval":"hour","range":{"from":"2020-01-01","to":"2026-01-01"}}""", "trend.buckets")]
    [InlineData("""{"measures":[{"event":"*"}],"compare":"yesterday"}""", "trend.compare")]
    [InlineData("""{"measures":[{"event":"*"}],"movingAverage":1}""", "trend.average")]
    [InlineData("""{"measures":[{"event":"*"}],"breakdown":{"property":"device","limit":0}}""", "trend.limit")]
    [InlineData("""{"measures":[{"event":"*"}],"breakdown":"brwoser"}""", "filter.property_unknown")]
    [InlineData("""{"measures":[{"event":"*"}],"people":{"measure":1}}""", "trend.people")]
    [InlineData("""{"measures":[{"event":"*"}],"range":{"from":"2026-02-01","to":"2026-01-01"}}""", "range.order")]
    public async Task WrongQuestions_AreRefusedWithTheirCode(string question, string code)
    {
        await AddDaysAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<TrendsRequest>(question).Value!, StoreCalendar.Utc, default);

        Assert.Equal(code, answer.Problems[0].Code);
    }

    // Day 1: c1 buys twice for 40 and 30, and gets 10 back. Day 2: c1 and c2 buy for 40 and 50. Day 3: a guest's order is cancelled. On each of the first two days c3 looks.
    private Task AddDaysAsync() => _store.AddAsync(
        TestStore.Row("c1", 1, EventKind.Purchase, "o1", 40), TestStore.Row("c1", 2, EventKind.Purchase, "o2", 30), TestStore.Row("c1", 3, EventKind.Refund, "o1", -10),
        TestStore.Row("c1", 25, EventKind.Purchase, "o3", 40), TestStore.Row("c2", 26, EventKind.Purchase, "o4", 40), TestStore.Row("c2", 26, EventKind.Purchase, "o4", 10, id: "second line"),
        TestStore.Row("c3", 4, EventKind.View), TestStore.Row("c3", 27, EventKind.View), TestStore.Row("", 71.5, EventKind.Cancel, "o9", -10));

    private static TrendsRequest Ask(params string[] figures) => new([.. figures.Select(f => TrendsFigures.Find(f)!)], "day", new AskedRange("2026-01-01", "2026-01-03"));

    private async Task<TrendsResult> AskAsync(TrendsRequest request)
    {
        var answer = await Query.AskAsync(_store.Id, request, StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Problems.Select(p => p.Message)));
        return answer.Value;
    }
}
