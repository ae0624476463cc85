using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>A funnel by the period in which customers entered.</summary>
public sealed class FunnelTrend
{
    private readonly long[][] _reached;

    internal FunnelTrend(Periods periods, int steps)
    {
        Periods = periods;
        _reached = [.. Enumerable.Range(0, periods.Count).Select(_ => new long[steps])];
    }

    public Periods Periods { get; }

    /// <summary>Customers by step, of those whose way began in the period.</summary>
    public IReadOnlyList<long> Reached(int period) => _reached[period];

    internal int PeriodOf(FunnelPath path) => Periods.IndexOf(path.Times[0]);

    internal void Add(FunnelPath path)
    {
        var reached = _reached[PeriodOf(path)];
        for (var left = path.Filled; left != 0; left &= left - 1)
        {
            reached[int.TrailingZeroCount(left)]++;
        }
    }

    internal void Add(FunnelTrend other)
    {
        for (var period = 0; period < _reached.Length; period++)
        {
            for (var step = 0; step < _reached[period].Length; step++)
            {
                _reached[period][step] += other._reached[period][step];
            }
        }
    }
}
