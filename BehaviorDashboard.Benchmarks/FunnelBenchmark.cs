using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// View, cart, purchase within seven days over generated events of a million customers: our fold beside ClickHouse's windowFunnel, and beside DuckDB on our own
/// file (a plain scan of the same columns, and the funnel in SQL). In turn, same cores; answers are compared. Arguments: the numbers of events (5000000 20000000),
/// <c>--rounds 5</c>, <c>--clickhouse PATH</c> (libchdb.so of the npm package @chdb/lib-linux-x64-gnu), <c>--sql</c> for the funnel in SQL, which is slow.
/// </summary>
internal static class FunnelBenchmark
{
    private const int Customers = 1_000_000;

    public static async Task RunAsync(string[] args)
    {
        var sizes = args.Select(a => int.TryParse(a.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n > 1000).DefaultIfEmpty(0).ToList();
        foreach (var events in sizes is [0] ? [5_000_000, 20_000_000] : sizes)
        {
            await MeasureAsync(events, Number(args, "--rounds") ?? 5, Value(args, "--clickhouse"), args.Contains("--sql"));
        }
    }

    private static async Task MeasureAsync(int events, int rounds, string? clickHouse, bool sql)
    {
        using var store = new GeneratedStore(events, Customers);
        await store.FillAsync();
        Console.WriteLine($"{events:N0} events, {Customers:N0} customers, {Environment.ProcessorCount} cores");
        using var peer = clickHouse is null ? null : ClickHouse.Open(clickHouse);
        peer?.Load(store);
        List<Contender> contenders =
        [
            new("fold", () => OursAsync(store.Stores, null)),
            new("fold, from the file", () => OursAsync(store.Cold, null)),
            new("fold, people listed", () => OursAsync(store.Stores, new FunnelPeople(1, true))),
            new("fold, revenue and trend", () => OursAsync(store.Stores, null, f => f with { Revenue = true, Trend = new Periods(StoreCalendar.Utc, PeriodUnit.Week, new DateOnly(2026, 1, 1), 23) })),
            new("fold, what distinguishes", () => OursAsync(store.Stores, null, f => f with { Facts = true, Known = f.Until })),
            new("DuckDB plain scan", () => Task.FromResult(store.Scan())),
        ];
        if (peer is not null)
        {
            contenders.Add(new Contender("ClickHouse windowFunnel", () => Task.FromResult(peer.Funnel())));
        }

        if (sql)
        {
            contenders.Add(new Contender("DuckDB funnel in SQL", () => Task.FromResult(store.SqlFunnel())));
        }

        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contender in contenders)
            {
                await contender.RunAsync(round > 0);
            }
        }

        Report(contenders);
    }

    /// <param name="more">What the funnel also asks.</param>
    internal static async Task<string> OursAsync(EventStores stores, FunnelPeople? people, Func<FunnelDefinition, FunnelDefinition>? more = null)
    {
        var steps = ((string[])["view", "cart", "purchase"]).Select(n => new FunnelStepMatch([EventMatch.Compile(n).Value!])).ToList();
        var (from, until) = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        var funnel = new FunnelDefinition(steps, new FunnelWindow(7, WindowUnit.Day), FunnelOrder.Ordered, from, until, StoreCalendar.Utc, [], People: people);
        funnel = more?.Invoke(funnel) ?? funnel;
        var fold = await new TimelineReader(stores).FoldAsync(GeneratedStore.Id, world => new FunnelFold(funnel, world), default, funnel.Scope);
        return string.Join(' ', fold.Total.Reached);
    }

    private static void Report(List<Contender> contenders)
    {
        var ours = contenders[0];
        foreach (var contender in contenders)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {contender.Name,-24} best {contender.Seconds.Min():0.000} s, median {contender.Seconds.Order().ElementAt(contender.Seconds.Count / 2):0.000} s, processor {contender.Work.Min():0.000} s, fold/this {ours.Seconds.Min() / contender.Seconds.Min():0.00}   {contender.Answer}"));
        }
    }

    private static int? Number(string[] args, string name) => Value(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private sealed class Contender(string name, Func<Task<string>> ask)
    {
        public string Name => name;

        public List<double> Seconds { get; } = [];

        /// <summary>Processor time of the process, which says more than the clock where others work too.</summary>
        public List<double> Work { get; } = [];

        public string Answer { get; private set; } = "";

        /// <param name="counts">False for the first round, which warms caches.</param>
        public async Task RunAsync(bool counts)
        {
            var (started, worked) = (System.Diagnostics.Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            Answer = await ask();
            if (counts)
            {
                Seconds.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
                Work.Add((Environment.CpuUsage.TotalTime - worked).TotalSeconds);
            }
        }
    }
}
