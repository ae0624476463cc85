using BehaviorDashboard.Learning.Survival;

namespace BehaviorDashboard.Tests.Learning.Survival;

public sealed class KaplanMeierTests
{
    [Fact]
    public void Fit_RemissionTimesOfFreireich_GivesThePublishedCurve()
    {
        // 6-MP arm, weeks 6, 7, 10, 13, 16, 22, 23 (Freireich 1963; Kalbfleisch and Prentice).
        long[] atRisk = [21, 17, 15, 12, 11, 7, 6];
        long[] events = [3, 1, 1, 1, 1, 1, 1];
        double[] published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448];

        var curve = KaplanMeier.Fit(atRisk, events);

        Assert.Equal(published, curve.Select(p => Math.Round(p.Survival, 3)));
        Assert.Equal((0.620, 0.952), (Math.Round(curve[0].Low, 3), Math.Round(curve[0].High, 3)));
        Assert.Equal((0.188, 0.680), (Math.Round(curve[^1].Low, 3), Math.Round(curve[^1].High, 3)));
    }

    [Fact]
    public void Fit_EverybodyWatchedToTheEnd_IsThePlainShare()
    {
        var curve = KaplanMeier.Fit([10, 8, 5], [2, 3, 5]);

        Assert.Equal([0.8, 0.5, 0.0], curve.Select(p => Math.Round(p.Survival, 12)));
    }

    [Fact]
    public void Fit_NobodyLeftAtRisk_Stops() => Assert.Single(KaplanMeier.Fit([4, 0, 0], [1, 0, 0]));

    [Fact]
    public void Fit_Nobody_HasNoCurve() => Assert.Empty(KaplanMeier.Fit([], []));

    [Fact]
    public void Fit_MoreEventsThanAtRisk_IsRefused() => Assert.Throws<ArgumentException>(() => KaplanMeier.Fit([1], [2]));
}
