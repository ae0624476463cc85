using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Tests.Events;

/// <summary>Files that former releases wrote open as stores of this one.</summary>
public sealed class SchemaUpgradeTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Open_FileOfVersion1_HoldsTheSameFacts()
    {
        WriteVersion1();

        var catalog = await _store.Catalog.ReadAsync(_store.Id, default);
        Assert.Equal((4L, 2L), (catalog.Events, catalog.Customers));
        var entries = await _store.Customers.TimelineAsync(_store.Id, "c1", 10, null, default);
        Assert.Equal(
            [("Purchase", "tea", "Green tea", "EUR", "o1", 12.5m), ("Search", null, null, null, null, 0m), ("View", "tea", "Green tea", null, null, 0m)],
            entries.Select(e => (e.Name, e.Product, e.ProductName, e.Category, e.Order, (decimal)e.Value / Money.Scale)));
        Assert.Equal(["tea", "cup"], await _store.Catalog.ValuesAsync(_store.Id, "product", 5, default));
    }

    [Fact]
    public async Task Open_FileOfVersion1_TakesFurtherEventsAndKnowsWhatItHas()
    {
        WriteVersion1();
        var row = TestStore.Row("c1", 5, EventKind.Purchase, "o2", 7);
        row.Product = "cup";

        // The event with the id 3 came before the upgrade.
        var known = TestStore.Row("c2", 2, EventKind.View);
        known.Id = 3;
        var report = await _store.AddAsync(row, known);

        Assert.Equal((1L, 1L), (report.Accepted, report.Duplicates));
        Assert.Equal("cup", (await _store.Customers.TimelineAsync(_store.Id, "c1", 1, null, default))[0].Product);
        Assert.Equal(2, (await _store.Customers.FindAsync(_store.Id, "c1", default)).Value!.NumberOf("orders"));
    }

    // In version 2 the recent part was there and empty, and a view said which columns every row has alike.
    [Fact]
    public async Task Open_FileOfVersion2_KeepsItsShapeAndTakesFurtherEvents()
    {
        await _store.AddAsync(Said("c1", 1, "tea"), Said("c2", 2, "tea"));
        var before = await StoreDump.OfAsync(_store);
        _store.Stores.CloseIdle(TimeSpan.Zero);
        Run("DROP TABLE shape", "DROP TABLE erased", "DROP TABLE erasure_salt", "DROP TABLE generation", "DROP TABLE withdrawn", "ALTER TABLE recent DROP COLUMN tied", "CREATE OR REPLACE VIEW events AS SELECT * FROM sorted_whole UNION ALL SELECT * FROM recent", "UPDATE layout SET version = 2");

        Assert.Equal(before, await StoreDump.OfAsync(_store));
        await _store.AddAsync(Said("c1", 3, "cup"));
        await _store.Merger.MergeAsync(_store.Id, true, null, default);

        var after = await StoreDump.OfAsync(_store);
        Assert.Equal(before.Where(l => l.Contains(" tea ", StringComparison.Ordinal)), after.Where(l => l.Contains(" tea ", StringComparison.Ordinal)));
        Assert.Equal(2, after.Count(l => l.Contains(" cup ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Open_FileOfALaterRelease_IsLeftAlone()
    {
        Run("CREATE TABLE layout(version INTEGER)", "INSERT INTO layout VALUES (99)");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Catalog.ReadAsync(_store.Id, default));
        Assert.Contains("later release", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SecondTime_ChangesNothing()
    {
        await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View));
        _store.Stores.CloseIdle(TimeSpan.Zero);

        Assert.Equal(1, (await _store.Catalog.ReadAsync(_store.Id, default)).Events);
    }

    private static EventRow Said(string customer, double hours, string product)
    {
        var row = TestStore.Row(customer, hours, EventKind.View);
        (row.Product, row.Price) = (product, 30_000);
        return row;
    }

    // The tables as version 1 made them.
    private void WriteVersion1() => Run(
        """
        CREATE TABLE events(customer INTEGER NOT NULL, time TIMESTAMP NOT NULL, kind UTINYINT NOT NULL, name INTEGER NOT NULL, id UHUGEINT NOT NULL, received TIMESTAMP, import INTEGER,
            product VARCHAR, category VARCHAR, brand VARCHAR, quantity DOUBLE, price BIGINT, value BIGINT, discount BIGINT, currency VARCHAR, order_id VARCHAR, cart VARCHAR, session VARCHAR,
            channel VARCHAR, campaign VARCHAR, device VARCHAR, page VARCHAR, search VARCHAR, coupon VARCHAR, rating UTINYINT, review VARCHAR, properties VARCHAR)
        """,
        "CREATE TABLE names(number INTEGER, name VARCHAR)",
        "INSERT INTO names VALUES (0, 'View'), (1, 'Purchase'), (2, 'Search')",
        "CREATE TABLE customers(number INTEGER, id VARCHAR, anonymous BOOLEAN, name VARCHAR, email VARCHAR, phone VARCHAR, country VARCHAR, marketing BOOLEAN, profiling BOOLEAN)",
        "INSERT INTO customers(number, id, anonymous) VALUES (1, 'c1', false), (2, 'c2', false)",
        "CREATE TABLE links(anonymous VARCHAR, customer VARCHAR)",
        "CREATE TABLE products(product VARCHAR, name VARCHAR, category VARCHAR, brand VARCHAR)",
        "INSERT INTO products VALUES ('tea', 'Green tea', 'EUR', NULL)",
        "CREATE TABLE imports(number INTEGER, import VARCHAR)",
        "CREATE TABLE name_counts(name INTEGER, kind UTINYINT, events BIGINT, customers BIGINT)",
        "INSERT INTO name_counts VALUES (0, 1, 2, 2), (1, 8, 1, 1), (2, 3, 1, 1)",
        "CREATE TABLE published(owner VARCHAR, version VARCHAR, as_of DATE, columns VARCHAR)",
        """
        INSERT INTO events BY NAME SELECT * FROM (VALUES
            (1, TIMESTAMP '2026-01-01 01:00:00', 1, 0, 1, 'tea', NULL, NULL, NULL),
            (1, TIMESTAMP '2026-01-01 02:00:00', 3, 2, 2, NULL, NULL, NULL, NULL),
            (1, TIMESTAMP '2026-01-01 03:00:00', 8, 1, 4, 'tea', 'EUR', 'o1', 125000),
            (2, TIMESTAMP '2026-01-01 02:00:00', 1, 0, 3, 'cup', NULL, NULL, NULL)) v(customer, time, kind, name, id, product, category, order_id, value)
        """,
        "CREATE TABLE customer_facts(customer INTEGER, first TIMESTAMP, last TIMESTAMP, events BIGINT, net BIGINT, orders INTEGER, first_order TIMESTAMP, last_order TIMESTAMP, gross BIGINT)",
        "INSERT INTO customer_facts SELECT customer, min(time), max(time), count(*), coalesce(sum(value), 0), count(order_id), min(time), max(time), 0 FROM events GROUP BY customer");

    private void Run(params string[] statements)
    {
        var folder = Directory.CreateDirectory(_store.Stores.FolderOf(_store.Id)).FullName;
        using var connection = new DuckDBConnection($"DataSource={Path.Combine(folder, "events.duckdb")}");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
