namespace BehaviorDashboard.Events.Funnels;

/// <summary>How long customers take from one step to another, in bins that people think in: half a minute, an hour, three days.</summary>
public sealed class FunnelTimes
{
    // Seconds. Narrow where most of what people do in one visit happens, wide where days pass.
    private static readonly long[] Ladder =
    [
        10, 30, 60, 120, 300, 600, 1_800, 3_600, 2 * 3_600, 4 * 3_600, 8 * 3_600, 86_400, 2 * 86_400, 3 * 86_400, 5 * 86_400, 7 * 86_400, 14 * 86_400, 21 * 86_400,
        30 * 86_400, 60 * 86_400, 90 * 86_400, 180 * 86_400, 365 * 86_400, 730 * 86_400,
    ];

    private readonly FunnelSpan _span;
    private readonly long[] _counts;
    private readonly List<long> _micros = [];

    internal FunnelTimes(FunnelSpan span, FunnelWindow window)
    {
        _span = span;
        Bounds = BoundsOf(window);
        _counts = new long[Bounds.Count + 1];
    }

    /// <summary>Where bins end and the next begin, seconds; the last bin ends with the window.</summary>
    public IReadOnlyList<long> Bounds { get; }

    /// <summary>Customers by bin, one more than there are bounds. A time that lies on a bound belongs to the bin that begins there.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Customers whose way holds both steps.</summary>
    public long Customers => _micros.Count;

    public double? MeanSeconds => Seconds.Mean(_micros);

    public double? MedianSeconds => Seconds.Median(_micros);

    /// <summary>The bounds that a window has.</summary>
    public static IReadOnlyList<long> BoundsOf(FunnelWindow window) => [.. Ladder.Where(b => b < window.Longest.TotalSeconds)];

    /// <returns>Null where the way leaves out one of the two.</returns>
    internal int? BinOf(FunnelPath path)
    {
        var both = (1 << _span.From) | (1 << _span.To);
        if ((path.Filled & both) != both)
        {
            return null;
        }

        var (bin, micros) = (0, path.Times[_span.To] - path.Times[_span.From]);
        while (bin < Bounds.Count && micros >= Bounds[bin] * 1_000_000)
        {
            bin++;
        }

        return bin;
    }

    internal void Add(FunnelPath path)
    {
        if (BinOf(path) is { } bin)
        {
            _counts[bin]++;
            _micros.Add(path.Times[_span.To] - path.Times[_span.From]);
        }
    }

    internal void Add(FunnelTimes other)
    {
        _micros.AddRange(other._micros);
        for (var bin = 0; bin < _counts.Length; bin++)
        {
            _counts[bin] += other._counts[bin];
        }
    }
}
