using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Features.Churn;

public sealed class ChurnRulesTests
{
    private static readonly DateTime First = new(2026, 1, 1, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    public void Dates_EveryLabelOfTheLearningDates_IsKnownAtValidation(int horizon)
    {
        var dates = ChurnDates.Of(First, new DateOnly(2027, 1, 1), horizon, 6, StoreCalendar.Utc);

        Assert.Equal(6, dates.Training.Count);
        Assert.All(dates.Training.Append(dates.Tuning!.Value), d => Assert.True(d.AddDays(horizon) <= dates.Validation));
        Assert.True(dates.Validation!.Value.AddDays(horizon) <= dates.Scoring);
        Assert.All(dates.All, d => Assert.True(d >= First.AddDays(ChurnDates.MinimumHistory)));
    }

    [Fact]
    public void Dates_OfTooFewDays_HaveNothingToLearnFrom()
    {
        var needed = ChurnDates.DaysNeeded(60);
        var enough = ChurnDates.Of(First, DateOnly.FromDateTime(First).AddDays(needed + 1), 60, 6, StoreCalendar.Utc);
        var tooFew = ChurnDates.Of(First, DateOnly.FromDateTime(First).AddDays(needed - 1), 60, 6, StoreCalendar.Utc);

        Assert.True(enough.Complete);
        Assert.False(tooFew.Complete);
        Assert.Equal([tooFew.Scoring], tooFew.All);
    }

    [Fact]
    public void Left_IsNoOrderWithinTheHorizon()
    {
        var table = Table(("days_since_order", 10), ("revenue_365", 100), ("tenure_days", 20)) with { DaysToNextOrder = [30] };

        Assert.True(ChurnRules.Left(table, 0, 30));
        Assert.False(ChurnRules.Left(table, 0, 31));
        Assert.True(ChurnRules.Left(table with { DaysToNextOrder = [double.NaN] }, 0, 365));
    }

    [Theory]
    [InlineData(365, 365, 60, 60)]
    [InlineData(2000, 365, 30, 30)]
    [InlineData(10, 90, 30, 30)]
    [InlineData(100, -50, 30, 0)]
    public void ExpectedValue_IsLastYearsPaceOverTheHorizon(double tenure, double revenue, int horizon, double expected) =>
        Assert.Equal(expected, ChurnRules.ExpectedValue(Table(("tenure_days", tenure), ("revenue_365", revenue)), 0, horizon), 9);

    [Fact]
    public void RuleOfThumb_RisesWithTheSilence()
    {
        var table = Table(("days_since_order", 20), ("mean_gap", 10));

        Assert.Equal(0.5, ChurnRules.RuleOfThumb(table, 0, 99), 9);
        Assert.Equal(0.75, ChurnRules.RuleOfThumb(Table(("days_since_order", 40), ("mean_gap", 10)), 0, 99), 9);
        Assert.Equal(0.5, ChurnRules.RuleOfThumb(Table(("days_since_order", 20), ("mean_gap", double.NaN)), 0, 10), 9);
    }

    [Fact]
    public void Deciles_AreEqualParts_TheMostLikelyFirst()
    {
        var deciles = ChurnRules.Deciles([.. Enumerable.Range(0, 40).Select(i => i / 40.0)]);

        Assert.Equal(Enumerable.Repeat(4, 10), deciles.CountBy(d => d).OrderBy(p => p.Key).Select(p => p.Value));
        Assert.Equal(1, deciles[39]);
        Assert.Equal(10, deciles[0]);
    }

    [Fact]
    public void Readiness_OfAFewCustomers_SaysWhatIsMissing()
    {
        var table = Table(("days_since_order", 20));

        var checks = ChurnRules.Readiness(500, 60, [table], null);

        Assert.Equal(["history_days", "customers", "left", "stayed", "judged"], checks.Select(c => c.Code));
        Assert.Equal([true, false, false, false, false], checks.Select(c => c.Met));
        Assert.Equal([500L, 1, 1, 0, 0], checks.Select(c => c.Have));
    }

    private static FeatureTable Table(params (string Feature, double Value)[] values)
    {
        var row = new double[CustomerFeatures.All.Count];
        foreach (var (feature, value) in values)
        {
            row[CustomerFeatures.IndexOf(feature)] = value;
        }

        return new FeatureTable(First, [1], row, [double.NaN], [0]);
    }
}
