using System.Globalization;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>How many events each part of a store holds.</summary>
/// <param name="Sorted">Clustered by customer and time.</param>
/// <param name="Recent">Waiting to be merged; every read sees them already.</param>
public sealed record StoreParts(long Sorted, long Recent);

/// <summary>Merges the recent part into the sorted one. Answers do not change by it; they come faster.</summary>
public sealed class EventMerger(EventStores stores)
{
    // A range's rows are sorted in memory.
    private const int EventsPerRange = 1_000_000;

    public Task<StoreParts> PartsAsync(StoreId store, CancellationToken ct) => stores.ReadAsync(store, Parts, ct);

    /// <summary>Whether merging is worth its cost, which is that of writing the store once: from a fiftieth of the sorted part on, or half of what may wait.</summary>
    public bool IsDue(StoreParts parts) => parts.Recent > 0 && (parts.Recent * 50 >= parts.Sorted || parts.Recent * 2 >= stores.Limits.RecentEvents);

    /// <summary>One transaction: killed at any moment, the store is as it was or merged. Readers go on; writers wait.</summary>
    /// <param name="always">Also where <see cref="IsDue"/> says no: what was deleted leaves the file only by being written anew.</param>
    /// <returns>The parts before; whether they were merged.</returns>
    public Task<(StoreParts Before, bool Merged)> MergeAsync(StoreId store, bool always, IProgress<double>? progress, CancellationToken ct) => stores.WriteAsync(
        store,
        connection =>
        {
            var parts = Parts(connection);
            if (!always && !IsDue(parts))
            {
                return (parts, false);
            }

            Sql.Run(connection, "BEGIN TRANSACTION");
            Merge(connection, progress, ct);
            ct.ThrowIfCancellationRequested();
            stores.Publish(store, connection);
            progress?.Report(1);
            return (parts, true);
        },
        ct);

    private static StoreParts Parts(DuckDBConnection connection) =>
        new(Sql.Number(connection, "SELECT count(*) FROM sorted"), Sql.Number(connection, "SELECT count(*) FROM recent"));

    private static void Merge(DuckDBConnection connection, IProgress<double>? progress, CancellationToken ct)
    {
        var shape = SortedShape.Of([new SortedContent(connection), new RecentContent(connection)]);
        var columns = $"customer, time, kind, name, id{TimelineRewrite.Listed(shape.Stored())}";
        var ranges = Ranges(connection);
        Sql.Run(connection, EventSchema.EventsTable("sorted_next", shape.Stored()));
        for (var i = 0; i < ranges.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var (within, hasRecent) = ranges[i];
            Sql.Run(connection, hasRecent
                ? $"INSERT INTO sorted_next SELECT {columns} FROM events WHERE {within} ORDER BY {EventSchema.TimelineOrder}"
                : $"INSERT INTO sorted_next SELECT {columns} FROM sorted_whole WHERE {within}");
            progress?.Report(0.95 * (i + 1) / ranges.Count);
        }

        TimelineRewrite.Replace(connection, shape);
        // Facts of changed customers were appended.
        Sql.Run(connection, "CREATE OR REPLACE TABLE customer_facts AS SELECT * FROM customer_facts ORDER BY customer");
    }

    /// <summary>Customers in order, and whether the recent part has any of theirs; what it has nothing of is copied in one go.</summary>
    private static List<(string Within, bool HasRecent)> Ranges(DuckDBConnection connection)
    {
        var merged = new List<(int First, int Last, bool HasRecent)>();
        foreach (var (first, last) in CustomerRanges.Of(connection, EventsPerRange, guests: true))
        {
            var hasRecent = Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM recent WHERE customer BETWEEN ? AND ? LIMIT 1)", first, last) > 0;
            if (!hasRecent && merged is [.., (var start, _, false)])
            {
                merged[^1] = (start, last, false);
            }
            else
            {
                merged.Add((first, last, hasRecent));
            }
        }

        return merged.ConvertAll(r => (string.Create(CultureInfo.InvariantCulture, $"customer BETWEEN {r.First} AND {r.Last}"), r.HasRecent));
    }
}
