using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>The tables of one store's file.</summary>
internal static class EventSchema
{
    /// <summary>Columns of <c>events</c> behind customer, time, kind, name and id: name, type, and the fold's flag that asks for it.</summary>
    public static readonly (string Name, string Type, EventColumns Flag)[] Fields =
    [
        ("product", "VARCHAR", EventColumns.Product),
        ("category", "VARCHAR", EventColumns.Category),
        ("brand", "VARCHAR", EventColumns.Brand),
        ("quantity", "DOUBLE", EventColumns.Quantity),
        ("price", "BIGINT", EventColumns.Price),
        ("value", "BIGINT", EventColumns.Value),
        ("discount", "BIGINT", EventColumns.Discount),
        ("currency", "VARCHAR", EventColumns.Currency),
        ("order_id", "VARCHAR", EventColumns.Order),
        ("cart", "VARCHAR", EventColumns.Cart),
        ("session", "VARCHAR", EventColumns.Session),
        ("channel", "VARCHAR", EventColumns.Channel),
        ("campaign", "VARCHAR", EventColumns.Campaign),
        ("device", "VARCHAR", EventColumns.Device),
        ("page", "VARCHAR", EventColumns.Page),
        ("search", "VARCHAR", EventColumns.Search),
        ("coupon", "VARCHAR", EventColumns.Coupon),
        ("rating", "UTINYINT", EventColumns.Rating),
        ("review", "VARCHAR", EventColumns.Review),
        ("properties", "VARCHAR", EventColumns.Properties),
    ];

    private static readonly string FieldTypes = string.Join(", ", Fields.Select(f => $"{f.Name} {f.Type}"));

    /// <summary>
    /// Clustered by (customer, time, kind, hash of id): a timeline is one stretch of rows, and its order depends on the facts alone,
    /// not on the order in which they arrived. Customer 0 is everybody who cannot be told apart (guests).
    /// </summary>
    public static string EventsTable(string name) =>
        $"CREATE TABLE IF NOT EXISTS {name}(customer INTEGER NOT NULL, time TIMESTAMP NOT NULL, kind UTINYINT NOT NULL, name INTEGER NOT NULL, id UHUGEINT NOT NULL, received TIMESTAMP, import INTEGER, {FieldTypes})";

    /// <summary>What every row of a batch may hold beside the fields; product_name goes to the catalogue.</summary>
    public static readonly (string Name, string Type)[] StagedBase =
    [
        ("customer", "VARCHAR"),
        ("anonymous", "VARCHAR"),
        ("time", "TIMESTAMP"),
        ("kind", "UTINYINT"),
        ("name", "VARCHAR"),
        ("id", "UHUGEINT"),
        ("given", "BOOLEAN"),
        ("received", "TIMESTAMP"),
        ("product_name", "VARCHAR"),
    ];

    /// <summary>The rows of a batch; fields that its source never fills have no column here.</summary>
    public static string StagedTable(EventColumns columns) =>
        $"CREATE TEMP TABLE staged_rows({string.Join(", ", StagedBase.Concat(Fields.Where(f => columns.HasFlag(f.Flag)).Select(f => (f.Name, f.Type))).Select(c => $"{c.Name} {c.Type}"))})";

    /// <summary>The same rows with every field, and <c>row</c> in the order of arrival.</summary>
    public static string StagedView(EventColumns columns) =>
        $"CREATE TEMP VIEW staged AS SELECT rowid AS row, {string.Join(", ", StagedBase.Select(c => c.Name))}, {string.Join(", ", Fields.Select(f => columns.HasFlag(f.Flag) ? f.Name : $"NULL::{f.Type} AS {f.Name}"))} FROM staged_rows";

    public const string StagedTraits =
        "CREATE TEMP TABLE staged_traits(customer VARCHAR, name VARCHAR, email VARCHAR, phone VARCHAR, country VARCHAR, marketing BOOLEAN, profiling BOOLEAN)";

    public static void Ensure(DuckDBConnection connection)
    {
        Sql.Run(connection, "BEGIN TRANSACTION");
        Sql.Run(connection, EventsTable("events"));
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS names(number INTEGER, name VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS customers(number INTEGER, id VARCHAR, anonymous BOOLEAN, name VARCHAR, email VARCHAR, phone VARCHAR, country VARCHAR, marketing BOOLEAN, profiling BOOLEAN)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS links(anonymous VARCHAR, customer VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS products(product VARCHAR, name VARCHAR, category VARCHAR, brand VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS imports(number INTEGER, import VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS name_counts(name INTEGER, kind UTINYINT, events BIGINT, customers BIGINT)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS published(owner VARCHAR, version VARCHAR, as_of DATE, columns VARCHAR)");
        if (Sql.Number(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'customer_facts'") == 0)
        {
            Sql.Run(connection, Facts);
        }

        Sql.Run(connection, "COMMIT");
    }

    /// <summary>One row per customer with events, recomputed with every new state of the events.</summary>
    public const string Facts = """
        CREATE OR REPLACE TABLE customer_facts AS
        WITH orders AS (
            SELECT customer, count(*) AS orders, min(placed) AS first_order, max(placed) AS last_order, sum(value) AS gross
            FROM (SELECT customer, order_id, min(time) AS placed, sum(value) AS value FROM events WHERE kind = 8 AND customer > 0 GROUP BY customer, order_id)
            GROUP BY customer),
        everything AS (
            SELECT customer, min(time) AS first, max(time) AS last, count(*) AS events,
                   coalesce(sum(value) FILTER (WHERE kind IN (8, 9, 10)), 0)::BIGINT AS net
            FROM events WHERE customer > 0 GROUP BY customer)
        SELECT e.customer, e.first, e.last, e.events, e.net,
               coalesce(o.orders, 0)::INTEGER AS orders, o.first_order, o.last_order, coalesce(o.gross, 0)::BIGINT AS gross
        FROM everything e LEFT JOIN orders o USING (customer)
        ORDER BY e.customer
        """;

    public const string NameCounts = """
        CREATE OR REPLACE TABLE name_counts AS
        SELECT name, kind, count(*) AS events, count(DISTINCT customer) FILTER (WHERE customer > 0) AS customers FROM events GROUP BY name, kind
        """;
}
