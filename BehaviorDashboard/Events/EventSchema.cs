using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>A column of the events behind customer, time, kind, name and id.</summary>
/// <param name="Type">The engine's type of what rows hold.</param>
/// <param name="Flag">How a fold asks for it.</param>
/// <param name="Coded">A text of few different values: rows hold its number in the table <c>texts</c>.</param>
internal sealed record EventField(string Name, string Type, EventColumns Flag, bool Coded = false)
{
    public static EventField Text(string name, EventColumns flag) => new(name, "VARCHAR", flag);

    public static EventField Code(string name, EventColumns flag) => new(name, "INTEGER", flag, true);
}

/// <summary>The tables of one store's file.</summary>
internal static class EventSchema
{
    /// <summary>The columns behind customer, time, kind, name and id.</summary>
    public static readonly EventField[] Fields =
    [
        EventField.Code("product", EventColumns.Product),
        EventField.Code("category", EventColumns.Category),
        EventField.Code("brand", EventColumns.Brand),
        new("quantity", "DOUBLE", EventColumns.Quantity),
        new("price", "BIGINT", EventColumns.Price),
        new("value", "BIGINT", EventColumns.Value),
        new("discount", "BIGINT", EventColumns.Discount),
        EventField.Code("currency", EventColumns.Currency),
        EventField.Text("order_id", EventColumns.Order),
        EventField.Text("cart", EventColumns.Cart),
        EventField.Text("session", EventColumns.Session),
        EventField.Code("channel", EventColumns.Channel),
        EventField.Code("campaign", EventColumns.Campaign),
        EventField.Code("device", EventColumns.Device),
        EventField.Text("page", EventColumns.Page),
        EventField.Text("search", EventColumns.Search),
        EventField.Code("coupon", EventColumns.Coupon),
        new("rating", "UTINYINT", EventColumns.Rating),
        EventField.Text("review", EventColumns.Review),
        EventField.Text("properties", EventColumns.Properties),
    ];

    /// <summary>The fields that a fold asks for, in the order of <see cref="Fields"/>.</summary>
    public static EventField[] FieldsOf(EventColumns columns) => [.. Fields.Where(f => columns.HasFlag(f.Flag))];

    // Columns of the events that are not theirs but their arrival's, and the fields.
    private static readonly (string Name, string Type)[] Further = [("received", "TIMESTAMP"), ("import", "INTEGER"), .. Fields.Select(f => (f.Name, f.Type))];

    /// <summary>
    /// What orders events of one instant: the kind, then the low bits of the id, which is a hash. The order depends on the facts alone, not on how they
    /// arrived. With customer and time it makes a key of 23 bytes; from 25 on the engine sorts in twice the time.
    /// </summary>
    public const string Place = "((kind::UBIGINT << 59) | (id & 576460752303423487)::UBIGINT)";

    public const string TimelineOrder = $"customer, time, {Place}";

    /// <summary>
    /// The two parts of the events: <c>sorted</c>, clustered by customer, time and <see cref="Place"/>, so that a timeline is one stretch of rows (read it through
    /// the view <c>sorted_whole</c>); and <c>recent</c>, what came or moved since, in the order of arrival. Customer 0 is everybody who cannot be told apart (guests).
    /// The view <c>events</c> has both.
    /// </summary>
    /// <param name="further">The columns to have behind the id; null is all.</param>
    /// <remarks>An id is a hash: looking for a way to compress it finds none.</remarks>
    public static string EventsTable(string name, IReadOnlyCollection<string>? further = null) =>
        $"CREATE TABLE IF NOT EXISTS {name}(customer INTEGER NOT NULL, time TIMESTAMP NOT NULL, kind UTINYINT NOT NULL, name INTEGER NOT NULL, id UHUGEINT NOT NULL USING COMPRESSION uncompressed{string.Concat(Further.Where(f => further?.Contains(f.Name) != false).Select(f => $", {f.Name} {f.Type}"))})";

    /// <summary>The recent part: every column, and whether the sorted part has an event of the same customer, instant and kind, so that only ids tell their order.</summary>
    public static string RecentTable => EventsTable("recent")[..^1] + ", tied BOOLEAN NOT NULL)";

    public static string EventsView => $"CREATE OR REPLACE VIEW events AS SELECT {Whole} FROM sorted_whole UNION ALL SELECT {Whole} FROM recent";

    /// <summary>Every column of the events, in order.</summary>
    public static string Whole { get; } = "customer, time, kind, name, id" + string.Concat(Further.Select(f => ", " + f.Name));

    /// <summary>The columns behind the id.</summary>
    public static IReadOnlyList<string> FurtherNames { get; } = [.. Further.Select(f => f.Name)];

    /// <summary>The sorted part with every column.</summary>
    /// <param name="further">The columns that hold anything, each with what every row has in it if that is one value; others are empty.</param>
    public static string SortedView(IReadOnlyDictionary<string, string?> further) =>
        $"CREATE OR REPLACE VIEW sorted_whole AS SELECT customer, time, kind, name, id{string.Concat(Further.Select(f => ", " + Told(f, further)))} FROM sorted";

    private static string Told((string Name, string Type) column, IReadOnlyDictionary<string, string?> further) => !further.TryGetValue(column.Name, out var constant)
        ? $"NULL::{column.Type} AS {column.Name}"
        : constant is null ? column.Name : $"{constant}::{column.Type} AS {column.Name}";

    /// <summary>What every row of a batch may hold beside the fields. Customer, anonymous, name and product_name are numbers of the batch's own.</summary>
    public static readonly (string Name, string Type, RowExtras Extra)[] StagedBase =
    [
        ("customer", "INTEGER", RowExtras.None),
        ("time", "TIMESTAMP", RowExtras.None),
        ("kind", "UTINYINT", RowExtras.None),
        ("name", "INTEGER", RowExtras.None),
        ("id", "UHUGEINT", RowExtras.None),
        ("given", "BOOLEAN", RowExtras.None),
        ("suspect", "BOOLEAN", RowExtras.None),
        ("anonymous", "INTEGER", RowExtras.Anonymous),
        ("received", "TIMESTAMP", RowExtras.Received),
        ("product_name", "INTEGER", RowExtras.ProductName),
    ];

    /// <summary>The rows of a batch; fields that its source never fills have no column here.</summary>
    public static string StagedTable(EventColumns columns, RowExtras extras) =>
        $"CREATE TEMP TABLE staged_rows({string.Join(", ", StagedColumns(columns, extras).Select(c => $"{c.Name} {c.Type}"))})";

    public static (string Name, string Type)[] StagedColumns(EventColumns columns, RowExtras extras) =>
        [.. StagedBase.Where(c => extras.HasFlag(c.Extra)).Select(c => (c.Name, c.Type)), .. Fields.Where(f => columns.HasFlag(f.Flag)).Select(f => (f.Name, f.Type))];

    /// <summary>The same rows with every field, and <c>row</c> in the order of arrival.</summary>
    public static string StagedView(EventColumns columns, RowExtras extras)
    {
        var held = StagedColumns(columns, extras).Select(c => c.Name).ToHashSet();
        var all = StagedBase.Select(c => (c.Name, c.Type)).Concat(Fields.Select(f => (f.Name, f.Type)));
        return $"CREATE TEMP VIEW staged AS SELECT rowid AS row, {string.Join(", ", all.Select(c => held.Contains(c.Name) ? c.Name : $"NULL::{c.Type} AS {c.Name}"))} FROM staged_rows";
    }

    public const string StagedTraits =
        "CREATE TEMP TABLE staged_traits(customer VARCHAR, name VARCHAR, email VARCHAR, phone VARCHAR, country VARCHAR, marketing BOOLEAN, profiling BOOLEAN)";

    /// <summary>Makes an empty file a store, and a store of a former version one of this.</summary>
    public static void Ensure(DuckDBConnection connection)
    {
        Sql.Run(connection, "BEGIN TRANSACTION");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS names(number INTEGER, name VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS customers(number INTEGER, id VARCHAR, anonymous BOOLEAN, name VARCHAR, email VARCHAR, phone VARCHAR, country VARCHAR, marketing BOOLEAN, profiling BOOLEAN)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS links(anonymous VARCHAR, customer VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS products(product VARCHAR, name VARCHAR, category VARCHAR, brand VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS imports(number INTEGER, import VARCHAR)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS name_counts(name INTEGER, kind UTINYINT, events BIGINT, customers BIGINT)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS published(owner VARCHAR, version VARCHAR, as_of DATE, columns VARCHAR)");
        SchemaUpgrade.Run(connection);
        if (Sql.Number(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'customer_facts'") == 0)
        {
            Sql.Run(connection, Facts);
        }

        Sql.Run(connection, "COMMIT");
    }

    /// <summary>One row per customer with events.</summary>
    public static string Facts { get; } = $"CREATE OR REPLACE TABLE customer_facts AS {FactsOf("events")}";

    /// <summary>The rows of <c>customer_facts</c> as events say them.</summary>
    /// <param name="source">Events in the form of the view <c>events</c>; asked twice.</param>
    public static string FactsOf(string source) => $"""
        WITH orders AS (
            SELECT customer, count(*) AS orders, min(placed) AS first_order, max(placed) AS last_order, sum(value) AS gross
            FROM (SELECT customer, order_id, min(time) AS placed, sum(value) AS value FROM {source} WHERE kind = 8 AND customer > 0 GROUP BY customer, order_id)
            GROUP BY customer),
        everything AS (
            SELECT customer, min(time) AS first, max(time) AS last, count(*) AS events,
                   coalesce(sum(value) FILTER (WHERE kind IN (8, 9, 10)), 0)::BIGINT AS net
            FROM {source} WHERE customer > 0 GROUP BY customer)
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
