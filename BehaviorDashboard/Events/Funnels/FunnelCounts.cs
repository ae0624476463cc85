namespace BehaviorDashboard.Events.Funnels;

/// <summary>What a funnel counted, for everybody or for one group. Amounts are ten-thousandths of the store's currency.</summary>
public sealed class FunnelCounts(int steps)
{
    private readonly long[] _reached = new long[steps];
    private readonly long[] _revenue = new long[steps];
    // By the step that customers came to and no further.
    private readonly long[] _ended = new long[steps];
    private readonly long[] _endedRevenue = new long[steps];
    private readonly List<long>?[] _micros = new List<long>?[steps];

    /// <summary>Customers whose chain fills the step.</summary>
    public IReadOnlyList<long> Reached => _reached;

    /// <summary>What they brought within their window; noughts where it was not asked for.</summary>
    public IReadOnlyList<long> Revenue => _revenue;

    /// <summary>Customers who came to the step that everybody has to pass before this one, and not to this one or further.</summary>
    public long Lost(FunnelDefinition funnel, int step) => step == 0 ? 0 : _ended.AsSpan()[funnel.RequiredBefore(step)..step].ToArray().Sum();

    /// <summary>What those brought all the same within their window.</summary>
    public long LostRevenue(FunnelDefinition funnel, int step) => step == 0 ? 0 : _endedRevenue.AsSpan()[funnel.RequiredBefore(step)..step].ToArray().Sum();

    /// <summary>Mean time from the filled step before, seconds; null for the first step and where nobody came.</summary>
    public double? MeanSeconds(int step) => Seconds.Mean(_micros[step]);

    /// <summary>Median of the same times, seconds.</summary>
    public double? MedianSeconds(int step) => Seconds.Median(_micros[step]);

    internal void Add(FunnelPath path, long revenue)
    {
        long? former = null;
        for (var step = 0; step <= path.Level; step++)
        {
            if ((path.Filled & (1 << step)) == 0)
            {
                continue;
            }

            _reached[step]++;
            _revenue[step] += revenue;
            if (former is { } before)
            {
                (_micros[step] ??= []).Add(path.Times[step] - before);
            }

            former = path.Times[step];
        }

        _ended[path.Level]++;
        _endedRevenue[path.Level] += revenue;
    }

    internal void Add(FunnelCounts other)
    {
        for (var step = 0; step < _reached.Length; step++)
        {
            _reached[step] += other._reached[step];
            _revenue[step] += other._revenue[step];
            _ended[step] += other._ended[step];
            _endedRevenue[step] += other._endedRevenue[step];
            if (other._micros[step] is { } times)
            {
                (_micros[step] ??= []).AddRange(times);
            }
        }
    }
}

/// <summary>Figures of lengths of time in microseconds, as seconds.</summary>
internal static class Seconds
{
    public static double? Mean(List<long>? micros) => micros is { Count: > 0 } ? micros.Average() / 1e6 : null;

    public static double? Median(List<long>? micros)
    {
        if (micros is not { Count: > 0 })
        {
            return null;
        }

        micros.Sort();
        return (micros[(micros.Count - 1) / 2] + micros[micros.Count / 2]) / 2e6;
    }
}
