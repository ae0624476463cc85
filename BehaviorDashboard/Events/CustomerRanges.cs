using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Cuts the customers into ranges of about equally many events.</summary>
internal static class CustomerRanges
{
    // A range costs a query, so short ones do not pay.
    private const int FewEvents = 25_000;

    /// <summary>The largest number that a customer with events has; 0 when there is none.</summary>
    public static int Highest(DuckDBConnection connection) => (int)Sql.Number(connection, "SELECT coalesce(max(customer), 0) FROM customer_facts");

    /// <param name="many">As many ranges as this if they are not too short, also where <paramref name="eventsPerRange"/> would make fewer.</param>
    /// <param name="guests">Nobody knows how to cut the guests into customers, so they are one range; it comes first, being the longest.</param>
    public static List<(int First, int Last)> Of(DuckDBConnection connection, int eventsPerRange, bool guests, int many = 1)
    {
        List<(int First, int Last)> ranges = guests ? [(0, 0)] : [];
        var highest = Highest(connection);
        if (highest == 0)
        {
            return ranges;
        }

        var events = Sql.Number(connection, "SELECT coalesce(sum(events), 0)::BIGINT FROM customer_facts");
        var count = (int)Math.Clamp(Math.Max(events / eventsPerRange, Math.Min(many, events / FewEvents)), 1, highest);
        ranges.AddRange(Enumerable.Range(0, count).Select(i => ((int)(1 + ((long)highest * i / count)), (int)((long)highest * (i + 1) / count))));
        return ranges;
    }
}
