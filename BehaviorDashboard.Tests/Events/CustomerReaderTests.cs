using BehaviorDashboard.Events;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class CustomerReaderTests : IAsyncLifetime
{
    private readonly TestStore _store = new();

    public async Task InitializeAsync()
    {
        await _store.AddAsync(
            [
                TestStore.Row("c1", 0, EventKind.Purchase, "o1", 100),
                TestStore.Row("c1", 24, EventKind.Purchase, "o2", 50),
                TestStore.Row("c2", 48, EventKind.Purchase, "o3", 20),
                TestStore.Row("c3", 240, EventKind.View),
            ],
            new CustomerTraits("c1", Name: "Ann", Email: "ann@example.com"),
            new CustomerTraits("c2", Name: "Bob O'Hara", MarketingConsent: false));
        var numbers = (await _store.Customers.RowsAsync(_store.Id, null, [], default)).ToDictionary(r => r.Id, r => r.Number);
        await _store.Table.PublishAsync(
            _store.Id,
            new PublishedSet("churn", "v1", new DateOnly(2026, 1, 11), [new("probability", PublishedType.Number), new("group", PublishedType.Text)]),
            [(numbers["c1"], [0.9, "high"]), (numbers["c2"], [0.2, null])],
            default);
    }

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("""{"all":[]}""", "c1 c2 c3")]
    [InlineData("""{"property":"orders","op":"gte","value":1}""", "c1 c2")]
    [InlineData("""{"property":"netRevenue","op":"gt","value":20}""", "c1")]
    [InlineData("""{"property":"netRevenue","op":"eq","value":"20.00"}""", "c2")]
    [InlineData("""{"property":"daysSinceOrder","op":"gte","value":9}""", "c1")]
    [InlineData("""{"property":"consent","op":"eq","value":true}""", "c1 c3")]
    [InlineData("""{"property":"name","op":"contains","value":"o'h"}""", "c2")]
    [InlineData("""{"property":"name","op":"missing"}""", "c3")]
    [InlineData("""{"property":"name","op":"ne","value":"Ann"}""", "c2 c3")]
    [InlineData("""{"property":"id","op":"in","value":["c1","c3","x"]}""", "c1 c3")]
    [InlineData("""{"property":"lastOrder","op":"lt","value":"2026-01-03"}""", "c1")]
    [InlineData("""{"property":"churn.probability","op":"gte","value":0.5}""", "c1")]
    [InlineData("""{"not":{"property":"churn.probability","op":"gte","value":0.5}}""", "c2 c3")]
    [InlineData("""{"property":"churn.group","op":"exists"}""", "c1")]
    [InlineData("""{"property":"nobody.has","op":"eq","value":1}""", "")]
    [InlineData("""{"any":[{"customers":["c3"]},{"all":[{"property":"orders","op":"eq","value":2},{"property":"email","op":"exists"}]}]}""", "c1 c3")]
    [InlineData("""{"customers":[]}""", "")]
    [InlineData("""{"any":[]}""", "")]
    public async Task Filter_Case_MeansTheSameInRowsCountAndNumbers(string json, string expected)
    {
        var filter = CustomerFilter.Parse(json).Value!;

        var rows = await _store.Customers.RowsAsync(_store.Id, filter, ["orders"], default);
        Assert.Equal(expected, string.Join(' ', rows.Select(r => r.Id).Order(StringComparer.Ordinal)));
        Assert.Equal(rows.Count, await _store.Customers.CountAsync(_store.Id, filter, default));
        Assert.Equal(rows.Select(r => r.Number).ToHashSet(), await _store.Customers.NumbersAsync(_store.Id, filter, default));
        Assert.Equal(rows.Count, (await _store.Customers.PageAsync(_store.Id, new CustomerQuery(filter), default)).Total);
        Assert.Equal(json, CustomerFilter.Parse(json).Value!.ToJson());
    }

    [Theory]
    [InlineData("[]", "filter.malformed")]
    [InlineData("{", "filter.not_json")]
    [InlineData("""{"property":"shoe","op":"eq","value":1}""", "filter.property_unknown")]
    [InlineData("""{"property":"churn.p\"; DROP TABLE events","op":"eq","value":1}""", "filter.property_unknown")]
    [InlineData("""{"property":"orders","op":"like","value":1}""", "filter.operator_unknown")]
    [InlineData("""{"property":"orders","op":"eq"}""", "filter.value_missing")]
    [InlineData("""{"property":"orders","op":"eq","value":"many"}""", "filter.value_wrong")]
    [InlineData("""{"all":[{"any":"x"}]}""", "filter.malformed")]
    public void Parse_Malformed_SaysWhy(string json, string code) =>
        Assert.Equal(code, Assert.Single(CustomerFilter.Parse(json).Problems).Code);

    [Fact]
    public async Task Page_SortedAndCut_KeepsTheTotal()
    {
        var page = await _store.Customers.PageAsync(_store.Id, new CustomerQuery(Sort: "churn.probability", Descending: true, Skip: 1, Take: 1), default);

        Assert.Equal(("c2", 3L), (Assert.Single(page.Rows).Id, page.Total));
        Assert.Equal(0.2, page.Rows[0].NumberOf("churn.probability"));
    }

    [Theory]
    [InlineData("ANN", "c1")]
    [InlineData("%", "")]
    [InlineData("o'hara", "c2")]
    public async Task Page_Search_LooksIntoIdNameAndMail(string search, string expected)
    {
        var page = await _store.Customers.PageAsync(_store.Id, new CustomerQuery(Search: search), default);

        Assert.Equal(expected, string.Join(' ', page.Rows.Select(r => r.Id)));
    }

    [Fact]
    public async Task Page_SortedByAColumnThatIsNotPublishedYet_KeepsTheOrderOfNumbers()
    {
        var page = await _store.Customers.PageAsync(_store.Id, new CustomerQuery(Sort: "nobody.column", Descending: false), default);

        Assert.NotEmpty(page.Rows);
        Assert.Equal(page.Rows.Select(r => r.Number).Order(), page.Rows.Select(r => r.Number));
    }

    [Fact]
    public async Task Publish_Again_ReplacesTheOwnersColumnsOnly()
    {
        await _store.Table.PublishAsync(_store.Id, new PublishedSet("rfm", "v1", new DateOnly(2026, 1, 11), [new("recency", PublishedType.Integer)]), [(1, [5])], default);
        await _store.Table.PublishAsync(_store.Id, new PublishedSet("churn", "v2", new DateOnly(2026, 1, 12), [new("decile", PublishedType.Integer)]), [(1, [10])], default);

        var sets = await _store.Table.SetsAsync(_store.Id, default);
        Assert.Equal(["churn v2 1", "rfm v1 1"], sets.Select(s => $"{s.Set.Owner} {s.Set.ModelVersion} {s.Rows}"));
    }

    [Fact]
    public async Task Publish_FailingHalfWay_KeepsTheFormerColumns()
    {
        static IEnumerable<(int, object?[])> Broken()
        {
            yield return (1, [0.5, "x"]);
            throw new InvalidOperationException("half-way");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Table.PublishAsync(
            _store.Id, new PublishedSet("churn", "v9", new DateOnly(2026, 1, 12), [new("probability", PublishedType.Number), new("group", PublishedType.Text)]), Broken(), default));

        Assert.Equal("v1", Assert.Single(await _store.Table.SetsAsync(_store.Id, default)).Set.ModelVersion);
        Assert.Equal(0.9, (await _store.Customers.FindAsync(_store.Id, "c1", default)).Value!.NumberOf("churn.probability"));
    }

    [Fact]
    public async Task Timeline_Pages_JoinWithoutGapOrRepeat()
    {
        await _store.AddAsync(Enumerable.Range(0, 50).Select(i => TestStore.Row("long", i / 7, EventKind.View, id: "l" + i)));
        var all = await _store.Customers.TimelineAsync(_store.Id, "long", 1000, null, default);
        var paged = new List<TimelineEntry>();
        for (IReadOnlyList<TimelineEntry> page = await _store.Customers.TimelineAsync(_store.Id, "long", 5, null, default); page.Count > 0;
            page = await _store.Customers.TimelineAsync(_store.Id, "long", 5, page[^1].Time, default))
        {
            paged.AddRange(page);
        }

        Assert.Equal(50, all.Count);
        Assert.Equal(all, paged);
    }
}
