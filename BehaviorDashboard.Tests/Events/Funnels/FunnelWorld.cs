using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Funnels;

/// <summary>One customer's small timeline: letters at seconds, with the value of a property after a slash (a/k1).</summary>
internal sealed record FunnelWorld(IReadOnlyList<(int Second, string Name, string? Cart)> Events)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "x"];

    public static FunnelWorld Of(params (double Second, string Name)[] events) =>
        new([.. events.Select(e => ((int)e.Second, e.Name.Split('/')[0], e.Name.Split('/').ElementAtOrDefault(1))).OrderBy(e => e.Item1)]);

    public static FunnelWorld Random(Random random, int most) => new([.. Enumerable.Range(0, random.Next(1, most + 1))
        .Select(_ => (random.Next(9), Names[random.Next(5)], (string?)(random.Next(3) == 0 ? null : "k" + random.Next(2)))).OrderBy(e => e.Item1)]);

    /// <summary>Steps are words of letters: "ab" is a or b; a trailing question mark makes the step optional.</summary>
    public static FunnelDefinition Funnel(string steps, int window = 5, FunnelOrder order = FunnelOrder.Ordered, int from = 0, int until = 100, string? hold = null, params (int After, int Before)[] excluded) => new(
        [.. steps.Split(' ').Select(s => new FunnelStepMatch([.. s.TrimEnd('?').Select(c => EventMatch.Compile(c.ToString()).Value!)], s.EndsWith('?')))],
        new FunnelWindow(window, WindowUnit.Second),
        order,
        At(from),
        At(until),
        StoreCalendar.Utc,
        [.. excluded.Select(e => new FunnelExclusion(EventMatch.Compile("x").Value!, e.After, e.Before))],
        hold);

    /// <summary>Number of steps that the customer's best chain fills up to, 0 for none.</summary>
    public int Level(FunnelDefinition funnel)
    {
        var reached = Fold(funnel).Total.Reached;
        return Enumerable.Range(0, reached.Count).LastOrDefault(i => reached[i] > 0, -1) + 1;
    }

    public FunnelFold Fold(FunnelDefinition funnel)
    {
        var fold = new FunnelFold(funnel, new TimelineWorld(Names, 1));
        fold.Start(1);
        var e = new TimelineEvent { Customer = 1 };
        foreach (var (second, name, cart) in Events)
        {
            e.Micros = (long)second * 1_000_000;
            e.Name = name;
            e.NameNumber = Array.IndexOf(Names, name);
            e.Cart = cart;
            fold.Event(e);
        }

        fold.End();
        return fold;
    }

    public override string ToString() => string.Join(' ', Events.Select(e => $"{e.Second}:{e.Name}{(e.Cart is null ? "" : "/" + e.Cart)}"));

    private static DateTime At(int second) => DateTime.UnixEpoch.AddSeconds(second);
}

/// <summary>The definitions of funnels taken at their word: every choice of events is tried.</summary>
internal static class FunnelOracle
{
    public static int Level(FunnelWorld world, string steps, int window, FunnelOrder order, int from, int until, string? hold, (int After, int Before)[] excluded)
    {
        var words = steps.Split(' ');
        if (hold is null)
        {
            return Level(world.Events, words, window, order, from, until, excluded);
        }

        return world.Events.Select(e => e.Cart).OfType<string>().Distinct()
            .Select(cart => Level([.. world.Events.Where(e => e.Cart == cart || (e.Cart is null && e.Name == "x"))], words, window, order, from, until, excluded)).DefaultIfEmpty(0).Max();
    }

    private static int Level(IReadOnlyList<(int Second, string Name, string? Cart)> events, string[] words, int window, FunnelOrder order, int from, int until, (int After, int Before)[] excluded)
    {
        if (order == FunnelOrder.Any)
        {
            return AnyOrder(events, words, window, from, until, excluded);
        }

        var chains = Chains(events, words, window, order == FunnelOrder.Strict, from, until).ToList();
        var level = chains.Count == 0 ? 0 : chains.Max(c => c.Length);
        return chains.Where(c => c.Length == level).Any(c => IsClean(events, c, window, excluded)) ? level : 0;
    }

    private static IEnumerable<int[]> Chains(IReadOnlyList<(int Second, string Name, string? Cart)> events, string[] words, int window, bool strict, int from, int until)
    {
        IEnumerable<int[]> Extend(int[] chain)
        {
            if (chain.Length > 0)
            {
                yield return chain;
            }

            if (chain.Length == words.Length)
            {
                yield break;
            }

            for (var e = 0; e < events.Count; e++)
            {
                var fits = words[chain.Length].Contains(events[e].Name, StringComparison.Ordinal) && !chain.Contains(e)
                    && (chain.Length == 0
                        ? events[e].Second >= from && events[e].Second < until
                        : events[e].Second >= events[chain[^1]].Second && events[e].Second <= events[chain[0]].Second + window && (!strict || e == chain[^1] + 1));
                if (fits)
                {
                    foreach (var longer in Extend([.. chain, e]))
                    {
                        yield return longer;
                    }
                }
            }
        }

        return Extend([]);
    }

    private static bool IsClean(IReadOnlyList<(int Second, string Name, string? Cart)> events, int[] chain, int window, (int After, int Before)[] excluded) => excluded.All(x =>
        x.After >= chain.Length || !events.Any(e => e.Name == "x" && e.Second > events[chain[x.After]].Second
            && (x.Before < chain.Length ? e.Second < events[chain[x.Before]].Second : e.Second <= events[chain[0]].Second + window)));

    private static int AnyOrder(IReadOnlyList<(int Second, string Name, string? Cart)> events, string[] words, int window, int from, int until, (int After, int Before)[] excluded)
    {
        var best = 0;
        foreach (var start in events.Where(e => e.Second >= from && e.Second < until).Select(e => e.Second).Distinct())
        {
            var spoiled = excluded.Length == 0 ? int.MaxValue : events.Where(e => e.Name == "x" && e.Second > start).Select(e => e.Second).DefaultIfEmpty(int.MaxValue).Min();
            var inside = Enumerable.Range(0, events.Count).Where(e => events[e].Second >= start && events[e].Second <= Math.Min(start + window, spoiled)).ToList();
            // The attempt begins with an event of the funnel.
            if (!inside.Exists(e => events[e].Second == start && words.Any(w => w.Contains(events[e].Name, StringComparison.Ordinal))))
            {
                continue;
            }

            var filled = Most(events, words, inside, 0, []);
            best = filled == words.Length || spoiled > start + window ? Math.Max(best, filled) : best;
        }

        return best;
    }

    private static int Most(IReadOnlyList<(int Second, string Name, string? Cart)> events, string[] words, List<int> inside, int step, HashSet<int> used)
    {
        if (step == words.Length)
        {
            return 0;
        }

        var best = Most(events, words, inside, step + 1, used);
        foreach (var e in inside.Where(e => words[step].Contains(events[e].Name, StringComparison.Ordinal) && !used.Contains(e)))
        {
            best = Math.Max(best, 1 + Most(events, words, inside, step + 1, [.. used, e]));
        }

        return best;
    }
}
