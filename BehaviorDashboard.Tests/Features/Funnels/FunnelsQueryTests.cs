using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Features.Funnels;

/// <summary>The hall over a real store.</summary>
public sealed class FunnelsQueryTests : IDisposable
{
    private const string ViewToOrder = """ "steps":[{"any":[{"event":"@view"}]},{"any":[{"event":"@order"}]}],"window":{"value":1,"unit":"day"} """;

    private readonly TestStore _store = new();

    private FunnelsQuery Query => new(_store.Timelines, new QuestionReader(_store.Catalog, _store.Customers), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Shape_OfTheDoc_CountsAndNamesPeople()
    {
        await _store.AddAsync(
            Viewed("c1", 0, "u1", "Safari"), Viewed("c1", 1, "u2", "Safari"), Viewed("c2", 0, "u1", "Chrome"), Viewed("c2", 400, "u2", "Chrome"), Viewed("c3", 0, "u1", "Safari"), Viewed("c4", 0, "u2", "Safari"));

        var result = await AskAsync("""
            { "steps": [ { "any": [ { "event": "Product Viewed", "where": [ { "property": "url", "op": "eq", "value": "u1" } ] } ] },
                         { "event": "Product Viewed", "where": [ { "property": "url", "op": "eq", "value": "u2" } ] } ],
              "order": "ordered", "window": { "value": 14, "unit": "day" }, "range": { "from": "2026-01-01", "to": "2026-01-01" },
              "breakdown": { "property": "browser", "attribution": "first" }, "people": { "step": 2, "outcome": "dropped" } }
            """);

        Assert.Equal([3L, 1L], result.Steps.Select(s => s.Count));
        Assert.Equal((1.0, 1.0 / 3, 3600.0), (result.Steps[0].FromFirst, result.Steps[1].FromPrevious, result.Steps[1].MedianSeconds));
        Assert.Null(result.Steps[0].MeanSeconds);
        Assert.Equal(["Safari 2 1", "Chrome 1 0"], result.Groups!.Select(Line));
        Assert.Equal(["c2", "c3"], await Query.IdsAsync(_store.Id, result.People!, default));
    }

    [Fact]
    public async Task Revenue_IsWhatTheWindowHolds_AndRiskWhatLeaversDidNotBring()
    {
        await _store.AddAsync(
            TestStore.Row("before", 0, EventKind.Purchase, "o0", 500), TestStore.Row("before", 1, EventKind.View), TestStore.Row("before", 2, EventKind.CartAdd), TestStore.Row("before", 3, EventKind.Purchase, "o1", 40),
            TestStore.Row("before", 4, EventKind.Refund, "o1", -10), TestStore.Row("before", 40, EventKind.Purchase, "o2", 900),
            TestStore.Row("stays", 1, EventKind.View), TestStore.Row("stays", 2, EventKind.CartAdd), TestStore.Row("stays", 3, EventKind.Purchase, "o3", 10),
            // Left before the cart, and bought all the same.
            TestStore.Row("leaves", 1, EventKind.View), TestStore.Row("leaves", 2, EventKind.Purchase, "o4", 15), TestStore.Row("goes", 1, EventKind.View));
        // So many that a pass leaves them out.
        await _store.AddAsync(Enumerable.Range(0, 60).Select(i => TestStore.Row("stays", 1 + (i / 100.0), EventKind.Search)));

        var result = await AskAsync("""{"steps":[{"event":"@view"},{"event":"@cartadd"}],"window":{"value":1,"unit":"day"},"revenue":true}""");

        Assert.Equal([Money.ToScaled(55), Money.ToScaled(40)], result.Steps.Select(s => s.Revenue!.Value));
        Assert.Equal((2, Money.ToScaled(15)), (result.Steps[1].Lost, result.Steps[1].LostRevenue));
        // Two left, each who stayed brought 20, and the two brought 15.
        Assert.Equal(Money.ToScaled(25), result.Steps[1].ValueAtRisk);
    }

    [Fact]
    public async Task Optional_LostAreThoseWhoDidNotGoFurther()
    {
        await _store.AddAsync(
            TestStore.Row("skips", 1, EventKind.View), TestStore.Row("skips", 3, EventKind.Purchase, "o", 1), TestStore.Row("stops", 1, EventKind.View),
            TestStore.Row("carts", 1, EventKind.View), TestStore.Row("carts", 2, EventKind.CartAdd));

        var result = await AskAsync("""{"steps":[{"event":"@view"},{"event":"@cartadd","optional":true},{"event":"@order"}],"people":{"step":2,"outcome":"dropped"}}""");

        Assert.Equal([(3L, 0L), (1L, 1L), (1L, 2L)], result.Steps.Select(s => (s.Count, s.Lost)));
        Assert.Equal(["stops"], await Query.IdsAsync(_store.Id, result.People!, default));
    }

    [Theory]
    [InlineData("previous", "day", "2026-01-15", "2026-01-15", "2026-01-14", "2026-01-14")]
    [InlineData("previous", "day", "2026-01-09", "2026-01-17", "2025-12-31", "2026-01-08")]
    [InlineData("year", "week", "2026-01-15", "2026-01-15", "2025-01-16", "2025-01-16")]
    [InlineData("previous", "month", "2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31")]
    [InlineData("year", "month", "2026-01-01", "2026-01-31", "2025-01-01", "2025-01-31")]
    public async Task Before_LiesWhereItDoesInEveryRoom(string compare, string trend, string from, string to, string first, string last)
    {
        await _store.AddAsync(Shopper("a", 10, 2));

        var before = (await AskAsync($$"""{ {{ViewToOrder}}, "range":{"from":"{{from}}","to":"{{to}}"},"compare":"{{compare}}","trend":"{{trend}}"}""")).Before!;

        Assert.Equal((first, last), (AskedDay.Write(before.From), AskedDay.Write(before.To)));
    }

    [Fact]
    public async Task Before_AnUnfinishedPeriodStandsBesideTheSameUnfinishedPeriod()
    {
        await _store.AddAsync([.. Shopper("old", 10, 20), TestStore.Row("new", 10 + 24, EventKind.View), TestStore.Row("else", 12 + 24, EventKind.Search)]);

        var result = await AskAsync($$"""{ {{ViewToOrder}}, "range":{"from":"2026-01-02","to":"2026-01-02"},"compare":"previous"}""");

        // Two hours after they entered, the one of the day before had not bought either.
        Assert.True(result.IsOpen);
        Assert.Equal([1L, 0L], result.Steps.Select(s => s.Count));
        Assert.Equal([1L, 0L], result.Before!.Steps.Select(s => s.Count));
    }

    [Fact]
    public async Task Trend_MarksWhatIsNotOverAndWhatCanStillRise()
    {
        await _store.AddAsync([.. Shopper("a", 10, 2), .. Shopper("b", 34, 2), TestStore.Row("c", 58, EventKind.View), TestStore.Row("d", 70, EventKind.View)]);

        var result = await AskAsync($$"""{ {{ViewToOrder}}, "range":{"from":"2026-01-01","to":"2026-01-03"},"trend":"day","people":{"step":1,"entered":"2026-01-03"} }""");

        Assert.Equal(["1,1 TT", "1,1 TF", "2,0 FF"], result.Trend!.Points.Select(p => $"{string.Join(',', p.Reached)} {(p.IsWhole ? "T" : "F")}{(p.IsMature ? "T" : "F")}"));
        Assert.Equal(1, result.Trend.YoungFrom);
        Assert.Equal(["c", "d"], await Query.IdsAsync(_store.Id, result.People!, default));
    }

    [Fact]
    public async Task Next_SaysWhatFollows_AndAsAStepSoManyComeToIt()
    {
        await _store.AddAsync([.. Shopper("a", 10, 2), .. Shopper("b", 10, 2), TestStore.Row("a", 14, EventKind.Review), TestStore.Row("b", 11, EventKind.Search), TestStore.Row("b", 15, EventKind.Review), .. Shopper("c", 10, 2)]);

        var last = await AskAsync($$"""{ {{ViewToOrder}}, "next":{} }""");
        var between = await AskAsync($$"""{ {{ViewToOrder}}, "next":{"after":0},"people":{"step":1,"did":"@search"} }""");
        var added = await AskAsync("""{"steps":[{"event":"@view"},{"event":"@order"},{"event":"@review"}],"window":{"value":1,"unit":"day"} }""");

        Assert.Equal([new FunnelsChoice("@review", 2, 0)], last.Next!.Choices);
        Assert.Equal(added.Steps[2].Count, last.Next.Choices[0].Customers);
        Assert.Equal([new FunnelsChoice("@search", 1, 1)], between.Next!.Choices);
        Assert.Equal(["b"], await Query.IdsAsync(_store.Id, between.People!, default));
    }

    [Fact]
    public async Task Breakdown_OfManyValues_ShowsTheLargestAndAddsUp()
    {
        // The i-th value has i customers.
        await _store.AddAsync(Enumerable.Range(1, 40).SelectMany(value => Enumerable.Range(0, value).Select(c => Channel($"v{value}-{c}", $"v{value:00}"))).Append(TestStore.Row("none", 1, EventKind.View)));

        var result = await AskAsync("""{"steps":[{"event":"@view"},{"event":"*"}],"breakdown":{"property":"channel"},"people":{"step":1,"other":true} }""");

        Assert.Equal(["v40 40 0", "v39 39 0"], result.Groups!.Take(2).Select(Line));
        Assert.Equal((27, 40), (result.Groups!.Count, result.Values));
        Assert.Equal((false, 1L), (result.Groups[25].IsOther, result.Groups[25].Steps[0].Count));
        Assert.True(result.Groups[26].IsOther);
        Assert.Equal(15L * 16 / 2, result.Groups[26].Steps[0].Count);
        Assert.Equal(result.Groups[26].Steps[0].Count, result.People!.Count);
        Assert.Equal(result.Steps[0].Count, result.Groups.Sum(g => g.Steps[0].Count));
    }

    [Fact]
    public async Task Breakdown_OfAHundredThousandValues_TellsTheLargeOnesAndPutsTheRestTogether()
    {
        // Every customer a value of their own, and three values that many share.
        await _store.AddAsync(Enumerable.Range(0, 100_000).Select(i => Channel($"c{i}", $"own-{i}"))
            .Concat(Enumerable.Range(0, 300).Select(i => Channel($"m{i}", i < 150 ? "many" : i < 250 ? "some" : "few"))));

        var result = await AskAsync("""{"steps":[{"event":"@view"},{"event":"*"}],"breakdown":{"property":"channel"} }""");

        Assert.Equal(["many 150 0", "some 100 0", "few 50 0", " 100000 0"], result.Groups!.Select(Line));
        Assert.True(result.Groups![^1].IsOther);
        Assert.Null(result.Values);
    }

    [Theory]
    [InlineData("""{"steps":[{"event":"a"}]}""", "funnel.steps")]
    [InlineData("""{"steps":[]}""", "funnel.steps")]
    [InlineData("""{"steps":[{"event":"a"},{"any":[]}]}""", "funnel.step_empty")]
    [InlineData("""{"steps":[{"event":"a"},{"any":[null]}]}""", "funnel.event_missing")]
    [InlineData("""{"steps":[null,{"event":"a"}]}""", "funnel.step_empty")]
    [InlineData("""{"steps":[{"event":"a","optional":true},{"event":"a"}]}""", "funnel.optional_first")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"a","optional":true}],"order":"any"}""", "funnel.optional_any")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"window":{"value":0,"unit":"day"}}""", "funnel.window")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"window":{"value":1,"unit":"year"}}""", "funnel.window_unit")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"exclusions":[{"event":"x","after":1,"before":1}]}""", "funnel.exclusion_steps")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"exclusions":[{"event":"x","after":0,"before":2}]}""", "funnel.exclusion_steps")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"exclusions":[null]}""", "funnel.event_missing")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"range":{"from":"2026-02-01","to":"2026-01-01"}}""", "funnel.range")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"range":{"from":"yesterday"}}""", "funnel.range_day")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"filter":[{"property":"colour","op":"eq","value":"red"}]}""", "filter.property_unknown")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"filter":["red"]}""", "funnel.filter")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"hold":"colour"}""", "filter.property_unknown")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"breakdown":{"property":"device","attribution":"best"}}""", "funnel.attribution")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"breakdown":{"property":"device","attribution":"step","step":2}}""", "funnel.breakdown_step")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":3}}""", "funnel.people_step")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":1,"outcome":"dropped"}}""", "funnel.people_step")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":2,"outcome":"bored"}}""", "funnel.people_outcome")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":2,"group":"mobile"}}""", "funnel.people_part")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":2,"entered":"2026-01-01"}}""", "funnel.people_period")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"people":{"step":2,"bin":1}}""", "funnel.people_bin")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"times":{"from":1,"to":1}}""", "funnel.times")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"next":{"after":2}}""", "funnel.next")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"trend":"fortnight"}""", "period.unit")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"trend":"day","range":{"from":"2020-01-01","to":"2026-01-01"}}""", "funnel.trend")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"compare":"yesterday"}""", "funnel.compare")]
    [InlineData("""{"steps":[{"event":"a"},{"event":"b"}],"order":"sideways"}""", "funnel.order")]
    public async Task WrongQuestion_IsRefusedWithItsCode(string question, string code)
    {
        await _store.AddAsync(TestStore.Row("c", 1, EventKind.View));

        var answer = await Query.AskAsync(_store.Id, FunnelsRequest.Parse(question).Value!, StoreCalendar.Utc, default);

        Assert.Contains(code, answer.Problems.Select(p => p.Code));
    }

    [Fact]
    public async Task TwentyOneSteps_AreOneTooMany()
    {
        await _store.AddAsync(TestStore.Row("c", 1, EventKind.View));
        Outcome<FunnelsRequest> Asked(int steps) => FunnelsRequest.Parse($$"""{"steps":[{{string.Join(',', Enumerable.Repeat("""{"event":"*"}""", steps))}}]}""");

        Assert.True((await Query.AskAsync(_store.Id, Asked(20).Value!, StoreCalendar.Utc, default)).Succeeded);
        Assert.Equal("funnel.steps", (await Query.AskAsync(_store.Id, Asked(21).Value!, StoreCalendar.Utc, default)).Problems[0].Code);
    }

    [Fact]
    public void NotJson_IsRefused() => Assert.Equal("funnel.not_json", FunnelsRequest.Parse("{").Problems[0].Code);

    [Fact]
    public async Task StepThatMatchesNothing_IsNamed()
    {
        await _store.AddAsync(Shopper("a", 10, 2));

        Assert.Equal([1], (await AskAsync("""{"steps":[{"event":"@view"},{"event":"Nothing like it"}]}""")).Unmatched);
        Assert.Empty((await AskAsync($$"""{ {{ViewToOrder}} }""")).Unmatched);
    }

    [Fact]
    public async Task Cancelled_Ends()
    {
        await _store.AddAsync(Shopper("a", 10, 2));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Query.AskAsync(_store.Id, FunnelsRequest.Parse($$"""{ {{ViewToOrder}} }""").Value!, StoreCalendar.Utc, cancelled.Token));
    }

    private async Task<FunnelsResult> AskAsync(string question)
    {
        var answer = await Query.AskAsync(_store.Id, FunnelsRequest.Parse(question).Value!, StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, string.Join(", ", answer.Problems.Select(p => p.Code)));
        return answer.Value;
    }

    private static string Line(GroupCount group) => $"{group.Value} {string.Join(' ', group.Steps.Select(s => s.Count))}";

    private static EventRow[] Shopper(string customer, double hours, double later) => [TestStore.Row(customer, hours, EventKind.View), TestStore.Row(customer, hours + later, EventKind.Purchase, "o-" + customer, 10)];

    private static EventRow Channel(string customer, string channel)
    {
        var row = TestStore.Row(customer, 1, EventKind.View);
        row.Channel = channel;
        return row;
    }

    private static EventRow Viewed(string customer, double hours, string url, string browser)
    {
        var row = TestStore.Row(customer, hours, EventKind.View, name: "Product Viewed", id: $"{customer}{hours}{url}");
        row.Properties = $$"""{"url":"{{url}}","browser":"{{browser}}"}""";
        return row;
    }
}
