using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// The level of ordered chains in one pass over a customer's hits. For each step the chain with the latest first event is kept: whatever another chain
/// that ends there can still reach, this one can too. Events of one instant may stand in any order, so an instant with several hits is a matching.
/// </summary>
internal sealed class OrderedChains
{
    private readonly FunnelDefinition _funnel;
    private readonly int _steps;
    private readonly int[] _lowest;
    private readonly long _from;
    private readonly long _until;
    private readonly Chain[] _chains;
    private readonly Chain[] _next;
    private readonly StepMatching _matching;

    public OrderedChains(FunnelDefinition funnel)
    {
        _funnel = funnel;
        _steps = funnel.Steps.Count;
        _from = Periods.MicrosOf(funnel.From);
        _until = Periods.MicrosOf(funnel.Until);
        // Steps behind it are optional: a chain may come to a step from any of them, or from this one.
        _lowest = [.. Enumerable.Range(0, _steps).Select(funnel.RequiredBefore)];
        _chains = [.. Enumerable.Range(0, _steps).Select(_ => new Chain(_steps))];
        _next = [.. Enumerable.Range(0, _steps).Select(_ => new Chain(_steps))];
        _matching = new StepMatching(_steps);
    }

    /// <summary>The furthest chain of the hits, which are in time order.</summary>
    public void Run(ReadOnlySpan<FunnelHit> hits, FunnelPath best)
    {
        best.Clear();
        foreach (var chain in _chains)
        {
            chain.Clear();
        }

        for (var i = 0; i < hits.Length;)
        {
            var end = i + 1;
            while (end < hits.Length && hits[end].Micros == hits[i].Micros)
            {
                end++;
            }

            var reached = end == i + 1 ? One(hits[i]) : Several(hits[i..end]);
            if (reached >= 0)
            {
                Remember(reached, best);
            }

            i = end;
        }
    }

    /// <returns>Bits of the steps that got a new chain; -1 when none did.</returns>
    private int One(in FunnelHit hit)
    {
        var changed = 0;
        // From the last step down: an event fills one step of a chain.
        for (var step = _steps - 1; step > 0; step--)
        {
            if ((hit.Steps & (1 << step)) != 0 && Predecessor(step, hit.Micros) is { } former)
            {
                changed |= _chains[step].Extend(former, step, hit) ? 1 << step : 0;
            }
        }

        if ((hit.Steps & 1) != 0 && hit.Micros >= _from && hit.Micros < _until)
        {
            _chains[0].Begin(hit, _funnel.Window.Deadline(hit.Micros, _funnel.Calendar));
            changed |= 1;
        }

        return changed == 0 ? -1 : changed;
    }

    private Chain? Predecessor(int step, long micros)
    {
        Chain? best = null;
        for (var at = step - 1; at >= _lowest[step]; at--)
        {
            var chain = _chains[at];
            if (chain.IsAlive && micros <= chain.Deadline && (best is null || chain.Start > best.Start || (chain.Start == best.Start && chain.Count > best.Count)))
            {
                best = chain;
            }
        }

        return best;
    }

    private int Several(ReadOnlySpan<FunnelHit> instant)
    {
        for (var step = 0; step < _steps; step++)
        {
            _next[step].Take(_chains[step]);
        }

        var changed = 0;
        var micros = instant[0].Micros;
        // From the last step back: of chains that are as good, the one whose steps came earlier is taken first and stays.
        for (var origin = _steps - 2; origin >= -1; origin--)
        {
            var alive = origin < 0 ? micros >= _from && micros < _until : _chains[origin].IsAlive && micros <= _chains[origin].Deadline;
            if (alive)
            {
                changed |= ExtendFrom(origin, instant);
            }
        }

        for (var step = 0; step < _steps; step++)
        {
            _chains[step].Take(_next[step]);
        }

        return changed == 0 ? -1 : changed;
    }

    private int ExtendFrom(int origin, ReadOnlySpan<FunnelHit> instant)
    {
        var changed = 0;
        for (var target = origin + 1; target < _steps; target++)
        {
            if (!Fill(origin, target, instant))
            {
                // A required step between cannot be filled, so neither can anything behind it.
                if (!_funnel.Steps[target].Optional)
                {
                    break;
                }

                continue;
            }

            changed |= _next[target].Extend(origin < 0 ? null : _chains[origin], origin, target, instant, _matching, _funnel) ? 1 << target : 0;
        }

        return changed;
    }

    /// <summary>Fills the target and every required step before it, then as many optional ones as the rest of the events allow.</summary>
    private bool Fill(int origin, int target, ReadOnlySpan<FunnelHit> instant)
    {
        _matching.Clear();
        for (var step = origin + 1; step <= target; step++)
        {
            if ((step == target || !_funnel.Steps[step].Optional) && !_matching.TryFill(step, instant))
            {
                return false;
            }
        }

        for (var step = origin + 1; step < target; step++)
        {
            if (_funnel.Steps[step].Optional)
            {
                _matching.TryFill(step, instant);
            }
        }

        return true;
    }

    // The first chain that reaches a level gives its times; a later one only with more optional steps.
    private void Remember(int changed, FunnelPath best)
    {
        var furthest = int.Log2(changed);
        var chain = _chains[furthest];
        if (furthest > best.Level || (furthest == best.Level && chain.Count > int.PopCount(best.Filled)))
        {
            chain.CopyTo(best, furthest);
        }
    }

    private sealed class Chain(int steps)
    {
        private readonly long[] _times = new long[steps];
        private readonly string?[] _groups = new string?[steps];
        private int _filled;

        public long Start { get; private set; }

        public long Deadline { get; private set; }

        public bool IsAlive => _filled != 0;

        public int Count => int.PopCount(_filled);

        public void Clear() => _filled = 0;

        public void Begin(in FunnelHit hit, long deadline)
        {
            (Start, Deadline, _filled) = (hit.Micros, deadline, 1);
            _times[0] = hit.Micros;
            _groups[0] = hit.Group;
        }

        /// <returns>False when the chain kept here is as good.</returns>
        public bool Extend(Chain former, int step, in FunnelHit hit)
        {
            if (IsAlive && (Start > former.Start || (Start == former.Start && Count > former.Count)))
            {
                return false;
            }

            TakeUpTo(former, step);
            Fill(step, hit);
            return true;
        }

        public bool Extend(Chain? former, int origin, int target, ReadOnlySpan<FunnelHit> instant, StepMatching matching, FunnelDefinition funnel)
        {
            var filled = Enumerable.Range(origin + 1, target - origin).Count(step => matching.EventOf(step) >= 0);
            var (start, count) = former is null ? (instant[0].Micros, filled) : (former.Start, former.Count + filled);
            if (IsAlive && (Start > start || (Start == start && Count >= count)))
            {
                return false;
            }

            if (former is null)
            {
                Begin(instant[matching.EventOf(0)], funnel.Window.Deadline(instant[0].Micros, funnel.Calendar));
            }
            else
            {
                TakeUpTo(former, origin + 1);
            }

            for (var step = Math.Max(origin + 1, former is null ? 1 : 0); step <= target; step++)
            {
                if (matching.EventOf(step) is >= 0 and var e)
                {
                    Fill(step, instant[e]);
                }
            }

            return true;
        }

        public void Take(Chain other)
        {
            (Start, Deadline, _filled) = (other.Start, other.Deadline, other._filled);
            other._times.CopyTo(_times, 0);
            other._groups.CopyTo(_groups, 0);
        }

        public void CopyTo(FunnelPath path, int level)
        {
            path.Level = level;
            path.Filled = _filled;
            _times.CopyTo(path.Times, 0);
            _groups.CopyTo(path.Groups, 0);
        }

        private void TakeUpTo(Chain former, int step)
        {
            (Start, Deadline, _filled) = (former.Start, former.Deadline, former._filled & ((1 << step) - 1));
            former._times.AsSpan(0, step).CopyTo(_times);
            former._groups.AsSpan(0, step).CopyTo(_groups);
        }

        private void Fill(int step, in FunnelHit hit)
        {
            _filled |= 1 << step;
            _times[step] = hit.Micros;
            _groups[step] = hit.Group;
        }
    }
}
