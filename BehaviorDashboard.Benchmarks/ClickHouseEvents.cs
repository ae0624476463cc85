namespace BehaviorDashboard.Benchmarks;

/// <summary>The generated events in ClickHouse, and what is asked there.</summary>
internal static class ClickHouseEvents
{
    public static void Load(this ClickHouse clickHouse, GeneratedStore store)
    {
        Console.WriteLine($"ClickHouse {clickHouse.Ask("SELECT version()")}");
        clickHouse.Ask("CREATE DATABASE IF NOT EXISTS bench");
        clickHouse.Ask("CREATE OR REPLACE TABLE bench.events (customer UInt32, micros UInt64, kind UInt8, channel LowCardinality(String), value Int64, order_id String) ENGINE = MergeTree ORDER BY (customer, micros)");
        clickHouse.Ask($"INSERT INTO bench.events SELECT * FROM file('{store.ExportParquet()}', Parquet)");
        clickHouse.Ask("OPTIMIZE TABLE bench.events FINAL");
    }

    /// <summary>The mode strict_once is the one whose answers follow our definition.</summary>
    public static string Funnel(this ClickHouse clickHouse) => clickHouse.Ask("""
        SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3) FROM (
            SELECT customer, windowFunnel(604800000000, 'strict_once')(micros, kind = 1, kind = 5, kind = 8) AS level FROM bench.events GROUP BY customer)
        """).Replace('\t', ' ');
}
