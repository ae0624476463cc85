using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Tests.Learning.Experiments;

/// <summary>Against numbers that others published.</summary>
public sealed class ExperimentTests
{
    // Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Proportion_PublishedCases_GiveThePublishedInterval(int successes, int trials, double low, double high)
    {
        var found = Differences.Proportion(successes, trials);

        Assert.Equal(low, found.Low, 0.00005);
        Assert.Equal(high, found.High, 0.00005);
    }

    // Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void OfProportions_PublishedCases_GiveThePublishedInterval(int a, int m, int b, int n, double low, double high)
    {
        var found = Differences.OfProportions(a, m, b, n);

        Assert.Equal(low, found.Low, 0.00006);
        Assert.Equal(high, found.High, 0.00006);
    }

    /// <summary>Student's sleep data, as R's help of <c>t.test</c> prints it.</summary>
    [Fact]
    public void OfMeans_SleepData_GivesWelchsInterval()
    {
        var found = Differences.OfMeans(
            Sample.Of([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]),
            Sample.Of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]))!.Value;

        Assert.Equal(-1.58, found.Value, 1e-9);
        Assert.Equal(-3.3654832, found.Low, 1e-6);
        Assert.Equal(0.2054832, found.High, 1e-6);
        Assert.False(found.IsClear);
    }

    [Fact]
    public void OfMeans_OfOneValue_SaysNothing() => Assert.Null(Differences.OfMeans(Sample.Of([1.0]), Sample.Of([1.0, 2.0])));

    [Fact]
    public void OfMeans_WithoutSpread_IsTheDifference() => Assert.Equal(new Estimate(1, 1, 1), Differences.OfMeans(Sample.Of([2.0, 2.0]), Sample.Of([1.0, 1.0])));

    // R's help of power.prop.test: p1 = .50, p2 = .75: power .90 needs n = 76.7; n = 50 has power .740.
    [Fact]
    public void SampleSizeOfProportions_OfRsExample_IsTheSame() => Assert.Equal(77, Power.SampleSizeOfProportions(0.5, 0.75, power: 0.9));

    [Fact]
    public void OfProportions_OfRsExample_HasTheSamePower() => Assert.Equal(0.740, Power.OfProportions(0.5, 0.75, 50, 50), 0.0005);

    // Half a standard deviation: 63 in each group (S.-C. Chow, J. Shao, H. Wang, Sample Size Calculations, two-sided 5 %, power 80 %).
    [Theory]
    [InlineData(0.5, 63)]
    [InlineData(1.0, 16)]
    [InlineData(0.2, 393)]
    public void SampleSizeOfMeans_InDeviations_IsTheTabledSize(double difference, int expected) => Assert.Equal(expected, Power.SampleSizeOfMeans(difference, 1));

    [Theory]
    [InlineData(0.06, 2000, 500)]
    [InlineData(0.01, 400, 100)]
    [InlineData(0.5, 50, 50)]
    public void DetectableRise_IsSeenInFourOfFive(double baseline, int treated, int holdOut)
    {
        var rise = Power.DetectableRise(baseline, treated, holdOut)!.Value;

        Assert.Equal(0.8, Power.OfProportions(baseline, baseline + rise, treated, holdOut), 1e-6);
    }

    [Fact]
    public void DetectableRise_UndoesTheSampleSize()
    {
        var size = Power.SampleSizeOfProportions(0.10, 0.13);

        Assert.Equal(0.03, Power.DetectableRise(0.10, size, size)!.Value, 0.0001);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(1, 1)]
    public void DetectableRise_WithoutGroups_IsUnknown(int treated, int holdOut) => Assert.Null(Power.DetectableRise(0.1, treated, holdOut));

    [Fact]
    public void DetectableDifference_UndoesTheSampleSize() => Assert.Equal(0.5, Power.DetectableDifference(1, 63, 63)!.Value, 0.001);

    // R. Kohavi, D. Tang, Y. Xu, Trustworthy Online Controlled Experiments, 2020, chapter 3: p = 1.8e-6.
    [Fact]
    public void SampleRatio_OfThePublishedCase_IsBroken()
    {
        var check = SampleRatio.Check(815_482, 821_588, 0.5);

        Assert.Equal(1.8e-6, check.PValue, 0.1e-6);
        Assert.True(check.IsBroken);
    }

    [Fact]
    public void SampleRatio_OfAnOrdinarySplit_Holds() => Assert.False(SampleRatio.Check(805, 195, 0.2).IsBroken);

    [Fact]
    public void Pooled_OfEqualEstimates_NarrowsByTheRoot()
    {
        var pooled = Differences.Pooled([new Estimate(0.04, 0.02, 0.06), new Estimate(0.04, 0.02, 0.06)]);

        Assert.Equal(0.04, pooled.Value, 1e-12);
        Assert.Equal(0.04 - (0.02 / Math.Sqrt(2)), pooled.Low, 1e-12);
    }
}
