using BehaviorDashboard.Events.Hot;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Writes the sorted part anew: what the store holds and what a batch brings, in timeline order.</summary>
internal static class TimelineRewrite
{
    /// <param name="merges">Anonymous visitors turned out to be customers.</param>
    public static void Run(DuckDBConnection connection, FreshRows fresh, bool merges)
    {
        var (sorted, recent) = (new SortedContent(connection), new RecentContent(connection));
        var shape = SortedShape.Of([sorted, recent, fresh]);
        var columns = shape.Stored();
        var rows = fresh.Select(columns);
        if (sorted.Rows + recent.Rows > 0)
        {
            rows = $"{PastRows(columns, merges)} UNION ALL {rows}";
        }

        Sql.Run(connection, EventSchema.EventsTable("sorted_next", columns));
        Sql.Run(connection, $"INSERT INTO sorted_next SELECT * FROM ({rows}) ORDER BY {EventSchema.TimelineOrder}");
        Replace(connection, shape);
    }

    /// <summary>Makes <c>sorted_next</c> the sorted part, and the recent part empty.</summary>
    public static void Replace(DuckDBConnection connection, IReadOnlyDictionary<string, string?> shape)
    {
        Sql.Run(connection, "DROP TABLE sorted");
        Sql.Run(connection, "ALTER TABLE sorted_next RENAME TO sorted");
        SortedShape.Write(connection, shape);
        Sql.Run(connection, "DROP TABLE recent");
        Sql.Run(connection, EventSchema.RecentTable);
        HotParts.Renew(connection);
    }

    /// <summary>Columns as they follow the id in a list.</summary>
    public static string Listed(IEnumerable<string> columns) => string.Concat(columns.Select(c => ", " + c));

    private static string PastRows(List<string> columns, bool merges) => merges
        ? $"SELECT coalesce(m.present, s.customer) AS customer, s.time, s.kind, s.name, s.id{Listed(columns.Select(c => "s." + c))} FROM events s LEFT JOIN merges m ON m.former = s.customer"
        : $"SELECT customer, time, kind, name, id{Listed(columns)} FROM events";
}
