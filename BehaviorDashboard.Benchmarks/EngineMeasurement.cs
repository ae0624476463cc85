using System.Globalization;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// Every question about behaviour over generated events of a million customers: our folds beside ClickHouse, in turn, on the same rows and threads. For each
/// question several ways to ask ClickHouse are tried once, and the fastest with the same answer goes into the rounds. First our side runs alone, for its
/// peak memory. Arguments: the numbers of events (2000000), <c>--rounds 5</c>, <c>--clickhouse PATH</c> (.ci/oracle says where libchdb.so is), <c>--threads 0</c> (one
/// a core), <c>--memory 4096</c> (Events:MemoryLimitMegabytes), <c>--only WORD</c> of the questions' names.
/// </summary>
internal static class EngineMeasurement
{
    private const int Customers = 1_000_000;

    // Of ClickHouse alone; beyond it a way to ask is reported as failed.
    private const string PeerMemory = "12000000000";

    public static async Task RunAsync(string[] args)
    {
        var sizes = args.TakeWhile(a => !a.StartsWith('-')).Select(a => int.Parse(a.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ToList();
        foreach (var events in sizes.DefaultIfEmpty(2_000_000))
        {
            await MeasureAsync(events, args);
        }
    }

    private static async Task MeasureAsync(int events, string[] args)
    {
        var (threads, memory, rounds) = (Number(args, "--threads", 0), Number(args, "--memory", 4096), Number(args, "--rounds", 5));
        using var store = new GeneratedStore(events, Customers, memory, threads);
        await store.FillAsync();
        var questions = EngineQuestions.All.Where(q => q.Name.Contains(Text(args, "--only") ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events, {Customers:N0} customers, {(threads == 0 ? Environment.ProcessorCount : threads)} threads"));
        var asked = questions.ConvertAll(q => new Asked(q));
        Rounds.ForgetPeak();
        foreach (var one in asked)
        {
            await one.OursAsync(store);
            // Asking for the quick copy of the narrow columns starts to write it; the rounds are answered from it.
            await store.Stores.Hot.SettledAsync(GeneratedStore.Id);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"our side alone: peak {Rounds.PeakMegabytes():N0} MB of the process, the engine's limit set to {memory:N0} MB"));
        using var peer = Text(args, "--clickhouse") is { } path ? ClickHouse.Open(path) : null;
        if (peer is not null)
        {
            peer.Load(store);
            peer.Ask(string.Create(CultureInfo.InvariantCulture, $"SET max_threads = {(threads == 0 ? Environment.ProcessorCount : threads)}, max_memory_usage = {PeerMemory}"));
        }

        foreach (var one in asked)
        {
            await one.RunAsync(store, peer, rounds);
        }
    }

    private static int Number(string[] args, string name, int usual) => Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private sealed class Asked(EngineQuestion question)
    {
        private readonly List<(double Clock, double Cores)> _ours = [];
        private readonly List<(double Clock, double Cores)> _theirs = [];
        private string _answer = "";

        /// <summary>The first time warms caches and does not count.</summary>
        public Task<(double Clock, double Cores)> OursAsync(GeneratedStore store) => Rounds.CostAsync(async () => _answer = await question.Ours(store));

        public async Task RunAsync(GeneratedStore store, ClickHouse? peer, int rounds)
        {
            var best = peer is null ? null : await FastestAsync(peer);
            for (var round = 0; round < rounds; round++)
            {
                _ours.Add(await OursAsync(store));
                if (best is not null)
                {
                    _theirs.Add((await TheirsAsync(peer!, best)).Cost);
                }
            }

            var beside = best is null ? "" : string.Create(CultureInfo.InvariantCulture, $"   ClickHouse {Shown(_theirs)}   ratio {Least(_ours).Clock / Least(_theirs).Clock:0.00} (cores {Least(_ours).Cores / Least(_theirs).Cores:0.00})   {best.How}");
            Console.WriteLine($"{question.Name,-48} {Shown(_ours)}{beside}   [{_answer}]");
        }

        private async Task<PeerQuery?> FastestAsync(ClickHouse peer)
        {
            PeerQuery? fastest = null;
            var least = double.MaxValue;
            foreach (var query in question.Theirs)
            {
                var (cost, answer) = await TheirsAsync(peer, query);
                Console.WriteLine($"    {query.How,-68} {Rounds.Shown(cost.Clock)}   {(answer == _answer ? "same answer" : query.Differs ?? $"ANOTHER ANSWER: {answer}, ours {_answer}")}");
                if (answer == _answer && cost.Clock < least)
                {
                    (fastest, least) = (query, cost.Clock);
                }
            }

            return fastest;
        }

        private static async Task<((double Clock, double Cores) Cost, string Answer)> TheirsAsync(ClickHouse peer, PeerQuery query)
        {
            var answer = "";
            var cost = await Rounds.CostAsync(() => Task.Run(() =>
            {
                try
                {
                    answer = peer.Ask(query.Sql).Replace('\t', ' ').Replace('\n', ' ');
                }
                catch (InvalidOperationException e)
                {
                    answer = "failed: " + e.Message[..Math.Min(e.Message.Length, 300)];
                }
            }));
            return (cost, answer);
        }

        private static (double Clock, double Cores) Least(List<(double Clock, double Cores)> costs) => (costs.Min(c => c.Clock), costs.Min(c => c.Cores));

        private static string Shown(List<(double Clock, double Cores)> costs) =>
            string.Create(CultureInfo.InvariantCulture, $"best {costs.Min(c => c.Clock):0.000} s, median {Rounds.Median(costs.Select(c => c.Clock)):0.000} s, cores {costs.Min(c => c.Cores):0.000} s");
    }
}
