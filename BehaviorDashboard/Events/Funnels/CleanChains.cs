using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// Looks for a chain of a given level that no excluded event spoils. Only customers with an excluded event come here, and failures are
/// remembered, so the search stays polynomial: a state is a step, the event that filled it, and the events that opened the exclusions still pending.
/// </summary>
/// <remarks>An excluded event of the same instant as a step's event can stand on the harmless side of it, so only instants strictly between count.</remarks>
internal sealed class CleanChains(FunnelDefinition funnel)
{
    private readonly long _from = Periods.MicrosOf(funnel.From);
    private readonly long _until = Periods.MicrosOf(funnel.Until);
    private readonly HashSet<(int Step, int Hit, ulong Used, UInt128 Opened)> _failed = [];
    private readonly List<long>[] _excluded = [.. funnel.Exclusions.Select(_ => new List<long>())];
    private readonly int[] _chain = new int[funnel.Steps.Count];
    private FunnelHit[] _hits = [];
    private int _count;
    private int _level;
    private long _deadline;

    /// <param name="level">The level that the chain must reach, counted from 0.</param>
    /// <returns>Whether there is a clean chain; <paramref name="best"/> holds it then.</returns>
    public bool Find(ReadOnlySpan<FunnelHit> hits, int level, FunnelPath best)
    {
        _hits = hits.ToArray();
        _count = hits.Length;
        _level = level;
        for (var x = 0; x < _excluded.Length; x++)
        {
            _excluded[x].Clear();
            foreach (var hit in hits)
            {
                if ((hit.Excluded & (1 << x)) != 0)
                {
                    _excluded[x].Add(hit.Micros);
                }
            }
        }

        for (var first = 0; first < _count; first++)
        {
            if ((_hits[first].Steps & 1) != 0 && _hits[first].Micros >= _from && _hits[first].Micros < _until)
            {
                _failed.Clear();
                _deadline = funnel.Window.Deadline(_hits[first].Micros, funnel.Calendar);
                Array.Fill(_chain, -1);
                _chain[0] = first;
                if (Continue(0, first))
                {
                    Write(best);
                    return true;
                }
            }
        }

        return false;
    }

    private bool Continue(int step, int hit)
    {
        if (step == _level)
        {
            return EndsClean();
        }

        var state = (step, hit, Used(step, hit), Opened(step));
        if (_failed.Contains(state))
        {
            return false;
        }

        for (var next = step + 1; next <= _level; next++)
        {
            if (Place(step, hit, next))
            {
                return true;
            }

            if (!funnel.Steps[next].Optional)
            {
                break;
            }
        }

        _failed.Add(state);
        return false;
    }

    private bool Place(int step, int hit, int next)
    {
        // Back to the first event of the instant: those of one instant may stand in any order.
        var e = hit;
        while (e > 0 && _hits[e - 1].Micros == _hits[hit].Micros)
        {
            e--;
        }

        for (; e < _count && _hits[e].Micros <= _deadline; e++)
        {
            if ((_hits[e].Steps & (1 << next)) == 0 || Array.IndexOf(_chain, e, 0, step + 1) >= 0)
            {
                continue;
            }

            _chain[next] = e;
            if (IsClean(step, next) && Continue(next, e))
            {
                return true;
            }

            _chain[next] = -1;
        }

        return false;
    }

    // An exclusion ends with its second step, or with the next filled one where that step was left out.
    private bool IsClean(int step, int next)
    {
        for (var x = 0; x < funnel.Exclusions.Count; x++)
        {
            var (_, after, before) = funnel.Exclusions[x];
            if (before > step && before <= next && Opener(after, next) is { } opened && Any(x, opened, _hits[_chain[next]].Micros - 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool EndsClean()
    {
        for (var x = 0; x < funnel.Exclusions.Count; x++)
        {
            var (_, after, before) = funnel.Exclusions[x];
            if (after <= _level && _level < before && Opener(after, _level + 1) is { } opened && Any(x, opened, _deadline))
            {
                return false;
            }
        }

        return true;
    }

    // The event of the step that opens the exclusion; of the last filled one before, where that step was left out.
    private long? Opener(int after, int next)
    {
        for (var step = Math.Min(after, next - 1); step >= 0; step--)
        {
            if (_chain[step] >= 0)
            {
                return _hits[_chain[step]].Micros;
            }
        }

        return null;
    }

    private bool Any(int exclusion, long behind, long upTo)
    {
        var times = _excluded[exclusion];
        var at = times.BinarySearch(behind + 1);
        at = at < 0 ? ~at : at;
        return at < times.Count && times[at] <= upTo;
    }

    private ulong Used(int step, int hit)
    {
        ulong used = 0;
        for (var s = 0; s <= step; s++)
        {
            if (_chain[s] >= 0 && _hits[_chain[s]].Micros == _hits[hit].Micros)
            {
                used ^= 1UL << (_chain[s] & 63);
            }
        }

        return used;
    }

    private UInt128 Opened(int step)
    {
        UInt128 opened = 0;
        foreach (var exclusion in funnel.Exclusions)
        {
            var pending = exclusion.After <= step && step < exclusion.Before;
            opened = (opened << 32) | (uint)(pending ? _chain[exclusion.After] + 2 : 0);
        }

        return opened;
    }

    private void Write(FunnelPath best)
    {
        best.Clear();
        best.Level = _level;
        for (var step = 0; step <= _level; step++)
        {
            if (_chain[step] >= 0)
            {
                best.Filled |= 1 << step;
                best.Times[step] = _hits[_chain[step]].Micros;
                best.Groups[step] = _hits[_chain[step]].Group;
            }
        }
    }
}
