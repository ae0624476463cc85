using BehaviorDashboard.Events.Funnels;

namespace BehaviorDashboard.Tests.Events.Funnels;

/// <summary>The way of a customer through a funnel, found by trying every choice of events; without exclusions, optional steps and held properties.</summary>
internal static class FunnelWayOracle
{
    /// <summary>Instants of the steps of the way; empty for who never enters.</summary>
    public static IReadOnlyList<long> Way(IReadOnlyList<SmallEvent> events, FunnelDefinition funnel, string[] words) =>
        funnel.Order == FunnelOrder.Any ? AnyOrder(events, funnel, words) : Ordered(events, funnel, words);

    public static long Deadline(FunnelDefinition funnel, long first) => funnel.Window.Deadline(first, funnel.Calendar);

    private static IReadOnlyList<long> Ordered(IReadOnlyList<SmallEvent> events, FunnelDefinition funnel, string[] words)
    {
        var chains = Chains(events, funnel, words, []).ToList();
        var level = chains.Select(c => c.Length).DefaultIfEmpty(0).Max();
        return chains.Where(c => c.Length == level).Select(c => c.Select(e => events[e].Micros).ToArray())
            .OrderBy(t => t[^1]).ThenByDescending(t => t[0]).ThenBy(t => string.Join(' ', t.Select(m => m.ToString("D20", null))), StringComparer.Ordinal).FirstOrDefault() ?? [];
    }

    private static IEnumerable<int[]> Chains(IReadOnlyList<SmallEvent> events, FunnelDefinition funnel, string[] words, int[] chain)
    {
        if (chain.Length > 0)
        {
            yield return chain;
        }

        for (var e = 0; chain.Length < words.Length && e < events.Count; e++)
        {
            var fits = words[chain.Length].Contains(events[e].Name, StringComparison.Ordinal) && !chain.Contains(e) && (chain.Length == 0
                ? Starts(events[e], funnel)
                : events[e].Micros >= events[chain[^1]].Micros && events[e].Micros <= Deadline(funnel, events[chain[0]].Micros));
            if (fits)
            {
                foreach (var longer in Chains(events, funnel, words, [.. chain, e]))
                {
                    yield return longer;
                }
            }
        }
    }

    private static IReadOnlyList<long> AnyOrder(IReadOnlyList<SmallEvent> events, FunnelDefinition funnel, string[] words)
    {
        IReadOnlyList<long> best = [];
        foreach (var start in events.Where(e => Starts(e, funnel) && words.Any(w => w.Contains(e.Name, StringComparison.Ordinal))).Select(e => e.Micros).Distinct().Order())
        {
            var inside = events.Where(e => e.Micros >= start && e.Micros <= Deadline(funnel, start)).ToList();
            var filled = Most(inside, words, 0);
            if (filled > best.Count)
            {
                best = [.. Enumerable.Range(1, filled).Select(k => inside.Select(e => e.Micros).Distinct().Order().First(t => Most([.. inside.Where(e => e.Micros <= t)], words, 0) >= k))];
            }
        }

        return best;
    }

    private static int Most(IReadOnlyList<SmallEvent> events, string[] words, int step)
    {
        if (step == words.Length)
        {
            return 0;
        }

        var best = Most(events, words, step + 1);
        foreach (var one in events.Where(e => words[step].Contains(e.Name, StringComparison.Ordinal)))
        {
            best = Math.Max(best, 1 + Most([.. events.Where(e => !ReferenceEquals(e, one))], words, step + 1));
        }

        return best;
    }

    private static bool Starts(SmallEvent e, FunnelDefinition funnel) => e.Time >= funnel.From && e.Time < funnel.Until;
}
