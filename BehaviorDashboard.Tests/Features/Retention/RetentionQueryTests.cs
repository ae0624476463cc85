using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Features.Retention;

/// <summary>The hall over a real store.</summary>
public sealed class RetentionQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    private RetentionQuery Query => new(_store.Timelines, new QuestionReader(_store.Catalog, _store.Customers), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Shape_OfTheDoc_CountsAveragesAndNames()
    {
        await AddOrdersAsync();

        var result = await AskAsync("""{"start":{"any":[{"event":"@order"}]},"return":{"any":[{"event":"@order"}]},"period":"day","periods":3,"kind":"first","returnOn":"on","people":{"cohort":"2026-01-01","period":1}}""");

        Assert.Equal(["2026-01-01 2 0,2,0 TTT", "2026-01-02 1 1,0,1 TTF", "2026-01-03 0 0,0,0 TFF", "2026-01-04 0 0,0,0 FFF"], result.Table.Cohorts.Select(Line));
        Assert.Equal([1.0 / 3, 2.0 / 3, 0.0], result.Table.Mean);
        Assert.Equal(["c1", "c2"], await Query.IdsAsync(_store.Id, result, default));
        Assert.Equal(3, result.Customers);
    }

    [Fact]
    public async Task Means_LeaveOutPeriodsThatHaveNotEnded()
    {
        await AddOrdersAsync();

        var result = await AskAsync("""{"start":{"event":"@order"},"period":"day","periods":3}""");

        // c3's third day holds the last event of the store: it has not ended, so its return weighs nothing.
        Assert.Equal((1L, false), (result.Table.Cohorts[1].Returned[2], result.Table.Cohorts[1].Mature[2]));
        Assert.Equal(0.0, result.Table.Mean[2]);
    }

    [Fact]
    public async Task CameBack_UsesEveryCohortAsFarAsItWasWatched()
    {
        await AddOrdersAsync();

        var result = await AskAsync("""{"start":{"event":"@order"},"period":"day","periods":3}""");

        // Three watched on their own day, one came back; two the day after, both came back.
        Assert.Equal([1.0 / 3, 1.0], result.CameBack.Select(s => Math.Round(s.Share, 12)).Select(s => s is > 0.33 and < 0.34 ? 1.0 / 3 : s));
    }

    [Fact]
    public async Task Revenue_IsNetAndBeginsWithTheStart()
    {
        await _store.AddAsync(
            TestStore.Row("c1", 1, EventKind.Purchase, "o0", 500), TestStore.Row("c1", 2, EventKind.View, name: "go"), TestStore.Row("c1", 3, EventKind.Purchase, "o1", 40),
            TestStore.Row("c1", 30, EventKind.Refund, "o1", -10), TestStore.Row("c1", 80, EventKind.View));

        var result = await AskAsync("""{"start":{"event":"go"},"return":{"event":"@order"},"period":"day","periods":2,"revenue":true}""");

        Assert.Equal([Money.ToScaled(40), Money.ToScaled(-10)], result.Table.Cohorts[0].Revenue);
        Assert.Equal([(double)Money.ToScaled(40), Money.ToScaled(-10)], result.Table.MeanRevenue);
    }

    [Fact]
    public async Task Breakdown_TakesTheStartsValueAndAddsUp()
    {
        await _store.AddAsync(Enumerable.Range(0, 30).Select(i =>
        {
            var row = TestStore.Row("c" + i, 0, EventKind.View);
            row.Device = i < 2 ? null : "d" + i;
            return row;
        }));

        var result = await AskAsync("""{"start":{"event":"@view"},"period":"day","periods":1,"breakdown":{"property":"device"},"people":{"withoutGroup":true}}""");

        Assert.Equal(RetentionQuery.MostGroups + 1, result.Groups!.Count);
        Assert.Equal((null, 2L), (result.Groups[0].Value, result.Groups[0].Customers));
        Assert.Equal((true, 9L), (result.Groups[^1].IsRest, result.Groups[^1].Customers));
        Assert.Equal(result.Table.Cohorts[0].Size, result.Groups.Sum(g => g.Table.Cohorts[0].Size));
        Assert.Equal(["c0", "c1"], await Query.IdsAsync(_store.Id, result, default));
    }

    [Fact]
    public async Task Filters_OfEventsAndOfCustomers_CountOnlyThem()
    {
        await AddOrdersAsync();

        var events = await AskAsync("""{"start":{"event":"@order"},"period":"day","periods":1,"filter":[{"property":"order","op":"in","value":["c1-0","c2-0"]}]}""");
        var customers = await AskAsync("""{"start":{"event":"@order"},"period":"day","periods":1,"filter":{"customers":["c3"]}}""");

        Assert.Equal((2L, 1L), (events.Customers, customers.Customers));
    }

    [Fact]
    public async Task Weeks_OfTheStoresZone_HoldTheirClockChange()
    {
        // Berlin, 2026-03-29, a Sunday of 23 hours: its last instant belongs to the week before, the next to the new one.
        var monday = (new DateTime(2026, 3, 29, 22, 0, 0, DateTimeKind.Utc) - TestStore.Start).TotalHours;
        await _store.AddAsync(TestStore.Row("before", monday - 0.1, EventKind.View), TestStore.Row("after", monday, EventKind.View));

        var result = await AskAsync("""{"start":{"event":"@view"},"period":"week","periods":1,"range":{"from":"2026-03-23","to":"2026-04-05"}}""", new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

        Assert.Equal(["2026-03-23 1", "2026-03-30 1"], result.Table.Cohorts.Select(c => $"{c.Start:yyyy-MM-dd} {c.Size}"));
    }

    [Fact]
    public async Task Threads_OneOrTwo_GiveTheSameAnswer()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 3_000).Select(i => TestStore.Row("c" + random.Next(300), random.Next(24 * 60), (EventKind)random.Next(1, 4), id: "e" + i)).ToList();
        using var single = new TestStore(o => o.Threads = 1);
        await single.AddAsync(rows);
        foreach (var part in rows.AsEnumerable().Reverse().Chunk(700))
        {
            await _store.AddAsync(part);
        }

        const string question = """{"start":{"event":"@view"},"return":{"event":"@active"},"kind":"recurring","returnOn":"onOrAfter","period":"week","periods":6}""";
        var (one, two) = (await AskAsync(question, store: single), await AskAsync(question));

        Assert.Equal(one.Table.Cohorts.Select(Line), two.Table.Cohorts.Select(Line));
        Assert.Equal(one.CameBack, two.CameBack);
    }

    [Theory]
    [InlineData("{}", "step.events", "start")]
    [InlineData("""{"start":{"any":[{}]}}""", "step.event_missing", "start")]
    [InlineData("""{"start":{"event":"@nonsense"}}""", "event.kind_unknown", "start.event")]
    [InlineData("""{"start":{"event":"*"},"period":"year"}""", "period.unit", "period")]
    [InlineData("""{"start":{"event":"*"},"period":"1"}""", "period.unit", "period")]
    [InlineData("""{"start":{"event":"*"},"periods":0}""", "retention.periods", "periods")]
    [InlineData("""{"start":{"event":"*"},"kind":"second"}""", "retention.kind", "kind")]
    [InlineData("""{"start":{"event":"*"},"returnOn":"before"}""", "retention.return_on", "returnOn")]
    [InlineData("""{"start":{"event":"*"},"period":"day","range":{"from":"2000-01-01","to":"2026-01-01"}}""", "retention.cohorts", "range")]
    [InlineData("""{"start":{"event":"*"},"range":{"from":"2026-02-01","to":"2026-01-01"}}""", "range.order", "range")]
    [InlineData("""{"start":{"event":"*"},"range":{"from":"yesterday"}}""", "range.day", "range.from")]
    [InlineData("""{"start":{"event":"*"},"filter":[{"property":"brwoser","op":"eq","value":"x"}]}""", "filter.property_unknown", "property")]
    [InlineData("""{"start":{"event":"*"},"filter":[{"property":"device","op":"almost","value":"x"}]}""", "filter.operator_unknown", "start.op")]
    [InlineData("""{"start":{"event":"*"},"filter":7}""", "filter.malformed", "filter")]
    [InlineData("""{"start":{"event":"*"},"breakdown":""}""", "breakdown.property", "breakdown")]
    [InlineData("""{"start":{"event":"*"},"breakdown":"brwoser"}""", "filter.property_unknown", "property")]
    [InlineData("""{"start":{"event":"*"},"people":{"cohort":"1999-01-04"}}""", "retention.people_cohort", "people.cohort")]
    [InlineData("""{"start":{"event":"*"},"people":{"period":12}}""", "retention.people_period", "people.period")]
    [InlineData("""{"start":{"event":"*"},"people":{"group":"x"}}""", "retention.people_group", "people.group")]
    public async Task WrongQuestion_IsRefusedWithItsCodeAndField(string json, string code, string field)
    {
        await AddOrdersAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<RetentionRequest>(json).Value!, StoreCalendar.Utc, default);

        Assert.Contains(answer.Problems, p => p.Code == code && p.Field == field);
    }

    [Fact]
    public async Task Breakdown_ByAnId_IsRefused()
    {
        await _store.AddAsync(Enumerable.Range(0, 600).Select(i => TestStore.Row("c" + i, i, EventKind.Purchase, "o" + i, 1)));

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<RetentionRequest>("""{"start":{"event":"*"},"breakdown":"order"}""").Value!, StoreCalendar.Utc, default);

        Assert.Equal("breakdown.values", Assert.Single(answer.Problems).Code);
    }

    [Fact]
    public async Task Nothing_InAnEmptyStore_IsAnAnswer()
    {
        var result = await AskAsync("""{"start":{"event":"@order"}}""");

        Assert.Equal(0, result.Customers);
        Assert.All(result.Table.Mean, mean => Assert.Null(mean));
    }

    [Fact]
    public async Task Cancelled_Question_StopsAtOnce()
    {
        await AddOrdersAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Query.AskAsync(_store.Id, QuestionJson.Read<RetentionRequest>("""{"start":{"event":"*"}}""").Value!, StoreCalendar.Utc, stop.Token));
    }

    private static string Line(RetentionCohort cohort) =>
        $"{cohort.Start:yyyy-MM-dd} {cohort.Size} {string.Join(',', cohort.Returned)} {string.Concat(cohort.Mature.Select(m => m ? 'T' : 'F'))}";

    // c1 and c2 order on the first day and the second; c3 twice on the second and once on the fourth, the last event of the store.
    private Task<CommitReport> AddOrdersAsync() => _store.AddAsync(
        Order("c1", 0), Order("c1", 30), Order("c2", 5), Order("c2", 26), Order("c3", 25), Order("c3", 27), Order("c3", 73));

    private static EventRow Order(string customer, double hours) => TestStore.Row(customer, hours, EventKind.Purchase, FormattableString.Invariant($"{customer}-{(hours < 6 ? 0 : hours)}"), 10);

    private async Task<RetentionResult> AskAsync(string json, StoreCalendar? calendar = null, TestStore? store = null)
    {
        store ??= _store;
        var query = new RetentionQuery(store.Timelines, new QuestionReader(store.Catalog, store.Customers), TimeProvider.System);
        var answer = await query.AskAsync(store.Id, QuestionJson.Read<RetentionRequest>(json).Value!, calendar ?? StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, answer.Problems.FirstOrDefault()?.Message);
        return answer.Value;
    }
}
