using MathNet.Numerics.Distributions;

namespace BehaviorDashboard.Learning.Experiments;

/// <summary>Differences between a treated group and its hold-out, with intervals.</summary>
public static class Differences
{
    private const double Confidence = 0.95;

    /// <summary>Wilson's score interval of one proportion, without continuity correction (E. B. Wilson, JASA 22, 1927).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No trials, or more successes than trials.</exception>
    public static Estimate Proportion(int successes, int trials, double confidence = Confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        var z = Quantile(confidence);
        var p = (double)successes / trials;
        var centre = (2 * successes) + (z * z);
        var reach = z * Math.Sqrt((z * z) + (4 * successes * (1 - p)));
        var whole = 2 * (trials + (z * z));
        // At the ends the square root is exact only on paper.
        return new Estimate(p, successes == 0 ? 0 : (centre - reach) / whole, successes == trials ? 1 : (centre + reach) / whole);
    }

    /// <summary>
    /// First proportion less the second: Newcombe's hybrid score interval without continuity correction (R. G. Newcombe, Statistics in
    /// Medicine 17, 1998, 873-890, method 10). Holds its level for small groups and rare successes, where the textbook interval does not.
    /// </summary>
    public static Estimate OfProportions(int successes, int trials, int otherSuccesses, int otherTrials, double confidence = Confidence)
    {
        var (a, b) = (Proportion(successes, trials, confidence), Proportion(otherSuccesses, otherTrials, confidence));
        var difference = a.Value - b.Value;
        return new Estimate(
            difference,
            difference - Math.Sqrt(Square(a.Value - a.Low) + Square(b.High - b.Value)),
            difference + Math.Sqrt(Square(a.High - a.Value) + Square(b.Value - b.Low)));
    }

    /// <summary>
    /// Chance of proportions at least so far apart where there is no difference, two-sided: the score test with a pooled variance, the same as Pearson's
    /// chi-square on the four cells. Fit where five or more cases are expected in each cell (W. G. Cochran, Biometrics 10, 1954).
    /// </summary>
    public static double PValueOfProportions(int successes, int trials, int otherSuccesses, int otherTrials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(otherTrials, 1);
        var pooled = (double)(successes + otherSuccesses) / (trials + otherTrials);
        var spread = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / trials) + (1.0 / otherTrials)));
        return spread <= 0 ? 1 : 2 * Normal.CDF(0, 1, -Math.Abs(((double)successes / trials) - ((double)otherSuccesses / otherTrials)) / spread);
    }

    /// <summary>
    /// First mean less the second, variances unequal (B. L. Welch, Biometrika 34, 1947; degrees of freedom by Satterthwaite). With money per
    /// customer most values are zero: the mean of hundreds of customers is still close to normal, that of dozens is not.
    /// </summary>
    /// <returns>Null where a group has fewer than two values.</returns>
    public static Estimate? OfMeans(Sample first, Sample second, double confidence = Confidence)
    {
        if (first.Count < 2 || second.Count < 2)
        {
            return null;
        }

        var difference = first.Mean - second.Mean;
        var (a, b) = (first.Variance / first.Count, second.Variance / second.Count);
        if (a + b <= 0)
        {
            return new Estimate(difference, difference, difference);
        }

        var freedom = Square(a + b) / ((Square(a) / (first.Count - 1)) + (Square(b) / (second.Count - 1)));
        var reach = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - confidence) / 2)) * Math.Sqrt(a + b);
        return new Estimate(difference, difference - reach, difference + reach);
    }

    /// <summary>Several estimates of one effect as one, each weighted by its precision (fixed effect; half widths stand for standard errors).</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Estimate Pooled(IReadOnlyList<Estimate> estimates)
    {
        if (estimates.Count == 0)
        {
            throw new ArgumentException("There is nothing to pool.", nameof(estimates));
        }

        var weights = estimates.Select(e => 1 / Square(Math.Max((e.High - e.Low) / 2, 1e-12))).ToList();
        var total = weights.Sum();
        var value = estimates.Zip(weights, (e, w) => e.Value * w).Sum() / total;
        var low = Math.Sqrt(estimates.Zip(weights, (e, w) => Square((e.Value - e.Low) * w)).Sum()) / total;
        var high = Math.Sqrt(estimates.Zip(weights, (e, w) => Square((e.High - e.Value) * w)).Sum()) / total;
        return new Estimate(value, value - low, value + high);
    }

    internal static double Quantile(double confidence) => Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));

    private static double Square(double x) => x * x;
}

/// <summary>What is known of a group's values.</summary>
/// <param name="Variance">Unbiased (n - 1).</param>
public readonly record struct Sample(int Count, double Mean, double Variance)
{
    public static Sample Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Count == 0 ? 0 : values.Average();
        return new Sample(values.Count, mean, values.Count < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}
