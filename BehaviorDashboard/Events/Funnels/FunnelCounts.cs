namespace BehaviorDashboard.Events.Funnels;

/// <summary>What a funnel counted, for everybody or for one group.</summary>
public sealed class FunnelCounts(int steps)
{
    private readonly long[] _reached = new long[steps];
    private readonly List<long>[] _seconds = [.. Enumerable.Range(0, steps).Select(_ => new List<long>())];

    /// <summary>Customers whose chain fills the step.</summary>
    public IReadOnlyList<long> Reached => _reached;

    /// <summary>Mean time from the filled step before, seconds; null for the first step and where nobody came.</summary>
    public double? MeanSeconds(int step) => _seconds[step].Count == 0 ? null : _seconds[step].Average() / 1e6;

    /// <summary>Median of the same times, seconds.</summary>
    public double? MedianSeconds(int step)
    {
        var times = _seconds[step];
        if (times.Count == 0)
        {
            return null;
        }

        times.Sort();
        return (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2e6;
    }

    internal void Add(FunnelPath path)
    {
        long? former = null;
        for (var step = 0; step <= path.Level; step++)
        {
            if ((path.Filled & (1 << step)) == 0)
            {
                continue;
            }

            _reached[step]++;
            if (former is { } before)
            {
                _seconds[step].Add(path.Times[step] - before);
            }

            former = path.Times[step];
        }
    }

    internal void Add(FunnelCounts other)
    {
        for (var step = 0; step < _reached.Length; step++)
        {
            _reached[step] += other._reached[step];
            _seconds[step].AddRange(other._seconds[step]);
        }
    }
}
