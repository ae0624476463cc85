namespace BehaviorDashboard.Events.Funnels;

/// <summary>Finds the way of a customer: their best chain, in whichever order the funnel asks for and under a held property.</summary>
/// <remarks>
/// Which of the chains that reach the level is the way decides over times, groups and periods of entry, so it does not depend on the order in which
/// events of one instant are stored: the one that ends first, of those the one that begins last, and its steps as early as they can be. Where
/// an exclusion is at stake: the clean chain that begins first. In any order: the attempt that begins first; a step is the
/// instant by which so many steps can be filled. Strict chains go by the stored timeline.
/// </remarks>
internal sealed class FunnelWays(FunnelDefinition funnel)
{
    private readonly OrderedChains _ordered = new(funnel);
    private readonly CleanChains _clean = new(funnel);
    private readonly StrictChains _strict = new(funnel);
    private readonly AnyOrderSets _any = new(funnel);
    private readonly FunnelPath _candidate = new(funnel.Steps.Count);

    /// <summary>Hits of one instant in an order that does not depend on how they are stored.</summary>
    public static int Compare(FunnelHit a, FunnelHit b)
    {
        var order = (a.Micros, a.Steps, a.Excluded).CompareTo((b.Micros, b.Steps, b.Excluded));
        order = order != 0 ? order : string.CompareOrdinal(a.Held, b.Held);
        return order != 0 ? order : string.CompareOrdinal(a.Group, b.Group);
    }

    /// <param name="hits">In time order.</param>
    /// <param name="excluded">Whether any of them matches an exclusion.</param>
    public void Find(ReadOnlySpan<FunnelHit> hits, bool excluded, FunnelPath best)
    {
        if (funnel.Hold is null)
        {
            Run(hits, excluded, best);
            return;
        }

        best.Clear();
        // An excluded event that names no value speaks for all of them, and is part of no chain.
        List<FunnelHit> spoilers = [.. hits.ToArray().Where(h => h.Held is null && h.Excluded != 0).Select(h => h with { Steps = 0 })];
        foreach (var held in hits.ToArray().Where(h => h.Held is not null).GroupBy(h => h.Held).Where(g => g.Any(h => h.Steps != 0)))
        {
            Run(Together(held, spoilers), excluded, _candidate);
            if (best.IsBehind(_candidate))
            {
                best.Take(_candidate);
            }
        }
    }

    /// <summary>Hits of one value, and those that speak for every value, in time order.</summary>
    public FunnelHit[] Together(IEnumerable<FunnelHit> own, IReadOnlyCollection<FunnelHit> spoilers)
    {
        FunnelHit[] hits = [.. own, .. spoilers];
        if (spoilers.Count > 0)
        {
            Array.Sort(hits, funnel.Order == FunnelOrder.Strict ? (a, b) => a.Place.CompareTo(b.Place) : Compare);
        }

        return hits;
    }

    private void Run(ReadOnlySpan<FunnelHit> hits, bool excluded, FunnelPath path)
    {
        switch (funnel.Order)
        {
            case FunnelOrder.Strict:
                _strict.Run(hits, path);
                break;
            case FunnelOrder.Any:
                _any.Run(hits, path);
                break;
            default:
                _ordered.Run(hits, path);
                if (excluded && path.Level >= 0 && !_clean.Find(hits, path.Level, path))
                {
                    path.Clear();
                }

                break;
        }
    }
}
