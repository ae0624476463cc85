using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Features.Paths;
using BehaviorDashboard.Features.Sessions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Features.Sessions;

/// <summary>The hall over a real store.</summary>
public sealed class SessionsQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    private QuestionReader Questions => new(_store.Catalog, _store.Customers);

    private SessionsQuery Query => new(_store.Timelines, Questions, _store.Catalog, Options.Create(new EventsOptions()), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Figures_OfPlantedVisits_AreWhatWasPlanted()
    {
        await AddVisitsAsync();

        var result = await AskAsync(new SessionsRequest(January));

        Assert.Equal(new SessionFigures(4, 3, 1_800_000_000, 8, 4, 1, 2, 280_000), result.Figures);
        Assert.Equal((4.0 / 3, 0.25, 0.5, 7.0), (result.Figures.PerCustomer, result.Figures.BounceRate, result.Figures.BoughtRate, result.Figures.MeanRevenue));
        Assert.Equal(450, result.Total.MedianSeconds);
        Assert.Equal([3L, 1L], [result.Total.Figures(0).Sessions, result.Total.Figures(1).Sessions]);
        Assert.Equal([2L, 2L], [result.Total.Durations[0], result.Total.Durations[6]]);
    }

    [Fact]
    public async Task ARefund_IsTakenOffItsOrdersSession_WheneverItComes()
    {
        await AddVisitsAsync();
        var before = (await AskAsync(new SessionsRequest(January))).Figures.Revenue;

        await _store.AddAsync(TestStore.Row("c2", 24 * 200, EventKind.Refund, "o2", -20), TestStore.Row("c2", 24 * 200, EventKind.Refund, "elsewhere", -7), TestStore.Row("c2", 24 * 200, EventKind.Refund, value: -3));

        var after = await AskAsync(new SessionsRequest(January));
        Assert.Equal(before - Money.ToScaled(20), after.Figures.Revenue);
        Assert.Equal(4, after.Figures.Sessions);
    }

    [Fact]
    public async Task EntryAndExit_LeaveTheMarkOfASessionOut_AndFollowTheKindsWithinAnInstant()
    {
        await _store.AddAsync(
            TestStore.Row("c1", 1, EventKind.Session), TestStore.Row("c1", 1, EventKind.CartAdd), TestStore.Row("c1", 1, EventKind.View), TestStore.Row("c1", 1.1, EventKind.Search),
            TestStore.Row("c2", 1, EventKind.Session));

        var result = await AskAsync(new SessionsRequest(January));

        Assert.Equal([("Session", 1L), ("View", 1L)], result.Entries.Select(e => (e.Place.Value!, e.Count.Sessions)));
        Assert.Equal([("Search", 1L), ("Session", 1L)], result.Exits.Select(e => (e.Place.Value!, e.Count.Sessions)));
    }

    [Fact]
    public async Task EveryNumber_NamesItsPeople()
    {
        await AddVisitsAsync();

        Assert.Equal(["c1", "c2", "c3"], await NamesAsync(new AskedSessionPeople()));
        Assert.Equal(["c3"], await NamesAsync(new AskedSessionPeople(1)));
        Assert.Equal(["c1", "c2"], await NamesAsync(new AskedSessionPeople(Trait: "bought")));
        Assert.Equal(["c1"], await NamesAsync(new AskedSessionPeople(Trait: "bounced")));
        Assert.Equal(["c1"], await NamesAsync(new AskedSessionPeople(Entry: new AskedSessionPlace("Search"))));
        Assert.Equal(["c3"], await NamesAsync(new AskedSessionPeople(Exit: new AskedSessionPlace("View"))));
        Assert.Equal(["c1", "c3"], await NamesAsync(new AskedSessionPeople(Depth: 1)));
        Assert.Equal(["c1", "c3"], await NamesAsync(new AskedSessionPeople(Duration: 0)));
    }

    [Fact]
    public async Task Breakdown_HasARestThatAddsUp_AndNamesItsPeople()
    {
        await _store.AddAsync(Enumerable.Range(0, 60).Select(i =>
        {
            var row = TestStore.Row("c" + i, i / 10.0, EventKind.View, id: "e" + i);
            row.Device = i < 45 ? "d" + (i % 9) : i < 50 ? null : "rare" + i;
            return row;
        }));

        var result = await AskAsync(new SessionsRequest(January, Breakdown: QuestionJson.Element("device"), People: new AskedSessionPeople(Other: true), Compare: "previous"));

        Assert.Equal(SessionsQuery.Most + 1, result.Groups.Count);
        Assert.Equal(60, result.Groups.Sum(g => g.Tally.Figures(null).Sessions));
        Assert.Equal((new TrendGroup(null, true), 10L), (result.Groups[^1].Group, result.Groups[^1].Tally.Figures(null).Sessions));
        Assert.Equal(10, result.People!.Count);
    }

    [Fact]
    public async Task AFilter_LeavesSessionsThatHoldSuchAnEvent_Whole()
    {
        await AddVisitsAsync();

        var result = await AskAsync(new SessionsRequest(January, Filter: QuestionJson.Element(new[] { new EventCondition("kind", "eq", System.Text.Json.JsonSerializer.SerializeToElement("CartAdd")) })));

        Assert.Equal((1L, 3L), (result.Figures.Sessions, result.Figures.Events));
    }

    [Fact]
    public async Task Comparison_StandsBesideBucketByBucket()
    {
        await AddVisitsAsync();
        await _store.AddAsync(TestStore.Row("c8", -24, EventKind.View), TestStore.Row("c8", -23, EventKind.View));

        var result = await AskAsync(new SessionsRequest(new AskedRange("2026-01-01", "2026-01-02"), Compare: "previous"));

        Assert.Equal([0L, 2L], Enumerable.Range(0, 2).Select(b => result.Before!.Total.Figures(b).Sessions));
    }

    [Fact]
    public async Task Sessions_AreThoseThatPathsCount()
    {
        await AddVisitsAsync();
        var paths = new PathsQuery(_store.Timelines, Questions, _store.Catalog, Options.Create(new EventsOptions()), TimeProvider.System);

        foreach (var (cut, gap) in new[] { ("inactivity", 30), ("inactivity", 300), ("ids", 30) })
        {
            var sessions = (await AskAsync(new SessionsRequest(January, Sessions: cut, SessionGapMinutes: gap))).Figures;
            var followed = (await paths.AskAsync(_store.Id, new PathsRequest(Range: January, Target: new AskedStep(Event: "@purchase"), Sessions: cut, SessionGapMinutes: gap), StoreCalendar.Utc, default)).Value!;
            Assert.Equal((sessions.Sessions, sessions.Customers, sessions.Bought), (followed.Total.Paths, followed.Customers, followed.Total.Reached));
        }
    }

    [Theory]
    [InlineData("""{"interval":"minute"}""", "sessions.interval")]
    [InlineData("""{"interval":"hour","range":{"from":"2020-01-01","to":"2026-01-01"}}""", "sessions.buckets")]
    [InlineData("""{"compare":"yesterday"}""", "sessions.compare")]
    [InlineData("""{"sessions":"moods"}""", "sessions.cut")]
    [InlineData("""{"sessionGapMinutes":2000}""", "sessions.gap")]
    [InlineData("""{"people":{"bucket":99}}""", "sessions.people")]
    [InlineData("""{"people":{"trait":"sad"}}""", "sessions.trait")]
    [InlineData("""{"label":"brwoser"}""", "filter.property_unknown")]
    [InlineData("""{"filter":[{"property":"device","op":"like","value":"x"}]}""", "filter.operator_unknown")]
    [InlineData("""{"range":{"from":"2026-02-01","to":"2026-01-01"}}""", "range.order")]
    public async Task WrongQuestions_AreRefusedWithTheirCode(string question, string code)
    {
        await AddVisitsAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<SessionsRequest>(question).Value!, StoreCalendar.Utc, default);

        Assert.Equal(code, answer.Problems[0].Code);
    }

    private static AskedRange January => new("2026-01-01", "2026-01-31");

    // c1 searches and leaves, and comes back to look and order for 10; c2 looks, fills a cart and orders for 20 and gets 2 back; c3 looks twice at one instant on the next day.
    private Task AddVisitsAsync() => _store.AddAsync(
        TestStore.Row("c1", 1, EventKind.Search), TestStore.Row("c1", 2, EventKind.View), TestStore.Row("c1", 2.25, EventKind.Purchase, "o1", 10),
        TestStore.Row("c2", 3, EventKind.View), TestStore.Row("c2", 3.125, EventKind.CartAdd), TestStore.Row("c2", 3.25, EventKind.Purchase, "o2", 20), TestStore.Row("c2", 90, EventKind.Refund, "o2", -2),
        TestStore.Row("c3", 26, EventKind.View), TestStore.Row("c3", 26, EventKind.View, id: "again"), TestStore.Row("c3", 30, EventKind.MessageSent));

    private async Task<IReadOnlyList<string>> NamesAsync(AskedSessionPeople people) => await Query.IdsAsync(_store.Id, (await AskAsync(new SessionsRequest(January, People: people))).People!, default);

    private async Task<SessionsResult> AskAsync(SessionsRequest request)
    {
        var answer = await Query.AskAsync(_store.Id, request, StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Problems.Select(p => p.Message)));
        return answer.Value;
    }
}
