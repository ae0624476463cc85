using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class EventBatchTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Commit_SameGivenIdTwice_IsOneEvent()
    {
        var first = await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View, id: "e1"), TestStore.Row("c1", 2, EventKind.View, id: "e1"));
        var again = await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View, id: "e1"), TestStore.Row("c1", 3, EventKind.View, id: "e2"));

        Assert.Equal((1L, 1L), (first.Accepted, first.Duplicates));
        Assert.Equal((1L, 1L), (again.Accepted, again.Duplicates));
        Assert.Equal(2, (await _store.Catalog.ReadAsync(_store.Id, default)).Events);
    }

    [Fact]
    public async Task Commit_RepeatedContentLine_CountsEachTimeAndUploadingAgainChangesNothing()
    {
        EventRow[] file = [Content("line"), Content("line"), Content("other"), Content("line")];

        var first = await _store.AddAsync(file);
        var again = await _store.AddAsync(file);
        var longer = await _store.AddAsync([.. file, Content("line")]);

        Assert.Equal(4, first.Accepted);
        Assert.Equal((0L, 4L), (again.Accepted, again.Duplicates));
        Assert.Equal((1L, 4L), (longer.Accepted, longer.Duplicates));
    }

    [Fact]
    public async Task Summarize_ThenDispose_LeavesNothingBehind()
    {
        await using (var batch = await _store.Writer.BeginAsync(_store.Id, Guid.NewGuid(), default))
        {
            batch.Add(TestStore.Row("c1", 1, EventKind.Purchase, "o1", 10));
            batch.Add(TestStore.Row("c1", 1, EventKind.Purchase, "o1", 5.5m));
            batch.Add(TestStore.Row("c2", 2, EventKind.Cancel, "o2", -3));
            batch.Add(TestStore.Row("", 3, EventKind.Purchase, "o3", 1));
            var summary = await batch.SummarizeAsync(default);

            Assert.Equal((4L, 0L, 2L, 1L, 2L), (summary.Rows, summary.Duplicates, summary.Customers, summary.RowsWithoutCustomer, summary.Orders));
            Assert.Equal(Money.ToScaled(13.5m), summary.NetRevenue);
            Assert.Equal((TestStore.Start.AddHours(1), TestStore.Start.AddHours(3)), (summary.First, summary.Last));
        }

        Assert.Equal(0, (await _store.Catalog.ReadAsync(_store.Id, default)).Events);
    }

    [Fact]
    public async Task Commit_Cancelled_LeavesTheFormerState()
    {
        await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View));
        await using (var batch = await _store.Writer.BeginAsync(_store.Id, Guid.NewGuid(), default))
        {
            for (var i = 0; i < 200_000; i++)
            {
                batch.Add(TestStore.Row("c" + i, i % 1000, EventKind.View));
            }

            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch.CommitAsync(new Immediately(stop), stop.Token));
        }

        var catalog = await _store.Catalog.ReadAsync(_store.Id, default);
        Assert.Equal((1L, 1L), (catalog.Events, catalog.Customers));
        Assert.Equal(1, (await _store.AddAsync(TestStore.Row("c2", 1, EventKind.View))).Accepted);
    }

    [Fact]
    public async Task Commit_TwoAtOnce_BothArrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => _store.AddAsync(Enumerable.Range(0, 500).Select(i => TestStore.Row($"c{i}", n, EventKind.View)))));

        Assert.Equal(2000, (await _store.Catalog.ReadAsync(_store.Id, default)).Events);
    }

    [Fact]
    public async Task Commit_AnonymousIdentifiedLater_PastMovesToTheCustomer()
    {
        await _store.AddAsync(Visit("a1", null, 1), Visit("a1", null, 2), Visit("a2", null, 3));
        Assert.Equal(2, (await _store.Catalog.ReadAsync(_store.Id, default)).Customers);

        await _store.AddAsync(Visit("a1", "c1", 4));

        Assert.Equal(2, (await _store.Catalog.ReadAsync(_store.Id, default)).Customers);
        var timeline = await _store.Customers.TimelineAsync(_store.Id, "c1", 10, null, default);
        Assert.Equal([4, 2, 1], timeline.Select(e => (int)(e.Time - TestStore.Start).TotalHours));
        Assert.False((await _store.Customers.FindAsync(_store.Id, "a1", default)).Succeeded);
    }

    [Fact]
    public async Task Commit_Traits_AreKeptAndANullLeavesWhatIsKnown()
    {
        await _store.AddAsync([TestStore.Row("c1", 1, EventKind.View)], new CustomerTraits("c1", Name: "Ann", Email: "ann@example.com", MarketingConsent: false));
        await _store.AddAsync([], new CustomerTraits("c1", Country: "NZ"));

        var customer = (await _store.Customers.FindAsync(_store.Id, "c1", default)).Value!;
        Assert.Equal(("Ann", "NZ", false), (customer.Name, customer.TextOf("country"), customer.Is("consent")));
    }

    [Fact]
    public async Task Commit_HostileTexts_ComeBackAsTheyWere()
    {
        const string hostile = "=1+1'; DROP TABLE events; -- <script>alert(1)</script> \u202Eאבג 😀 \u0000";
        var row = TestStore.Row("c'\"1", 1, EventKind.Review, name: hostile);
        row.Review = row.Product = row.ProductName = row.Search = hostile;
        await _store.AddAsync(row);

        var entry = Assert.Single(await _store.Customers.TimelineAsync(_store.Id, "c'\"1", 10, null, default));
        Assert.Equal((hostile, hostile, hostile), (entry.Name, entry.Review, entry.ProductName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("twelve bytes")]
    [InlineData("thirteen byte")]
    [InlineData("汉字四个")]
    [InlineData("汉字五个字")]
    public async Task Commit_TextsAtTheEdgeOfACell_ComeBack(string text)
    {
        var row = TestStore.Row("c1", 1, EventKind.Search, name: "edge");
        (row.Search, row.Product) = (text, text + text);
        await _store.AddAsync(row);

        var entry = Assert.Single(await _store.Customers.TimelineAsync(_store.Id, "c1", 10, null, default));
        Assert.Equal((text, text + text), (entry.Search, entry.Product));
    }

    [Fact]
    public async Task Commit_TextsThatAreOneOnceWritten_AreOneCustomerAndOneProduct()
    {
        // Half a character cannot be written; either of these becomes the replacement character.
        EventRow Row(string customer, double hours)
        {
            var row = TestStore.Row(customer, hours, EventKind.View, name: customer);
            row.Product = customer;
            return row;
        }

        var report = await _store.AddAsync(Row("half \uD83D", 1), Row("half \uFFFD", 2));

        Assert.Equal((2L, 1L), (report.Accepted, report.NewCustomers));
        Assert.Equal(["half \uFFFD", "half \uFFFD"], (await _store.Customers.TimelineAsync(_store.Id, "half \uFFFD", 10, null, default)).Select(e => e.Product));
    }

    [Fact]
    public async Task Batch_ThatRemembersFewTexts_EndsWithTheSameFacts()
    {
        EventRow[] Rows() => [.. Enumerable.Range(0, 500).Select(i =>
        {
            var row = TestStore.Row(i % 3 == 0 ? "" : "c" + (i % 17), i, EventKind.Purchase, "o" + i, i, name: "name " + (i % 11));
            row.Anonymous = i % 5 == 0 ? null : "a" + (i % 13);
            (row.Product, row.ProductName, row.Category) = ("p" + (i % 19), "Product " + (i % 19), i % 2 == 0 ? null : "k" + (i % 7));
            return row;
        })];
        using var forgetful = new TestStore(rememberedTexts: 3);

        await using (var batch = await forgetful.Writer.BeginAsync(forgetful.Id, Guid.NewGuid(), default))
        {
            Array.ForEach(Rows(), batch.Add);
            Assert.Equal(17, (await batch.SummarizeAsync(default)).Customers);
            await batch.CommitAsync(null, default);
        }

        await _store.AddAsync(Rows());
        Assert.Equal(await Told(_store), await Told(forgetful));
    }

    [Fact]
    public async Task Commit_EventsOfOneInstant_StandInTheSameOrderHoweverTheyCame()
    {
        var rows = Enum.GetValues<EventKind>().SelectMany(kind => Enumerable.Range(0, 5).Select(i => TestStore.Row("c1", 1, kind, name: $"{kind} {i}"))).ToArray();
        await _store.AddAsync(rows);
        using var other = new TestStore();
        await other.AddAsync(rows.Reverse().Take(40));
        await other.AddAsync(rows);

        var order = await Names(_store);
        Assert.Equal(rows.Length, order.Count);
        Assert.Equal(order, await Names(other));
        Assert.Equal(order.Select(n => (int)Enum.Parse<EventKind>(n.Split(' ')[0])), order.Select(n => (int)Enum.Parse<EventKind>(n.Split(' ')[0])).Order());
    }

    [Fact]
    public async Task Commit_LongTextsInEveryRow_ComeBack()
    {
        var rows = Enumerable.Range(0, 300).Select(i =>
        {
            var row = TestStore.Row("c1", i, EventKind.Review);
            row.Review = new string((char)('a' + (i % 26)), 100_000) + i;
            return row;
        });
        await _store.AddAsync(rows);

        var entries = await _store.Customers.TimelineAsync(_store.Id, "c1", 1000, null, default);
        Assert.Equal(300, entries.Count);
        Assert.All(entries, e => Assert.Equal(new string((char)('a' + ((int)(e.Time - TestStore.Start).TotalHours % 26)), 100_000) + (int)(e.Time - TestStore.Start).TotalHours, e.Review));
    }

    [Fact]
    public async Task Commit_ColumnOfOneValue_ThenOfAnother_KeepsBoth()
    {
        EventRow Bought(double hours, double quantity, decimal value)
        {
            var row = TestStore.Row("c1", hours, EventKind.Purchase, "o" + hours, value);
            row.Quantity = quantity;
            return row;
        }

        await _store.AddAsync(Bought(1, 2, 5), Bought(2, 2, 5));
        await _store.AddAsync(Bought(3, 2, 5));
        await _store.AddAsync(Bought(4, 1, 5));

        var entries = await _store.Customers.TimelineAsync(_store.Id, "c1", 10, null, default);
        Assert.Equal([1, 2, 2, 2], entries.Select(e => e.Quantity));
        Assert.All(entries, e => Assert.Equal(50_000, e.Value));
    }

    [Fact]
    public async Task Batch_OpenedWithFewColumns_KeepsThemAndWhatTheStoreHasBesides()
    {
        var searched = TestStore.Row("c1", 1, EventKind.Search);
        searched.Search = "tea";
        await _store.AddAsync(searched);
        await using (var batch = await _store.Writer.BeginAsync(_store.Id, Guid.NewGuid(), default, EventColumns.Value | EventColumns.Quantity | EventColumns.Order))
        {
            batch.Add(TestStore.Row("c1", 2, EventKind.Purchase, "o1", 5));
            await batch.CommitAsync(null, default);
        }

        var entries = await _store.Customers.TimelineAsync(_store.Id, "c1", 10, null, default);
        Assert.Equal([("o1", null), (null, "tea")], entries.Select(e => (e.Order, e.Search)));
    }

    [Fact]
    public async Task Batch_RowThatFillsAColumnItWasOpenedWithout_IsABug()
    {
        await using var batch = await _store.Writer.BeginAsync(_store.Id, Guid.NewGuid(), default, EventColumns.Value | EventColumns.Quantity);
        var row = TestStore.Row("c1", 1, EventKind.Search);
        row.Search = "tea";

        var bug = Assert.Throws<InvalidOperationException>(() => Add(batch, row));
        Assert.Contains("'search'", bug.Message, StringComparison.Ordinal);

        static void Add(EventBatch batch, EventRow row) => batch.Add(row);
    }

    [Fact]
    public async Task Commit_TenThousandEventNames_AllAreCatalogued()
    {
        await _store.AddAsync(Enumerable.Range(0, 10_000).Select(i => TestStore.Row("c1", 1, EventKind.Other, name: "name " + i)));

        Assert.Equal(10_000, (await _store.Catalog.ReadAsync(_store.Id, default)).Names.Count);
    }

    [Fact]
    public async Task Stores_NeverSeeEachOther()
    {
        await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View));

        Assert.Equal(0, (await _store.Catalog.ReadAsync(new StoreId("another"), default)).Events);
    }

    private static async Task<List<string>> Told(TestStore store)
    {
        var told = new List<string>();
        foreach (var customer in (await store.Customers.PageAsync(store.Id, new CustomerQuery(Sort: "id", Take: 1000), default)).Rows)
        {
            var timeline = await store.Customers.TimelineAsync(store.Id, customer.Id, 1000, null, default);
            told.Add($"{customer.Id} {customer.Values["orders"]} {string.Join(' ', timeline.Select(e => $"{e.Time:O}{e.Name}{e.Product}{e.ProductName}{e.Category}"))}");
        }

        return told;
    }

    private static async Task<List<string>> Names(TestStore store) =>
        (await store.Timelines.FoldAsync(store.Id, _ => new NameFold(), default)).Names;

    private static EventRow Content(string text) => new()
    {
        Id = EventRow.KeyOf(System.Text.Encoding.UTF8.GetBytes(text)),
        Customer = "c1",
        Time = TestStore.Start,
        Kind = EventKind.Purchase,
        Name = "Order line",
        Order = "o1",
        Value = 10_000,
    };

    private static EventRow Visit(string anonymous, string? customer, double hours)
    {
        var row = TestStore.Row(customer ?? "", hours, EventKind.View, id: $"{anonymous}{hours}");
        row.Anonymous = anonymous;
        return row;
    }

    private sealed class Immediately(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= 0.3)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class NameFold : ITimelineFold<NameFold>
    {
        public List<string> Names { get; } = [];

        public EventColumns Columns => EventColumns.Base;

        public void Start(int customer)
        {
        }

        public void Event(TimelineEvent e) => Names.Add(e.Name);

        public void End()
        {
        }

        public void Merge(NameFold other) => Names.AddRange(other.Names);
    }
}
