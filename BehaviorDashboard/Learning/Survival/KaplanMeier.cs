namespace BehaviorDashboard.Learning.Survival;

/// <summary>
/// The product-limit estimator for grouped times (Kaplan and Meier 1958): what share has not had the event by the end of each period, where some are
/// watched for fewer periods than others. Who is no longer watched leaves the number at risk and counts neither way.
/// </summary>
public static class KaplanMeier
{
    // Two-sided 95 %.
    private const double Z = 1.959963984540054;

    /// <param name="atRisk">By period: who is watched through the period and has not had the event before it.</param>
    /// <param name="events">By period: who of them had the event in it.</param>
    /// <returns>One point per period, up to the last with anybody at risk. Intervals on the log(-log) scale with Greenwood's variance, so they stay within 0 and 1.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a period has more events than customers at risk.</exception>
    public static IReadOnlyList<SurvivalPoint> Fit(IReadOnlyList<long> atRisk, IReadOnlyList<long> events)
    {
        if (atRisk.Count != events.Count || atRisk.Where((n, i) => events[i] < 0 || events[i] > n).Any())
        {
            throw new ArgumentException("Each period needs a number at risk and no more events than that.", nameof(events));
        }

        var points = new List<SurvivalPoint>();
        var (survival, greenwood) = (1.0, 0.0);
        for (var i = 0; i < atRisk.Count && atRisk[i] > 0; i++)
        {
            double n = atRisk[i], d = events[i];
            survival *= (n - d) / n;
            greenwood += d == n ? double.PositiveInfinity : d / (n * (n - d));
            points.Add(Point(survival, greenwood));
        }

        return points;
    }

    private static SurvivalPoint Point(double survival, double greenwood)
    {
        // At 0 and at 1 the scale has no width.
        if (survival is 0 or 1)
        {
            return new SurvivalPoint(survival, survival, survival);
        }

        var spread = Z * Math.Sqrt(greenwood) / Math.Abs(Math.Log(survival));
        return new SurvivalPoint(survival, Math.Pow(survival, Math.Exp(spread)), Math.Pow(survival, Math.Exp(-spread)));
    }
}

/// <summary>Share that has not had the event by the end of a period, with its 95 % interval.</summary>
public sealed record SurvivalPoint(double Survival, double Low, double High);
