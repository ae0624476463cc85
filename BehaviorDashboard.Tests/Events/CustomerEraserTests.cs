using BehaviorDashboard.Events;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class CustomerEraserTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Erase_PersonInBothParts_LeavesNothingThatAnswers()
    {
        await FillAsync();

        var erased = await _store.Eraser.EraseAsync(_store.Id, "ann", default);

        Assert.Equal((4L, "ann,phone"), (erased.Value!.Events, string.Join(',', erased.Value.Identities)));
        Assert.DoesNotContain(await StoreDump.OfAsync(_store), l => l.StartsWith("ann:", StringComparison.Ordinal) || l.StartsWith("phone:", StringComparison.Ordinal));
        Assert.False((await _store.Customers.FindAsync(_store.Id, "ann", default)).Succeeded);
        Assert.Empty(await _store.Customers.TimelineAsync(_store.Id, "ann", 10, null, default));
        Assert.Equal((3L, 1L), ((await _store.Catalog.ReadAsync(_store.Id, default)).Events, (await _store.Catalog.ReadAsync(_store.Id, default)).Customers));
        Assert.Equal("customer.unknown", (await _store.Eraser.EraseAsync(_store.Id, "ann", default)).Problems[0].Code);
    }

    [Fact]
    public async Task Erase_ByAnonymousId_IsThePersonWhoItTurnedOutToBe()
    {
        await FillAsync();

        Assert.Equal(4, await _store.EraseAsync("phone"));
    }

    [Fact]
    public async Task Upload_AfterErasure_DoesNotBringThePersonBack()
    {
        await FillAsync();
        await _store.EraseAsync("ann");
        var without = await StoreDump.OfAsync(_store);

        var report = await FillAsync();
        var visitor = TestStore.Row("", 50, EventKind.View);
        visitor.Anonymous = "phone";
        var later = await _store.AddAsync(visitor);

        Assert.Equal((0L, 3L, 4L), (report.Accepted, report.Duplicates, report.Erased));
        Assert.Equal((0L, 1L), (later.Accepted, later.Erased));
        Assert.Equal(without, await StoreDump.OfAsync(_store));
    }

    [Fact]
    public async Task Upload_AfterErasure_CountsTheRowsApart()
    {
        await FillAsync();
        await _store.EraseAsync("ann");
        await using var batch = await _store.Writer.BeginAsync(_store.Id, Guid.NewGuid(), default);
        batch.Add(TestStore.Row("ann", 90, EventKind.Purchase, "o9", 5));
        batch.Add(TestStore.Row("bob", 90, EventKind.View));

        var summary = await batch.SummarizeAsync(default);

        Assert.Equal((1L, 1L, 0L, 0L, 1L), (summary.Rows, summary.Erased, summary.Duplicates, summary.Orders, summary.Customers));
    }

    [Fact]
    public async Task Erase_PublishedColumns_GoToNobodyElse()
    {
        await _store.AddAsync(TestStore.Row("ann", 1, EventKind.View));
        await _store.Table.PublishAsync(_store.Id, new PublishedSet("churn", "1", new DateOnly(2026, 1, 2), [new("probability", PublishedType.Number)]), [(1, [0.9])], default);

        await _store.EraseAsync("ann");
        await _store.AddAsync(TestStore.Row("zoe", 2, EventKind.View));

        // The number is given again.
        var zoe = (await _store.Customers.FindAsync(_store.Id, "zoe", default)).Value!;
        Assert.Equal((1, null), (zoe.Number, zoe.NumberOf("churn.probability")));
    }

    // Nothing but a digest may stay: the file of a store after a merge, read as bytes.
    [Fact]
    public async Task Erase_ThenMerge_LeavesNoNameInTheTables()
    {
        var row = TestStore.Row("ann-of-green-gables", 1, EventKind.Search);
        row.Search = "a-search-that-only-ann-makes";
        await _store.AddAsync([row, TestStore.Row("bob", 1, EventKind.View)], new CustomerTraits("ann-of-green-gables", "Ann", "ann@example.com", null, null, null, null));

        await _store.EraseAsync("ann-of-green-gables");
        await _store.Merger.MergeAsync(_store.Id, true, null, default);

        var said = await _store.Stores.ReadAsync(
            _store.Id,
            connection => Sql.Rows(connection, "SELECT table_name FROM duckdb_tables() WHERE NOT temporary", r => r.GetString(0))
                .SelectMany(t => Sql.Rows(connection, $"SELECT t::VARCHAR FROM {t} t", r => r.GetString(0))).ToList(),
            default);
        Assert.NotEmpty(said);
        Assert.DoesNotContain(said, line => line.Contains("ann", StringComparison.OrdinalIgnoreCase));
    }

    // Ann has two events in the sorted part and two in the recent one, of which one was a visitor's; Bob has three.
    private async Task<CommitReport> FillAsync()
    {
        var first = await _store.AddAsync(TestStore.Row("ann", 1, EventKind.View), TestStore.Row("ann", 2, EventKind.Purchase, "o1", 10), TestStore.Row("bob", 1, EventKind.View), TestStore.Row("bob", 3, EventKind.Purchase, "o2", 20));
        var visit = TestStore.Row("", 3, EventKind.Search);
        visit.Anonymous = "phone";
        var second = await _store.AddAsync(visit, TestStore.Row("bob", 5, EventKind.View));
        var known = TestStore.Row("ann", 4, EventKind.View);
        known.Anonymous = "phone";
        var third = await _store.AddAsync(known);
        return new CommitReport(first.Accepted + second.Accepted + third.Accepted, first.Duplicates + second.Duplicates + third.Duplicates, 0, first.Erased + second.Erased + third.Erased);
    }
}
