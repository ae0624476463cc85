using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// The steps from staged rows to the store's next state, inside one transaction: number the repeats, leave out what is known, resolve who it was,
/// and write the timelines anew in order. Either all of it becomes visible or nothing.
/// </summary>
internal sealed class BatchCommit(DuckDBConnection connection, Guid import, DateTime received, IProgress<double>? progress)
{
    // The n-th row (from 0) of equal content gets a key of its own; a repeat of a given id is dropped instead.
    internal const string Key = "xor(s.id, coalesce(o.n, 0)::UHUGEINT)";
    internal const string Unrepeated = "NOT (s.given AND coalesce(o.n, 0) > 0)";

    private bool _began;

    public static BatchSummary Summarize(DuckDBConnection connection)
    {
        var duplicates = Sql.Number(connection, "SELECT count(*) FROM staged") - Sql.Number(connection, "SELECT count(*) " + Fresh(connection));
        var totals = Sql.Rows(
            connection,
            """
            SELECT count(*), count(DISTINCT customer), count(*) FILTER (WHERE customer IS NULL AND anonymous IS NULL),
                   count(DISTINCT order_id) FILTER (WHERE kind = 8), coalesce(sum(value) FILTER (WHERE kind IN (8, 9, 10)), 0)::BIGINT, min(time), max(time)
            FROM staged
            """,
            r => new BatchSummary(Sql.Long(r, 0), duplicates, Sql.Long(r, 1), Sql.Long(r, 2), Sql.Long(r, 3), Sql.Long(r, 4), Sql.Instant(r, 5), Sql.Instant(r, 6), []))[0];
        var kinds = Sql.Rows(connection, "SELECT kind, count(*) FROM staged GROUP BY kind ORDER BY kind", r => ((EventKind)r.GetByte(0), Sql.Long(r, 1)));
        return totals with { Kinds = kinds };
    }

    /// <summary>Everything but the final COMMIT.</summary>
    public CommitReport Prepare()
    {
        Sql.Run(connection, "BEGIN TRANSACTION");
        _began = true;
        var before = Sql.Number(connection, "SELECT count(*) FROM events");
        var customersBefore = Sql.Number(connection, "SELECT count(*) FROM customers");
        progress?.Report(0.1);

        AddNames();
        AddCustomers();
        var merges = MergeAnonymous();
        AddProducts();
        AddTraits();
        Sql.Run(connection, "INSERT INTO imports SELECT coalesce(max(number), 0) + 1, ? FROM imports HAVING NOT EXISTS (SELECT 1 FROM imports WHERE import = ?)", import.ToString(), import.ToString());
        progress?.Report(0.3);

        new TimelineRewrite(connection, import, received).Run(Sql.Number(connection, "SELECT count(*) FROM occurrence") > 0, merges);
        progress?.Report(0.85);
        Sql.Run(connection, EventSchema.Facts);
        Sql.Run(connection, EventSchema.NameCounts);
        progress?.Report(0.95);

        var accepted = Sql.Number(connection, "SELECT count(*) FROM events") - before;
        return new CommitReport(
            accepted,
            Sql.Number(connection, "SELECT count(*) FROM staged") - accepted,
            Sql.Number(connection, "SELECT count(*) FROM customers") - customersBefore);
    }

    public void Rollback()
    {
        if (_began)
        {
            Sql.Run(connection, "ROLLBACK");
        }
    }

    /// <summary>Finds rows of equal key; asked again only when rows were added since.</summary>
    public static void NumberRepeats(DuckDBConnection connection) => Sql.Run(connection, """
        CREATE OR REPLACE TEMP TABLE occurrence AS
        SELECT s.row AS r, row_number() OVER (PARTITION BY s.id ORDER BY s.row) - 1 AS n
        FROM staged s SEMI JOIN (SELECT id FROM staged GROUP BY id HAVING count(*) > 1) again ON again.id = s.id
        """);

    private static string Fresh(DuckDBConnection connection)
    {
        var source = "FROM staged s LEFT JOIN occurrence o ON o.r = s.row";
        if (Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)") > 0)
        {
            source += $" ANTI JOIN events known ON known.id = {Key}";
        }

        return $"{source} WHERE {Unrepeated}";
    }

    private void AddNames() => Sql.Run(connection, """
        INSERT INTO names SELECT (SELECT coalesce(max(number), -1) FROM names) + row_number() OVER (ORDER BY name), name
        FROM (SELECT DISTINCT name FROM staged) fresh ANTI JOIN names USING (name)
        """);

    private void AddCustomers()
    {
        Sql.Run(connection, """
            INSERT INTO links SELECT fresh.anonymous, fresh.customer
            FROM (SELECT anonymous, arg_min(customer, (time, customer)) AS customer FROM staged WHERE anonymous IS NOT NULL AND customer IS NOT NULL GROUP BY anonymous) fresh
            ANTI JOIN links USING (anonymous)
            """);
        Sql.Run(connection, """
            INSERT INTO customers(number, id, anonymous)
            SELECT (SELECT coalesce(max(number), 0) FROM customers) + row_number() OVER (ORDER BY anonymous, id), id, anonymous
            FROM (SELECT DISTINCT customer AS id, false AS anonymous FROM staged WHERE customer IS NOT NULL
                  UNION SELECT DISTINCT customer, false FROM staged_traits
                  UNION SELECT DISTINCT s.anonymous, true FROM staged s ANTI JOIN links l ON l.anonymous = s.anonymous WHERE s.customer IS NULL AND s.anonymous IS NOT NULL) fresh
            ANTI JOIN customers c ON c.id = fresh.id AND c.anonymous = fresh.anonymous
            """);
    }

    /// <summary>Anonymous visitors who turned out to be customers: their past moves to the customer's timeline.</summary>
    private bool MergeAnonymous()
    {
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE merges AS
            SELECT a.number AS former, k.number AS present
            FROM customers a JOIN links l ON l.anonymous = a.id JOIN customers k ON k.id = l.customer AND NOT k.anonymous
            WHERE a.anonymous
            """);
        Sql.Run(connection, "DELETE FROM customers WHERE number IN (SELECT former FROM merges)");
        return Sql.Number(connection, "SELECT count(*) FROM merges") > 0;
    }

    private void AddProducts()
    {
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE staged_products AS
            SELECT product, arg_max(product_name, (time, product_name)) AS name, arg_max(category, (time, category)) AS category, arg_max(brand, (time, brand)) AS brand
            FROM (SELECT product, product_name, category, brand, max(time) AS time FROM staged
                  WHERE product IS NOT NULL AND (product_name IS NOT NULL OR category IS NOT NULL OR brand IS NOT NULL) GROUP BY ALL) described
            GROUP BY product
            """);
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE next_products AS
            SELECT coalesce(n.product, p.product) AS product, coalesce(n.name, p.name) AS name, coalesce(n.category, p.category) AS category, coalesce(n.brand, p.brand) AS brand
            FROM products p FULL JOIN staged_products n USING (product)
            """);
        Sql.Run(connection, "DELETE FROM products");
        Sql.Run(connection, "INSERT INTO products SELECT * FROM next_products");
    }

    private void AddTraits() => Sql.Run(connection, """
        UPDATE customers SET
            name = coalesce(t.name, customers.name), email = coalesce(t.email, customers.email), phone = coalesce(t.phone, customers.phone), country = coalesce(t.country, customers.country),
            marketing = coalesce(t.marketing, customers.marketing), profiling = coalesce(t.profiling, customers.profiling)
        FROM (SELECT customer, last(name ORDER BY rowid) FILTER (WHERE name IS NOT NULL) AS name, last(email ORDER BY rowid) FILTER (WHERE email IS NOT NULL) AS email,
                     last(phone ORDER BY rowid) FILTER (WHERE phone IS NOT NULL) AS phone, last(country ORDER BY rowid) FILTER (WHERE country IS NOT NULL) AS country,
                     last(marketing ORDER BY rowid) FILTER (WHERE marketing IS NOT NULL) AS marketing, last(profiling ORDER BY rowid) FILTER (WHERE profiling IS NOT NULL) AS profiling
              FROM staged_traits GROUP BY customer) t
        WHERE customers.id = t.customer AND NOT customers.anonymous
        """);
}
