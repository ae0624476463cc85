using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Adds a small batch to the recent part, and brings up to date what is known per customer and per name. The cost is that of the batch and of looking
/// through a few columns of the store; the sorted part is not written again.
/// </summary>
internal static class RecentAppend
{
    /// <param name="merges">Anonymous visitors turned out to be customers: their events move out of the sorted part.</param>
    /// <returns>Events that are new.</returns>
    public static long Run(DuckDBConnection connection, FreshRows fresh, bool merges)
    {
        Sql.Run(connection, $"CREATE OR REPLACE TEMP TABLE arriving AS {fresh.Select(EventSchema.FurtherNames)}");
        var accepted = Sql.Number(connection, "SELECT count(*) FROM arriving");
        if (!merges)
        {
            CountNames(connection);
        }

        Sql.Run(connection, "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT customer FROM arriving WHERE customer > 0");
        if (merges)
        {
            Move(connection);
        }

        Sql.Run(connection, $"""
            INSERT INTO recent SELECT a.*, t.customer IS NOT NULL
            FROM arriving a LEFT JOIN (
                SELECT DISTINCT s.customer, s.time, s.kind FROM sorted s SEMI JOIN arriving n ON n.customer = s.customer AND n.time = s.time AND n.kind = s.kind) t
            ON t.customer = a.customer AND t.time = a.time AND t.kind = a.kind
            """);
        Refresh(connection);
        if (merges)
        {
            Sql.Run(connection, EventSchema.NameCounts);
        }

        return accepted;
    }

    /// <summary>Computes the facts of the customers in the table <c>touched</c> anew.</summary>
    public static void Refresh(DuckDBConnection connection)
    {
        Sql.Run(connection, "DELETE FROM customer_facts WHERE customer IN (SELECT customer FROM touched)");
        Sql.Run(connection, "CREATE OR REPLACE TEMP TABLE touched_events AS SELECT e.customer, e.time, e.kind, e.order_id, e.value FROM events e SEMI JOIN touched t ON t.customer = e.customer");
        Sql.Run(connection, $"INSERT INTO customer_facts {EventSchema.FactsOf("touched_events")}");
        Sql.Run(connection, "DROP TABLE touched_events");
    }

    private static void Move(DuckDBConnection connection)
    {
        Sql.Run(connection, $"INSERT INTO arriving SELECT m.present, {EventSchema.Whole["customer, ".Length..]} FROM events e JOIN merges m ON m.former = e.customer");
        Sql.Run(connection, "INSERT INTO withdrawn SELECT former FROM merges");
        Sql.Run(connection, "DELETE FROM sorted WHERE customer IN (SELECT former FROM merges)");
        Sql.Run(connection, "DELETE FROM recent WHERE customer IN (SELECT former FROM merges)");
        Sql.Run(connection, "INSERT INTO touched SELECT former FROM merges UNION SELECT present FROM merges EXCEPT SELECT customer FROM touched");
    }

    // Before the batch is in: who has such an event already does not count again.
    private static void CountNames(DuckDBConnection connection)
    {
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE counted AS
            SELECT a.name, a.kind, a.events, coalesce(c.customers, 0) AS customers
            FROM (SELECT name, kind, count(*) AS events FROM arriving GROUP BY name, kind) a
            LEFT JOIN (SELECT name, kind, count(*) AS customers
                       FROM (SELECT DISTINCT name, kind, customer FROM arriving WHERE customer > 0) n
                       ANTI JOIN events e ON e.customer = n.customer AND e.name = n.name AND e.kind = n.kind GROUP BY name, kind) c
            ON c.name = a.name AND c.kind = a.kind
            """);
        Sql.Run(connection, "UPDATE name_counts SET events = name_counts.events + c.events, customers = name_counts.customers + c.customers FROM counted c WHERE c.name = name_counts.name AND c.kind = name_counts.kind");
        Sql.Run(connection, "INSERT INTO name_counts SELECT c.* FROM counted c ANTI JOIN name_counts k ON k.name = c.name AND k.kind = c.kind");
    }
}
