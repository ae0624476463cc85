using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Tests.Learning.Experiments;

public sealed class MultiplicityTests
{
    // R 4: p.adjust(p, "BH").
    [Theory]
    [InlineData(new[] { 0.01, 0.02, 0.03, 0.04, 0.05 }, new[] { 0.05, 0.05, 0.05, 0.05, 0.05 })]
    [InlineData(new[] { 0.3, 0.005, 0.1, 0.009, 0.05, 0.2 }, new[] { 0.3, 0.027, 0.15, 0.027, 0.1, 0.24 })]
    [InlineData(new[] { 0.9 }, new[] { 0.9 })]
    [InlineData(new double[0], new double[0])]
    public void BenjaminiHochberg_EqualsR(double[] pValues, double[] adjusted) =>
        Assert.Equal(adjusted, Multiplicity.BenjaminiHochberg(pValues).Select(q => Math.Round(q, 12)));

    [Fact]
    public void BenjaminiHochberg_NothingToFind_FindsAnythingNoMoreOftenThanTheLevel()
    {
        var random = new Random(5);
        var found = Enumerable.Range(0, 4_000).Count(_ => Multiplicity.BenjaminiHochberg([.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())]).Min() <= 0.05);

        // 5 % and three standard deviations.
        Assert.InRange(found / 4_000.0, 0.03, 0.0604);
    }

    [Theory]
    [InlineData(0, 10, 0.95)]
    [InlineData(10, 10, 0.95)]
    [InlineData(1, 10, 0.995)]
    public void Confidence_OfFewSelectedAmongMany_IsHigher(int selected, int compared, double confidence) =>
        Assert.Equal(selected == 0 ? 1 : confidence, Multiplicity.Confidence(selected, compared, 0.05), 12);

    // R 4: prop.test(c(15, 25), c(50, 50), correct = FALSE).
    [Theory]
    [InlineData(15, 50, 25, 50, 0.04123)]
    [InlineData(0, 50, 0, 50, 1)]
    [InlineData(10, 50, 10, 50, 1)]
    public void PValueOfProportions_EqualsR(int successes, int trials, int others, int otherTrials, double p) =>
        Assert.Equal(p, Differences.PValueOfProportions(successes, trials, others, otherTrials), 5);
}
