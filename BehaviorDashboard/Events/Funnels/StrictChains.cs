using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>Chains whose events are neighbours in the timeline: from every first event, as far as the neighbours go.</summary>
internal sealed class StrictChains(FunnelDefinition funnel)
{
    private readonly long _from = Periods.MicrosOf(funnel.From);
    private readonly long _until = Periods.MicrosOf(funnel.Until);
    private readonly bool _plain = funnel.Exclusions.Count == 0 && !funnel.Steps.Any(s => s.Optional);
    private readonly FunnelPath _path = new(funnel.Steps.Count);
    private readonly FunnelPath _clean = new(funnel.Steps.Count);

    public void Run(ReadOnlySpan<FunnelHit> hits, FunnelPath best)
    {
        best.Clear();
        if (_plain)
        {
            RunPlain(hits, best);
            return;
        }

        _clean.Clear();
        for (var first = 0; first < hits.Length; first++)
        {
            if ((hits[first].Steps & 1) != 0 && hits[first].Micros >= _from && hits[first].Micros < _until)
            {
                _path.Clear();
                Fill(_path, 0, hits[first]);
                Walk(hits, first, 0, funnel.Window.Deadline(hits[first].Micros, funnel.Calendar), best);
            }
        }

        // A level that only a spoiled chain reaches takes the customer out.
        if (funnel.Exclusions.Count > 0)
        {
            if (_clean.Level == best.Level)
            {
                best.Take(_clean);
            }
            else
            {
                best.Clear();
            }
        }
    }

    // Without optional steps a chain that ends at an event began as many places before it as it has steps, so the bits of one word are all chains that end there.
    private void RunPlain(ReadOnlySpan<FunnelHit> hits, FunnelPath best)
    {
        var (chains, level, end) = (0, -1, -1);
        for (var i = 0; i < hits.Length; i++)
        {
            var begins = hits[i].Micros >= _from && hits[i].Micros < _until ? 1 : 0;
            var continued = i > 0 && hits[i].Place == hits[i - 1].Place + 1 ? chains << 1 : 0;
            chains = (begins | continued) & hits[i].Steps;
            while (chains >> (level + 1) != 0)
            {
                var longest = int.Log2(chains);
                if (hits[i].Micros <= funnel.Window.Deadline(hits[i - longest].Micros, funnel.Calendar))
                {
                    (level, end) = (longest, i);
                }
                else
                {
                    chains &= ~(1 << longest);
                }
            }
        }

        for (var step = 0; step <= level; step++)
        {
            Fill(best, step, hits[end - level + step]);
        }
    }

    private void Walk(ReadOnlySpan<FunnelHit> hits, int at, int step, long deadline, FunnelPath best)
    {
        if (best.IsBehind(_path))
        {
            best.Take(_path);
        }

        if (_clean.IsBehind(_path) && IsClean(hits, step, deadline))
        {
            _clean.Take(_path);
        }

        var next = at + 1;
        if (next >= hits.Length || hits[next].Place != hits[at].Place + 1 || hits[next].Micros > deadline)
        {
            return;
        }

        for (var to = step + 1; to < funnel.Steps.Count; to++)
        {
            if ((hits[next].Steps & (1 << to)) != 0)
            {
                var filled = _path.Filled;
                Fill(_path, to, hits[next]);
                Walk(hits, next, to, deadline, best);
                (_path.Filled, _path.Level) = (filled, step);
            }

            if (!funnel.Steps[to].Optional)
            {
                break;
            }
        }
    }

    // Between neighbours lies nothing; an exclusion can only spoil what comes behind an unfinished chain.
    private bool IsClean(ReadOnlySpan<FunnelHit> hits, int level, long deadline)
    {
        for (var x = 0; x < funnel.Exclusions.Count; x++)
        {
            var (_, after, before) = funnel.Exclusions[x];
            if (after > level)
            {
                continue;
            }

            var opened = after;
            while ((_path.Filled & (1 << opened)) == 0)
            {
                opened--;
            }

            var until = before <= level ? _path.Times[Closer(before)] - 1 : deadline;
            foreach (var hit in hits)
            {
                if ((hit.Excluded & (1 << x)) != 0 && hit.Micros > _path.Times[opened] && hit.Micros <= until)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Closer(int before)
    {
        while ((_path.Filled & (1 << before)) == 0)
        {
            before++;
        }

        return before;
    }

    private static void Fill(FunnelPath path, int step, in FunnelHit hit)
    {
        path.Level = step;
        path.Filled |= 1 << step;
        path.Times[step] = hit.Micros;
        path.Groups[step] = hit.Group;
    }
}
