using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Overview;

/// <summary>Whether a change is more than noise: two-sided tests at 5 %, so that a colour means something.</summary>
public static class ChangeTests
{
    private const double Critical = 1.96;
    private const int FewestCases = 30;
    private const int FewestDays = 7;

    /// <summary>Two counts of events that come one by one (Poisson): the difference against its own spread.</summary>
    public static bool Counts(long now, long before) => now + before >= FewestCases && Math.Abs(now - before) > Critical * Math.Sqrt(now + before);

    /// <summary>Two shares: the z-test of two proportions with a pooled variance.</summary>
    public static bool Shares(long hitsNow, long allNow, long hitsBefore, long allBefore)
    {
        if (allNow < FewestCases || allBefore < FewestCases)
        {
            return false;
        }

        var pooled = (double)(hitsNow + hitsBefore) / (allNow + allBefore);
        var spread = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / allNow) + (1.0 / allBefore)));
        return spread > 0 && Math.Abs(((double)hitsNow / allNow) - ((double)hitsBefore / allBefore)) > Critical * spread;
    }

    /// <summary>Two means over days (Welch): a few large orders on one day are noise, a shift of all days is not.</summary>
    public static bool Days(IEnumerable<DayMeasures> now, IEnumerable<DayMeasures> before, Func<DayMeasures, double?> figure)
    {
        var (a, b) = (Of(now, figure), Of(before, figure));
        return a.Count >= FewestDays && b.Count >= FewestDays && Math.Abs(a.Mean - b.Mean) > Critical * Math.Sqrt((a.Variance / a.Count) + (b.Variance / b.Count));
    }

    private static (int Count, double Mean, double Variance) Of(IEnumerable<DayMeasures> days, Func<DayMeasures, double?> figure)
    {
        var values = days.Select(figure).OfType<double>().ToList();
        if (values.Count < 2)
        {
            return (values.Count, 0, 0);
        }

        var mean = values.Average();
        return (values.Count, mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}
