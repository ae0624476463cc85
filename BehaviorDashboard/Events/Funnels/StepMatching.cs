namespace BehaviorDashboard.Events.Funnels;

/// <summary>Which of several events fills which step, each event one step: a maximum matching by augmenting paths (Kuhn), fit for 20 steps.</summary>
internal sealed class StepMatching(int steps)
{
    private readonly int[] _eventOf = new int[steps];
    private readonly bool[] _tried = new bool[steps];

    /// <summary>Index of the event that fills a step, -1 for none; valid after <see cref="TryFill"/>.</summary>
    public int EventOf(int step) => _eventOf[step];

    public void Clear() => Array.Fill(_eventOf, -1);

    /// <summary>Fills one more step, moving events of other steps where needed; those stay filled.</summary>
    public bool TryFill(int step, ReadOnlySpan<FunnelHit> events)
    {
        Array.Clear(_tried);
        return Augment(step, events);
    }

    private bool Augment(int step, ReadOnlySpan<FunnelHit> events)
    {
        _tried[step] = true;
        for (var e = 0; e < events.Length; e++)
        {
            if ((events[e].Steps & (1 << step)) == 0)
            {
                continue;
            }

            var holder = Array.IndexOf(_eventOf, e);
            if (holder < 0 || (!_tried[holder] && Augment(holder, events)))
            {
                _eventOf[step] = e;
                return true;
            }
        }

        return false;
    }
}
