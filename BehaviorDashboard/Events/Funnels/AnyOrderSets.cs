namespace BehaviorDashboard.Events.Funnels;

/// <summary>The most steps that different events inside one window can fill. An excluded event ends an unfinished attempt, which then counts for nothing.</summary>
internal sealed class AnyOrderSets(FunnelDefinition funnel)
{
    private readonly long _from = OrderedChains.MicrosOf(funnel.From);
    private readonly long _until = OrderedChains.MicrosOf(funnel.Until);
    private readonly StepMatching _matching = new(funnel.Steps.Count);
    private readonly int _all = (1 << funnel.Steps.Count) - 1;

    public void Run(ReadOnlySpan<FunnelHit> hits, FunnelPath best)
    {
        best.Clear();
        for (var first = 0; first < hits.Length; first++)
        {
            var hit = hits[first];
            if (hit.Steps == 0 || hit.Micros < _from || hit.Micros >= _until || (first > 0 && hits[first - 1].Micros == hit.Micros && hits[first - 1].Steps != 0))
            {
                continue;
            }

            Attempt(hits[first..], best);
        }
    }

    private void Attempt(ReadOnlySpan<FunnelHit> hits, FunnelPath best)
    {
        var deadline = funnel.Window.Deadline(hits[0].Micros, funnel.Calendar);
        var spoiled = long.MaxValue;
        foreach (var hit in hits)
        {
            if (hit.Excluded != 0 && hit.Micros > hits[0].Micros)
            {
                spoiled = hit.Micros;
                break;
            }
        }

        var (end, seen) = (0, 0);
        while (end < hits.Length && hits[end].Micros <= Math.Min(deadline, spoiled))
        {
            seen |= hits[end++].Steps;
        }

        if (int.PopCount(seen) <= best.Level + 1)
        {
            return;
        }

        var filled = Fill(hits[..end]);
        if (filled > best.Level + 1 && (spoiled > deadline || filled == funnel.Steps.Count))
        {
            Write(hits[..end], filled, best);
        }
    }

    private int Fill(ReadOnlySpan<FunnelHit> hits)
    {
        _matching.Clear();
        var filled = 0;
        for (var step = 0; step < funnel.Steps.Count; step++)
        {
            filled += _matching.TryFill(step, hits) ? 1 : 0;
        }

        return filled;
    }

    private void Write(ReadOnlySpan<FunnelHit> hits, int filled, FunnelPath best)
    {
        best.Level = filled - 1;
        best.Filled = _all >> (funnel.Steps.Count - filled);
        Span<int> used = stackalloc int[FunnelDefinition.MostSteps];
        var count = 0;
        for (var step = 0; step < funnel.Steps.Count; step++)
        {
            if (_matching.EventOf(step) is >= 0 and var e)
            {
                used[count++] = e;
            }
        }

        used[..count].Sort();
        for (var i = 0; i < count; i++)
        {
            best.Times[i] = hits[used[i]].Micros;
            best.Groups[i] = hits[used[i]].Group;
        }
    }
}
