using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// The steps from staged rows to the store's next state, inside one transaction: number the repeats, leave out what is known, resolve who it was,
/// and add it to the recent part or, where it is much, write the timelines anew in order. Either all of it becomes visible or nothing.
/// </summary>
internal sealed class BatchCommit(DuckDBConnection connection, StagedFacts staged, Guid import, DateTime received, int mostRecent, IProgress<double>? progress)
{
    // The n-th row (from 0) of equal content gets a key of its own; a repeat of a given id is dropped instead.
    internal const string Key = "xor(s.id, coalesce(o.n, 0)::UHUGEINT)";
    internal const string Unrepeated = "NOT (s.given AND coalesce(o.n, 0) > 0)";

    private bool _began;

    /// <summary>Counts without writing; the batch must be <see cref="Settle"/>d.</summary>
    /// <param name="erased">Rows of the batch that were taken out, their customers being erased.</param>
    public static BatchSummary Summarize(DuckDBConnection connection, StagedFacts staged, long erased)
    {
        var fresh = Sql.Number(connection, "SELECT count(*) " + Fresh(connection));
        var totals = Sql.Rows(
            connection,
            """
            SELECT count(*), count(DISTINCT customer), count(*) FILTER (WHERE customer IS NULL AND anonymous IS NULL),
                   count(DISTINCT order_id) FILTER (WHERE kind = 8), coalesce(sum(value) FILTER (WHERE kind IN (8, 9, 10)), 0)::BIGINT, min(time), max(time)
            FROM staged
            """,
            r => new BatchSummary(Sql.Long(r, 0), staged.Rows - erased - fresh, Sql.Long(r, 1), Sql.Long(r, 2), Sql.Long(r, 3), Sql.Long(r, 4), Sql.Instant(r, 5), Sql.Instant(r, 6), []))[0];
        var kinds = Sql.Rows(connection, "SELECT kind, count(*) FROM staged GROUP BY kind ORDER BY kind", r => ((EventKind)r.GetByte(0), Sql.Long(r, 1)));
        return totals with { Kinds = kinds, Erased = erased };
    }

    /// <summary>Everything but the final COMMIT.</summary>
    /// <param name="erased">Rows of the batch that were taken out, their customers being erased.</param>
    public CommitReport Prepare(long erased)
    {
        Sql.Run(connection, "BEGIN TRANSACTION");
        _began = true;
        var customersBefore = Sql.Number(connection, "SELECT count(*) FROM customers");
        progress?.Report(0.1);

        var words = new StagedWords(connection, staged);
        words.AddToStore();
        var merges = MergeAnonymous();
        words.MapCustomers();
        AddTraits();
        Sql.Run(connection, "INSERT INTO imports SELECT coalesce(max(number), 0) + 1, ? FROM imports HAVING NOT EXISTS (SELECT 1 FROM imports WHERE import = ?)", import.ToString(), import.ToString());
        progress?.Report(0.3);

        var fresh = new FreshRows(connection, staged, import, received);
        var accepted = StaysSmall(merges) ? RecentAppend.Run(connection, fresh, merges) : Rewrite(fresh, merges);
        progress?.Report(0.95);
        return new CommitReport(accepted, staged.Rows - erased - accepted, Sql.Number(connection, "SELECT count(*) FROM customers") - customersBefore, erased);
    }

    // What arrives, what moves and what waits already.
    private bool StaysSmall(bool merges)
    {
        if (Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM sorted LIMIT 1)") == 0)
        {
            return false;
        }

        var moving = merges ? Sql.Number(connection, "SELECT coalesce(sum(events), 0)::BIGINT FROM customer_facts WHERE customer IN (SELECT former FROM merges)") : 0;
        return staged.Rows + moving + Sql.Number(connection, "SELECT count(*) FROM recent") <= mostRecent;
    }

    private long Rewrite(FreshRows fresh, bool merges)
    {
        var before = Sql.Number(connection, "SELECT count(*) FROM events");
        TimelineRewrite.Run(connection, fresh, merges);
        progress?.Report(0.85);
        Sql.Run(connection, EventSchema.Facts);
        Sql.Run(connection, EventSchema.NameCounts);
        return Sql.Number(connection, "SELECT count(*) FROM events") - before;
    }

    public void Rollback()
    {
        if (_began)
        {
            Sql.Run(connection, "ROLLBACK");
        }
    }

    /// <summary>Finds rows of equal key, and makes the numbers of one customer or visitor one; asked again only when rows were added since.</summary>
    public static void Settle(DuckDBConnection connection, StagedFacts staged)
    {
        StagedWords.MakeOne(connection, "staged_customers", "customer");
        StagedWords.MakeOne(connection, "staged_visitors", "anonymous");
        Sql.Run(connection, "CREATE OR REPLACE TEMP TABLE occurrence(r BIGINT, n BIGINT)");
        if (staged.Suspects > 0)
        {
            Sql.Run(connection, """
                INSERT INTO occurrence SELECT s.row, row_number() OVER (PARTITION BY s.id ORDER BY s.row) - 1
                FROM staged s SEMI JOIN (
                    SELECT s.id FROM staged s SEMI JOIN (SELECT id FROM staged WHERE suspect) suspects ON suspects.id = s.id GROUP BY s.id HAVING count(*) > 1) again ON again.id = s.id
                """);
        }
    }

    private static string Fresh(DuckDBConnection connection)
    {
        var repeats = Sql.Number(connection, "SELECT count(*) FROM occurrence") > 0;
        var source = repeats ? "FROM staged s LEFT JOIN occurrence o ON o.r = s.row" : "FROM staged s";
        if (Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)") > 0)
        {
            source += $" ANTI JOIN events known ON known.id = {(repeats ? Key : "s.id")}";
        }

        return repeats ? $"{source} WHERE {Unrepeated}" : source;
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
        CustomerTable.Forget(connection, "SELECT former FROM merges");
        return Sql.Number(connection, "SELECT count(*) FROM merges") > 0;
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
