using MathNet.Numerics.Distributions;

namespace BehaviorDashboard.Learning.Experiments;

/// <summary>
/// How large groups must be, and what given groups can show, with a two-sided test. Normal approximation: J. L. Fleiss, B. Levin, M. C. Paik,
/// Statistical Methods for Rates and Proportions, 3rd ed. 2003, chapter 4, without continuity correction; the same as R's <c>power.prop.test</c>.
/// </summary>
public static class Power
{
    public const double DefaultAlpha = 0.05;
    public const double DefaultPower = 0.8;

    /// <summary>The smallest rise above <paramref name="baseline"/> that the groups would show in <paramref name="power"/> of all cases.</summary>
    /// <returns>Null where even a rise to certainty would go unseen, or a group is empty.</returns>
    public static double? DetectableRise(double baseline, int treated, int holdOut, double alpha = DefaultAlpha, double power = DefaultPower)
    {
        CheckShare(baseline);
        if (treated < 1 || holdOut < 1)
        {
            return null;
        }

        var (low, high) = (0.0, 1 - baseline);
        if (high <= 0 || OfProportions(baseline, baseline + high, treated, holdOut, alpha) < power)
        {
            return null;
        }

        // The power grows with the rise, so halving finds it; 60 halvings are beyond double precision.
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = OfProportions(baseline, baseline + middle, treated, holdOut, alpha) < power ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Chance that a test of two proportions shows the difference.</summary>
    public static double OfProportions(double holdOutShare, double treatedShare, int treated, int holdOut, double alpha = DefaultAlpha)
    {
        var pooled = ((treatedShare * treated) + (holdOutShare * holdOut)) / (treated + holdOut);
        var equal = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / treated) + (1.0 / holdOut)));
        var apart = Math.Sqrt((treatedShare * (1 - treatedShare) / treated) + (holdOutShare * (1 - holdOutShare) / holdOut));
        var distance = Math.Abs(treatedShare - holdOutShare) - (Z(1 - (alpha / 2)) * equal);
        return apart <= 0 ? distance >= 0 ? 1 : 0 : Normal.CDF(0, 1, distance / apart);
    }

    /// <summary>Customers of two equal groups needed to see the difference, per group.</summary>
    public static int SampleSizeOfProportions(double first, double second, double alpha = DefaultAlpha, double power = DefaultPower)
    {
        CheckShare(first);
        CheckShare(second);
        ArgumentOutOfRangeException.ThrowIfEqual(first, second);
        var mean = (first + second) / 2;
        var root = (Z(1 - (alpha / 2)) * Math.Sqrt(2 * mean * (1 - mean))) + (Z(power) * Math.Sqrt((first * (1 - first)) + (second * (1 - second))));
        return (int)Math.Ceiling(root * root / ((first - second) * (first - second)));
    }

    /// <summary>Customers of two equal groups needed to see a difference of means, per group.</summary>
    /// <param name="deviation">Standard deviation within a group, in the units of the difference.</param>
    public static int SampleSizeOfMeans(double difference, double deviation, double alpha = DefaultAlpha, double power = DefaultPower)
    {
        ArgumentOutOfRangeException.ThrowIfZero(difference);
        var ratio = (Z(1 - (alpha / 2)) + Z(power)) * deviation / difference;
        return (int)Math.Ceiling(2 * ratio * ratio);
    }

    /// <summary>The smallest difference of means that the groups would show.</summary>
    /// <returns>Null where a group is empty.</returns>
    public static double? DetectableDifference(double deviation, int treated, int holdOut, double alpha = DefaultAlpha, double power = DefaultPower) =>
        treated < 1 || holdOut < 1 ? null : (Z(1 - (alpha / 2)) + Z(power)) * deviation * Math.Sqrt((1.0 / treated) + (1.0 / holdOut));

    private static double Z(double probability) => Normal.InvCDF(0, 1, probability);

    private static void CheckShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
    }
}
