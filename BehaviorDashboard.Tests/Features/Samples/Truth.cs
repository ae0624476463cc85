namespace BehaviorDashboard.Tests.Features.Samples;

/// <summary>Asks a planted number back within its sampling error.</summary>
internal static class Truth
{
    /// <summary>A share within 3.5 standard errors of the planted one, and never looser than three points per hundred of slack for clustering.</summary>
    public static void Share(double planted, int hits, int of, double slack = 0.005)
    {
        Assert.True(of >= 100, $"only {of} cases");
        var error = (3.5 * Math.Sqrt(planted * (1 - planted) / of)) + slack;
        var found = hits / (double)of;
        Assert.True(Math.Abs(found - planted) <= error, FormattableString.Invariant($"planted {planted:0.000}, found {found:0.000} of {of}, allowed {error:0.000}"));
    }

    public static void Ratio(double planted, double found, double tolerance) =>
        Assert.True(Math.Abs((found / planted) - 1) <= tolerance, FormattableString.Invariant($"planted {planted:0.00}, found {found:0.000}"));
}
