using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Features.Carts;

/// <summary>The hall over a real store, and what became of carts as other questions see it.</summary>
public sealed class CartsQueryTests : IDisposable
{
    private const double Day = 24;

    private readonly TestStore _store = new();

    private CartsQuery Query => new(_store.Timelines, Questions, new CartPatience(Options.Create(new CartsOptions())));

    private QuestionReader Questions => new(_store.Catalog, _store.Customers);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Carts_EachStandsInOneStateWithItsValue()
    {
        await FillAsync();

        var result = await AskAsync("""{"period":"day"}""");

        Assert.Equal([1L, 1, 1, 1, 1, 1], Enum.GetValues<CartState>().Select(s => result.Total.Count(s)));
        Assert.Equal((6L, 4L, 3L), (result.Total.Opened, result.Total.Left, result.Total.Settled));
        Assert.Equal((Money.ToScaled(20), Money.ToScaled(15)), (result.Total.Value(CartState.Lost), result.Total.Value(CartState.Open)));
        Assert.Equal((7, CartTimeOutSource.Usual), (result.TimeOut.Days, result.TimeOut.Source));
        Assert.Equal(6, result.Periods.Sum(p => p.Tally.Opened));
        // Carts of the last seven days may still be open.
        Assert.Equal(result.Periods.Count - 8, result.OpenFrom);
    }

    [Fact]
    public async Task Lasts_TellWhatCameBeforeLeaving()
    {
        await FillAsync();

        var result = await AskAsync("{}");

        Assert.Equal(
            ["shipping_cost open", "payment_failed lost", "cart_add replaced", "cart_add recovered"],
            result.Lasts.SelectMany(l => Enum.GetValues<CartState>().Where(s => l.Tally.Count(s) > 0).Select(s => $"{CartCodes.Of(l.Last)} {CartCodes.Of(s)}")).OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"state":"lost"}""", "lost")]
    [InlineData("""{"state":"recovered","left":true}""", "recovered")]
    [InlineData("""{"last":"shipping_cost"}""", "open")]
    [InlineData("""{"state":"bought","group":"mobile"}""", "bought")]
    [InlineData("""{"withoutGroup":true}""", "emptied,lost,open,recovered,replaced")]
    [InlineData("""{"period":"2026-01-01"}""", "bought,emptied,lost,recovered,replaced")]
    public async Task People_AreThoseWhoWereCounted(string people, string who)
    {
        await FillAsync();

        var result = await AskAsync($$$"""{"period":"day","breakdown":"device","people":{{{people}}}}""");

        Assert.Equal(who.Split(','), (await Query.IdsAsync(_store.Id, result.People!, default)).Order());
    }

    [Fact]
    public async Task Breakdown_BeyondTheLargest_AddsUpAndNamesTheRest()
    {
        await _store.AddAsync(Enumerable.Range(0, 30).SelectMany(i => new[] { Add("c" + i, 0, device: "d" + (i < 10 ? 0 : i)), TestStore.Row("z", Day * 30, EventKind.View) }));

        var result = await AskAsync("""{"breakdown":{"property":"device"},"people":{"rest":true}}""");

        Assert.Equal(CartsQuery.MostGroups + 1, result.Groups!.Count);
        Assert.Equal(result.Total.Opened, result.Groups.Sum(g => g.Tally.Opened));
        Assert.Equal(("d0", 10L), (result.Groups[0].Value, result.Groups[0].Tally.Opened));
        Assert.Equal(result.Groups.Single(g => g.IsRest).Tally.Opened, result.People!.Count);
    }

    [Fact]
    public async Task Before_IsWatchedNoLongerThanTheRangeItself()
    {
        // The week before was bought after its end; of this week nothing of the kind can be known yet.
        await _store.AddAsync(Add("a", 0), TestStore.Row("a", Day * 8, EventKind.Purchase, "o1", 10), Add("b", Day * 7), TestStore.Row("z", (Day * 14) - 1, EventKind.View));

        var result = await AskAsync("""{"range":{"from":"2026-01-08","to":"2026-01-14"},"compare":"previous"}""");

        Assert.Equal((1L, 1L), (result.Total.Count(CartState.Open), result.Before!.Count(CartState.Open)));
    }

    [Fact]
    public async Task TimeOut_OfTheQuestion_Decides()
    {
        await FillAsync();

        var patient = await AskAsync("""{"timeOutDays":300}""");

        Assert.Equal((0L, 2L, CartTimeOutSource.Question), (patient.Total.Count(CartState.Lost), patient.Total.Count(CartState.Open), patient.TimeOut.Source));
    }

    [Theory]
    [InlineData("""{"timeOutDays":0}""", "carts.time_out")]
    [InlineData("""{"timeOutDays":2000000000}""", "carts.time_out")]
    [InlineData("""{"period":"hour"}""", "period.unit")]
    [InlineData("""{"compare":"yesterday"}""", "carts.compare")]
    [InlineData("""{"people":{"state":"gone"}}""", "carts.people_state")]
    [InlineData("""{"people":{"last":"gone"}}""", "carts.people_last")]
    [InlineData("""{"people":{"period":"2025-01-01"}}""", "carts.people_period")]
    [InlineData("""{"people":{"rest":true}}""", "carts.people_group")]
    [InlineData("""{"range":{"from":"2026-01-08","to":"2026-01-07"}}""", "range.order")]
    [InlineData("""{"range":{"from":"1990-01-01","to":"2026-01-07"}}""", "carts.periods")]
    [InlineData("""{"filter":[{"property":"brwoser","op":"exists"}]}""", "filter.property_unknown")]
    [InlineData("""{"filter":[{"property":"cart.state","op":"eq","value":"gone"}]}""", "filter.value_unknown")]
    [InlineData("""{"breakdown":7}""", "breakdown.property")]
    public async Task WrongQuestion_IsRefusedWithItsCode(string question, string code)
    {
        await FillAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<CartsRequest>(question).Value!, StoreCalendar.Utc, default);

        Assert.False(answer.Succeeded);
        Assert.Equal(code, answer.Problems[0].Code);
    }

    [Fact]
    public async Task RangeOutsideTheData_HoldsNothing()
    {
        await FillAsync();

        var result = await AskAsync("""{"range":{"from":"2020-01-01","to":"2020-01-31"},"compare":"year"}""");

        Assert.Equal((0L, 0L), (result.Total.Opened, result.Before!.Opened));
        Assert.Empty(result.Recovery);
    }

    [Fact]
    public async Task State_AsAConditionOfTrends_MeansThePeopleOfThePage()
    {
        await RandomAsync(7);

        foreach (var state in CartCodes.States)
        {
            var page = await AskAsync($$$"""{"people":{"state":"{{{state}}}"}}""");
            var trends = new TrendsQuery(_store.Timelines, Questions, TimeProvider.System);
            var where = $$"""[{"property":"cart.state","op":"eq","value":"{{state}}"}]""";
            var asked = await trends.AskAsync(_store.Id, QuestionJson.Read<TrendsRequest>($$$"""{"measures":[{"event":"@cartadd","math":"customers","where":{{{where}}}}],"people":{}}""").Value!, StoreCalendar.Utc, default);

            Assert.True(page.People!.Count > 0, state);
            Assert.Equal(page.People!.Count, asked.Value!.Lines[0].Total);
            Assert.Equal(page.People, asked.Value.People);
        }
    }

    [Fact]
    public async Task State_AsAStepOfAFunnel_LooksBehindTheRange()
    {
        await FillAsync();
        IReadOnlyList<EventMatch> Step(params string[] states) => [EventMatch.Compile("@cartadd", [new EventCondition("cart.state", "in", QuestionJson.Element(states))]).Value!];

        // The funnel reads a day and a second, long before the cart is recovered.
        var funnel = new FunnelDefinition(
            [new FunnelStepMatch(Step("recovered", "lost")), new FunnelStepMatch(Step("lost"))],
            new FunnelWindow(1, WindowUnit.Hour),
            FunnelOrder.Ordered,
            TestStore.Start,
            TestStore.Start.AddDays(1),
            StoreCalendar.Utc,
            []);
        var fold = await _store.Timelines.FoldAsync(_store.Id, world => new FunnelFold(funnel, world), default, funnel.Scope);

        Assert.Equal([2L, 1L], fold.Total.Reached);
    }

    [Fact]
    public async Task State_AsABreakdown_GroupsTheAddsOfEachCart()
    {
        await FillAsync();
        var trends = new TrendsQuery(_store.Timelines, Questions, TimeProvider.System);

        var asked = await trends.AskAsync(_store.Id, QuestionJson.Read<TrendsRequest>("""{"measures":[{"event":"@checkout"}],"breakdown":"cart.last"}""").Value!, StoreCalendar.Utc, default);

        Assert.Equal(["payment_failed", "shipping_cost"], asked.Value!.Lines.Select(l => l.Group?.Value).OfType<string>().Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Answer_ImportsCutAnywhere_IsTheSame(int parts)
    {
        var rows = Rows(11);
        using var whole = new TestStore(o => o.Threads = 1);
        await whole.AddAsync(rows);
        var expected = await new CartsQuery(whole.Timelines, new QuestionReader(whole.Catalog, whole.Customers), new CartPatience(Options.Create(new CartsOptions()))).AskAsync(whole.Id, new CartsRequest { Breakdown = QuestionJson.Element("device") }, StoreCalendar.Utc, default);
        var random = new Random(parts);
        foreach (var part in rows.OrderBy(_ => random.Next()).Chunk((rows.Count / parts) + 1))
        {
            await _store.AddAsync(part);
        }

        var result = await AskAsync("""{"breakdown":"device"}""");

        Assert.Equal(Words(expected.Value!), Words(result));
    }

    [Fact]
    public async Task Columns_AreThePagesOpenCarts()
    {
        await RandomAsync(13);
        var last = (await _store.Catalog.ReadAsync(_store.Id, default)).Last!.Value;

        await new CartColumns(_store.Timelines, _store.Table).PublishAsync(_store.Id, last, DateOnly.FromDateTime(last), "v1", default);

        var page = await AskAsync("""{"people":{"state":"open"}}""");
        Assert.NotEmpty(page.People!);
        Assert.Equal(page.People, (await _store.Customers.NumbersAsync(_store.Id, CustomerFilter.Condition("cart.state", "eq", "open"), default)).Order());
    }

    [Fact]
    public void Patience_ReadsTheTimeFromTheCurve_WithinItsBounds()
    {
        var patience = new CartPatience(Options.Create(new CartsOptions { ShortestDays = 2, LongestDays = 20, UsualDays = 9 }));

        Assert.Equal((9, CartTimeOutSource.Usual), Read(patience, 49, 3));
        // 95 % of those that come back have done so on their fourth day.
        Assert.Equal((4, CartTimeOutSource.Curve), Read(patience, 200, 3));
        Assert.Equal((2, CartTimeOutSource.Curve), Read(patience, 200, 0));
        Assert.Equal((20, CartTimeOutSource.Curve), Read(new CartPatience(Options.Create(new CartsOptions { LongestDays = 20 })), 200, 19));
        Assert.Equal(5, new CartPatience(Options.Create(new CartsOptions { TimeOutDays = 5 })).Fixed!.Days);
    }

    private static string Words(CartsResult result) => string.Join(
        '\n',
        result.Groups!.Select(g => (Name: g.Value ?? "-", g.Tally)).Concat(result.Lasts.Select(l => (Name: l.Last.ToString(), l.Tally))).Concat(result.Periods.Select(p => (Name: $"{p.Start:O}", p.Tally)))
            .Select(row => row.Name + string.Concat(Enum.GetValues<CartState>().Select(s => $" {row.Tally.Count(s)}/{row.Tally.Value(s)}"))));

    private static (int, CartTimeOutSource) Read(CartPatience patience, int recovered, int day)
    {
        var times = new RecoveryTimes(patience.LongestDays);
        for (var i = 0; i < recovered * 3; i++)
        {
            times.Add(TimeSpan.MicrosecondsPerDay * 30, i < recovered ? (TimeSpan.MicrosecondsPerDay * day) + 1 : null);
        }

        var timeOut = patience.Of(times);
        return (timeOut.Days, timeOut.Source);
    }

    private async Task<CartsResult> AskAsync(string question)
    {
        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<CartsRequest>(question).Value!, StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, answer.Problems.FirstOrDefault()?.Message);
        return answer.Value;
    }

    /// <summary>One customer for each fate, named after it.</summary>
    private Task FillAsync() => _store.AddAsync(
        Add("bought", 0, device: "mobile"), TestStore.Row("bought", 0.2, EventKind.Purchase, "o1", 10),
        Add("recovered", 0), TestStore.Row("recovered", Day * 2, EventKind.Purchase, "o2", 10),
        Add("replaced", 0, cart: "k1"), Purchase("replaced", Day, "k2"),
        Add("lost", 0), Add("lost", 0.1), TestStore.Row("lost", 0.2, EventKind.Checkout), TestStore.Row("lost", 0.3, EventKind.Other, name: "Payment Failed"),
        Add("emptied", 0), Remove("emptied", 0.1),
        Add("open", Day * 9, 15), TestStore.Row("open", (Day * 9) + 0.1, EventKind.Checkout, name: "Shipping Cost Shown"),
        TestStore.Row("z", Day * 10, EventKind.View));

    private async Task RandomAsync(int seed) => await _store.AddAsync(Rows(seed));

    private static List<EventRow> Rows(int seed)
    {
        var random = new Random(seed);
        var rows = new List<EventRow>();
        for (var c = 0; c < 120; c++)
        {
            for (var (at, i) = (random.NextDouble() * Day, 0); i < random.Next(12); i++, at += random.Next(3) == 0 ? random.Next(1, 200) : 0.1)
            {
                rows.Add(random.Next(6) switch
                {
                    0 or 1 or 2 => Add("c" + c, at, cart: random.Next(2) == 0 ? "k" + random.Next(2) : null, device: "d" + random.Next(3), id: i),
                    3 => Remove("c" + c, at, i),
                    4 => TestStore.Row("c" + c, at, EventKind.Checkout),
                    _ => Purchase("c" + c, at, random.Next(2) == 0 ? "k" + random.Next(2) : null, i),
                });
            }
        }

        var end = (rows.Max(r => r.Time) - TestStore.Start).TotalHours;
        return [.. rows, .. Enumerable.Range(0, 5).Select(c => Add("late" + c, end - c))];
    }

    private static EventRow Add(string customer, double hours, decimal price = 10, string? cart = null, string? device = null, int id = 0)
    {
        var row = TestStore.Row(customer, hours, EventKind.CartAdd, id: FormattableString.Invariant($"{customer}|{hours}|add|{id}"));
        (row.Product, row.Price, row.Cart, row.Device) = ("p1", Money.ToScaled(price), cart, device);
        return row;
    }

    private static EventRow Remove(string customer, double hours, int id = 0)
    {
        var row = TestStore.Row(customer, hours, EventKind.CartRemove, id: FormattableString.Invariant($"{customer}|{hours}|remove|{id}"));
        row.Product = "p1";
        return row;
    }

    private static EventRow Purchase(string customer, double hours, string? cart, int id = 0)
    {
        var row = TestStore.Row(customer, hours, EventKind.Purchase, $"{customer}-{id}", 10);
        row.Cart = cart;
        return row;
    }
}
