using System.Globalization;
using BehaviorDashboard.Events;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// One percent of new events arrives in a large store: how long until they are answered for, what a funnel costs while they wait, what merging costs, and what
/// writing everything anew would (DuckDB's own sorted copy of the table, which is what each small import would come to without a recent part).
/// Arguments: the number of events (20000000), <c>--clickhouse PATH</c> for the same with its MergeTree.
/// </summary>
internal static class MergeMeasurement
{
    private const int Customers = 1_000_000;

    public static async Task RunAsync(string[] args)
    {
        var events = args.Length > 0 && int.TryParse(args[0].Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var n) ? n : 20_000_000;
        using var store = new GeneratedStore(events, Customers);
        await store.FillAsync();
        using var peer = Array.IndexOf(args, "--clickhouse") is >= 0 and var at ? ClickHouse.Open(args[at + 1]) : null;
        peer?.Load(store);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events of {Customers:N0} customers, {events / 100:N0} new ones, {Environment.ProcessorCount} cores"));
        await FunnelAsync("funnel before", store);

        var merger = new EventMerger(store.Stores);
        await SayAsync("arrival of the new events", () => ArriveAsync(store, events / 100));
        await FunnelAsync("funnel while they wait", store);
        Console.WriteLine($"  {await merger.PartsAsync(GeneratedStore.Id, default)}");
        await SayAsync("merge", () => merger.MergeAsync(GeneratedStore.Id, true, null, default));
        await FunnelAsync("funnel after", store);
        await SayAsync("DuckDB, whole table sorted anew", () => Task.Run(() => store.Run($"CREATE TABLE again AS SELECT * FROM sorted ORDER BY {EventSchema.TimelineOrder}")));
        if (peer is not null)
        {
            var rows = store.ExportParquet("WHERE id % 100 = 7");
            await SayAsync("ClickHouse, arrival", () => Task.Run(() => peer.Ask($"INSERT INTO bench.events SELECT * FROM file('{rows}', Parquet)")));
            await SayAsync("ClickHouse, OPTIMIZE FINAL", () => Task.Run(() => peer.Ask("OPTIMIZE TABLE bench.events FINAL")));
        }

        Console.WriteLine($"  peak of the process {Rounds.PeakMegabytes():N0} MB");
    }

    private static async Task ArriveAsync(GeneratedStore store, int events)
    {
        await using var batch = await new EventWriter(store.Stores, TimeProvider.System).BeginAsync(GeneratedStore.Id, Guid.NewGuid(), default);
        var random = new Random(1);
        for (var i = 0; i < events; i++)
        {
            var kind = random.Next(100) switch { < 86 => EventKind.View, < 95 => EventKind.CartAdd, _ => EventKind.Purchase };
            batch.Add(new EventRow
            {
                Id = EventRow.KeyOf(string.Create(CultureInfo.InvariantCulture, $"new{i}")),
                IdGiven = true,
                Customer = string.Create(CultureInfo.InvariantCulture, $"c{1 + random.Next(Customers)}"),
                Time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(7_776_000)),
                Kind = kind,
                Name = kind == EventKind.View ? "view" : kind == EventKind.CartAdd ? "cart" : "purchase",
            });
        }

        await batch.CommitAsync(null, default);
    }

    private static async Task FunnelAsync(string name, GeneratedStore store)
    {
        var seconds = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            seconds.Add(await Rounds.SecondsAsync(() => FunnelBenchmark.OursAsync(store.Stores, null)));
        }

        Console.WriteLine($"  {name,-34} best of {seconds.Count}: {Rounds.Shown(seconds.Min())}   {await FunnelBenchmark.OursAsync(store.Stores, null)}");
    }

    private static async Task SayAsync(string name, Func<Task> work) => Console.WriteLine($"  {name,-34} {Rounds.Shown(await Rounds.SecondsAsync(work))}");
}
