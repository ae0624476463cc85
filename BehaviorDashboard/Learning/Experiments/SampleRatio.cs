using MathNet.Numerics.Distributions;

namespace BehaviorDashboard.Learning.Experiments;

/// <summary>
/// Are the groups as large, one against the other, as the assignment meant them to be? If not, something lost people of one group, and a
/// difference between the groups says nothing (A. Fabijan et al., KDD 2019, "Diagnosing sample ratio mismatch").
/// </summary>
/// <param name="PValue">Chance of groups at least so uneven by luck (chi-square, one degree of freedom).</param>
public readonly record struct SampleRatio(double PValue)
{
    /// <summary>Looked at again and again, a weaker bound would cry wolf.</summary>
    public const double Bound = 0.001;

    public bool IsBroken => PValue < Bound;

    /// <param name="holdOutShare">The intended share of the hold-out, between 0 and 1.</param>
    public static SampleRatio Check(int treated, int holdOut, double holdOutShare)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(holdOutShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(holdOutShare, 1);
        var total = treated + holdOut;
        if (total == 0)
        {
            return new SampleRatio(1);
        }

        var expected = total * holdOutShare;
        var off = holdOut - expected;
        return new SampleRatio(1 - ChiSquared.CDF(1, off * off / (expected * (1 - holdOutShare))));
    }
}
