using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>What went with a person.</summary>
/// <param name="Events">Events of both parts.</param>
/// <param name="Identities">Ids under which the person was known, the customer's own first.</param>
public sealed record Erasure(long Events, IReadOnlyList<string> Identities);

/// <summary>Removes persons from a store for good. What is left is a tombstone, so that a file which brings them again does not bring them back.</summary>
/// <remarks>The engine keeps deleted rows in its file until the parts are merged (<see cref="EventMerger"/>): merge with <c>always</c> after it.</remarks>
public sealed class CustomerEraser(EventStores stores, TimeProvider clock, ChangeFeed feed)
{
    /// <summary>Every id under which the person is known, the customer's own first; empty when there is nobody.</summary>
    public Task<IReadOnlyList<string>> IdentitiesAsync(StoreId store, string id, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<string>>(store, connection => Leaving(connection, id), ct);

    /// <summary>In one transaction: events, links, traits, facts and published columns of the person.</summary>
    /// <param name="id">A customer's id, or the anonymous id of a visitor; a visitor who turned out to be a customer is that customer.</param>
    /// <returns>Refused with <c>customer.unknown</c> when nobody is known by this id.</returns>
    public async Task<Outcome<Erasure>> EraseAsync(StoreId store, string id, CancellationToken ct)
    {
        var erased = await stores.WriteAsync(store, connection => Erase(store, connection, id), ct).ConfigureAwait(false);
        if (erased is null)
        {
            return new Problem("customer.unknown", $"There is no customer '{id}'.", "id", id);
        }

        feed.Publish(store, ChangeTopic.Events);
        feed.Publish(store, ChangeTopic.Customers);
        return erased;
    }

    private Erasure? Erase(StoreId store, DuckDBConnection connection, string id)
    {
        Sql.Run(connection, "BEGIN TRANSACTION");
        var identities = Leaving(connection, id);
        if (identities.Count == 0)
        {
            Sql.Run(connection, "ROLLBACK");
            return null;
        }

        Sql.Run(connection, "CREATE OR REPLACE TEMP TABLE touched AS SELECT c.number AS customer FROM customers c JOIN leaving l ON l.id = c.id AND l.anonymous = c.anonymous");
        const string Theirs = "customer IN (SELECT customer FROM touched)";
        var events = Sql.Number(connection, $"SELECT count(*) FROM events WHERE {Theirs}");
        Erased.Remember(connection, clock.GetUtcNow().UtcDateTime);
        Sql.Run(connection, "INSERT INTO withdrawn SELECT customer FROM touched");
        Sql.Run(connection, $"DELETE FROM sorted WHERE {Theirs}");
        Sql.Run(connection, $"DELETE FROM recent WHERE {Theirs}");
        Sql.Run(connection, $"DELETE FROM customer_facts WHERE {Theirs}");
        Sql.Run(connection, "DELETE FROM links WHERE customer IN (SELECT id FROM leaving WHERE NOT anonymous) OR anonymous IN (SELECT id FROM leaving WHERE anonymous)");
        Sql.Run(connection, "DELETE FROM customers WHERE number IN (SELECT customer FROM touched)");
        CustomerTable.Forget(connection, "SELECT customer FROM touched");
        Sql.Run(connection, EventSchema.NameCounts);
        stores.Publish(store, connection);
        return new Erasure(events, identities);
    }

    /// <summary>Fills the temporary table <c>leaving(id, anonymous)</c>. A visitor's link says who they are.</summary>
    private static List<string> Leaving(DuckDBConnection connection, string id)
    {
        Sql.Run(
            connection,
            """
            CREATE OR REPLACE TEMP TABLE leaving AS
            WITH person AS (
                SELECT id FROM customers WHERE id = $1 AND NOT anonymous
                UNION SELECT customer FROM links WHERE anonymous = $1 AND NOT EXISTS (SELECT 1 FROM customers WHERE id = $1 AND NOT anonymous))
            SELECT id, false AS anonymous FROM person
            UNION SELECT l.anonymous, true FROM links l JOIN person p ON p.id = l.customer
            UNION SELECT id, true FROM customers WHERE id = $1 AND anonymous
            """,
            id);
        return Sql.Rows(connection, "SELECT id FROM leaving ORDER BY anonymous, id", r => r.GetString(0));
    }
}
