using System.Globalization;
using BehaviorDashboard.Events.Hot;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Brings a store's file to the present layout, inside the transaction that opens it: killed in between, the file is as it was. Version 1 held the events in
/// one table with every text written out; version 2 has numbers for texts that repeat, and two parts; version 3 writes into the second part, says in a table how
/// the first is made, and remembers who was erased.
/// </summary>
internal static class SchemaUpgrade
{
    public const int Version = 3;

    /// <exception cref="InvalidOperationException">A later release wrote the file.</exception>
    public static void Run(DuckDBConnection connection)
    {
        var found = VersionOf(connection);
        if (found > Version)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The event store has the layout {found}, which a later release wrote; this one reads up to {Version}."));
        }

        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS layout(version INTEGER)");
        Sql.Run(connection, "CREATE TABLE IF NOT EXISTS texts(number INTEGER, text VARCHAR)");
        if (found == 1)
        {
            SplitVersion1(connection);
        }

        if (found == Version)
        {
            return;
        }

        Sql.Run(connection, "CREATE TABLE shape(name VARCHAR, constant VARCHAR)");
        if (found == 2)
        {
            SortedShape.Write(connection, ShapeOfVersion2(connection));
        }
        else
        {
            Sql.Run(connection, EventSchema.EventsTable("sorted"));
            SortedShape.Write(connection, EventSchema.FurtherNames.ToDictionary(c => c, _ => (string?)null));
        }

        // Version 2 had the table and never wrote into it.
        Sql.Run(connection, "DROP TABLE IF EXISTS recent");
        Sql.Run(connection, EventSchema.RecentTable);
        Sql.Run(connection, EventSchema.EventsView);
        Erased.CreateTables(connection);
        Sql.Run(connection, "CREATE TABLE generation(id VARCHAR)");
        Sql.Run(connection, "CREATE TABLE withdrawn(customer INTEGER)");
        HotParts.Renew(connection);
        Sql.Run(connection, "DELETE FROM layout");
        Sql.Run(connection, "INSERT INTO layout VALUES (?)", Version);
    }

    // 0 is an empty file.
    private static long VersionOf(DuckDBConnection connection)
    {
        bool Has(string table) => Sql.Number(connection, "SELECT count(*) FROM duckdb_tables() WHERE NOT temporary AND table_name = ?", table) > 0;
        return Has("layout") ? Sql.Number(connection, "SELECT max(version) FROM layout") : Has("events") ? 1 : 0;
    }

    private static void SplitVersion1(DuckDBConnection connection)
    {
        var coded = EventSchema.Fields.Where(f => f.Coded).Select(f => f.Name).ToList();
        Sql.Run(connection, $"""
            INSERT INTO texts SELECT row_number() OVER (ORDER BY text) - 1, text
            FROM ({string.Join(" UNION ", coded.Select(c => $"SELECT {c} AS text FROM events WHERE {c} IS NOT NULL"))})
            """);
        Sql.Run(connection, "ALTER TABLE events RENAME TO former_events");
        Sql.Run(connection, EventSchema.EventsTable("sorted"));
        var fields = string.Concat(EventSchema.Fields.Select(f => f.Coded ? $", t_{f.Name}.number AS {f.Name}" : $", e.{f.Name}"));
        var joins = string.Concat(coded.Select(c => $" LEFT JOIN texts t_{c} ON t_{c}.text = e.{c}"));
        Sql.Run(connection, $"""
            INSERT INTO sorted SELECT * FROM (SELECT e.customer, e.time, e.kind, e.name, e.id, e.received, e.import{fields} FROM former_events e{joins})
            ORDER BY {EventSchema.TimelineOrder}
            """);
        Sql.Run(connection, "DROP TABLE former_events");
    }

    // A column that the table has not is the same in every row, or empty.
    private static Dictionary<string, string?> ShapeOfVersion2(DuckDBConnection connection)
    {
        var stored = Sql.Rows(connection, "SELECT column_name FROM duckdb_columns() WHERE table_name = 'sorted'", r => r.GetString(0)).ToHashSet();
        var shape = EventSchema.FurtherNames.Where(stored.Contains).ToDictionary(c => c, _ => (string?)null);
        foreach (var column in EventSchema.FurtherNames.Except(stored))
        {
            var written = column == "received" ? "'TIMESTAMP ''' || received::VARCHAR || ''''" : $"{column}::VARCHAR";
            if (Sql.Rows(connection, $"SELECT {written} FROM sorted_whole LIMIT 1", r => Sql.Text(r, 0)) is [{ } constant])
            {
                shape[column] = constant;
            }
        }

        return shape;
    }
}
