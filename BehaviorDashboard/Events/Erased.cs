using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Who was erased, as digests only: enough to keep a person out when a file brings them again, too little to say who it was. The salt is the store's own,
/// so that digests of two stores do not match.
/// </summary>
internal static class Erased
{
    private const string Salt = "(SELECT salt FROM erasure_salt)";

    public static void CreateTables(DuckDBConnection connection)
    {
        Sql.Run(connection, "CREATE TABLE erased(digest VARCHAR, since TIMESTAMP)");
        Sql.Run(connection, "CREATE TABLE erasure_salt AS SELECT uuid()::VARCHAR AS salt");
    }

    /// <summary>Leaves tombstones for ids in the temporary table <c>leaving(id, anonymous)</c>.</summary>
    public static void Remember(DuckDBConnection connection, DateTime at) => Sql.Run(
        connection,
        $"INSERT INTO erased SELECT digest, ? FROM (SELECT {Digest("id", "CASE WHEN anonymous THEN 'a' ELSE 'c' END")} AS digest FROM leaving) l ANTI JOIN erased e USING (digest)",
        at);

    /// <summary>Takes the rows of erased persons out of a batch.</summary>
    /// <returns>Rows taken out.</returns>
    public static long Remove(DuckDBConnection connection)
    {
        if (Sql.Number(connection, "SELECT count(*) FROM erased") == 0)
        {
            return 0;
        }

        Sql.Run(connection, $"CREATE OR REPLACE TEMP TABLE barred_customers AS SELECT number, text FROM staged_customers WHERE {Digest("text", "'c'")} IN (SELECT digest FROM erased)");
        Sql.Run(connection, $"CREATE OR REPLACE TEMP TABLE barred_visitors AS SELECT number FROM staged_visitors WHERE {Digest("text", "'a'")} IN (SELECT digest FROM erased)");
        Sql.Run(connection, $"DELETE FROM staged_traits WHERE {Digest("customer", "'c'")} IN (SELECT digest FROM erased)");
        const string Barred = "FROM staged s WHERE s.customer IN (SELECT number FROM barred_customers) OR (s.customer IS NULL AND s.anonymous IN (SELECT number FROM barred_visitors))";
        var rows = Sql.Number(connection, $"SELECT count(*) {Barred}");
        if (rows > 0)
        {
            Sql.Run(connection, $"DELETE FROM staged_rows WHERE rowid IN (SELECT s.row {Barred})");
        }

        // Without their texts neither customers nor links are made of them.
        Sql.Run(connection, "DELETE FROM staged_customers WHERE number IN (SELECT number FROM barred_customers)");
        Sql.Run(connection, "DELETE FROM staged_visitors WHERE number IN (SELECT number FROM barred_visitors)");
        return rows;
    }

    private static string Digest(string id, string kind) => $"sha256({Salt} || {kind} || {id})";
}
