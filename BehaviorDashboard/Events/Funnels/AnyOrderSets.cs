using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// The most steps that different events inside one window can fill. An excluded event ends an unfinished attempt, which then counts for nothing.
/// Events come in time order and each takes a step where it can, other events moving aside (a maximum matching by augmenting paths, Kuhn):
/// so the k-th time of the path is the first instant by which k steps can be filled.
/// </summary>
internal sealed class AnyOrderSets(FunnelDefinition funnel)
{
    private readonly long _from = Periods.MicrosOf(funnel.From);
    private readonly long _until = Periods.MicrosOf(funnel.Until);
    private readonly int[] _eventOf = new int[funnel.Steps.Count];
    private readonly FunnelPath _attempt = new(funnel.Steps.Count);

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
        var (end, seen, able) = (0, 0, 0);
        for (; end < hits.Length && hits[end].Micros <= Math.Min(deadline, spoiled); end++)
        {
            seen |= hits[end].Steps;
            able += hits[end].Steps != 0 ? 1 : 0;
            spoiled = hits[end].Excluded != 0 && hits[end].Micros > hits[0].Micros ? hits[end].Micros : spoiled;
        }

        if (Math.Min(int.PopCount(seen), able) <= best.Level + 1)
        {
            return;
        }

        Fill(hits[..end]);
        if (_attempt.Level > best.Level && (spoiled > deadline || _attempt.Level + 1 == funnel.Steps.Count))
        {
            best.Take(_attempt);
        }
    }

    private void Fill(ReadOnlySpan<FunnelHit> hits)
    {
        _attempt.Clear();
        Array.Fill(_eventOf, -1);
        for (var e = 0; e < hits.Length && _attempt.Level + 1 < funnel.Steps.Count; e++)
        {
            var tried = 0;
            if (hits[e].Steps != 0 && Place(e, hits, ref tried))
            {
                _attempt.Level++;
                _attempt.Filled |= 1 << _attempt.Level;
                _attempt.Times[_attempt.Level] = hits[e].Micros;
                _attempt.Groups[_attempt.Level] = hits[e].Group;
            }
        }
    }

    /// <summary>Gives the event a step, moving events of other steps where needed; those keep one.</summary>
    private bool Place(int e, ReadOnlySpan<FunnelHit> hits, ref int tried)
    {
        for (var open = hits[e].Steps & ~tried; open != 0; open &= ~tried)
        {
            var step = int.TrailingZeroCount(open);
            tried |= 1 << step;
            if (_eventOf[step] < 0 || Place(_eventOf[step], hits, ref tried))
            {
                _eventOf[step] = e;
                return true;
            }
        }

        return false;
    }
}
