using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Linear;
using BehaviorDashboard.Learning.Quality;

namespace BehaviorDashboard.Tests.Learning;

public sealed class QualityTests
{
    [Fact]
    public void Auc_IsTheShareOfPairsInTheRightOrder()
    {
        var random = new Random(1);
        double[] scores = [.. Enumerable.Range(0, 120).Select(_ => (double)random.Next(20))];
        bool[] labels = [.. scores.Select(s => random.Next(25) < s)];
        var pairs = from y in Enumerable.Range(0, 120).Where(i => labels[i])
                    from n in Enumerable.Range(0, 120).Where(i => !labels[i])
                    select scores[y] > scores[n] ? 1 : scores[y] == scores[n] ? 0.5 : 0;

        var auc = AreaUnderCurve.Of(scores, labels);

        Assert.Equal(pairs.Average(), auc.Value, 12);
        Assert.True(auc.Low < auc.Value && auc.Value < auc.High);
    }

    [Fact]
    public void AucInterval_HoldsTheTruth_AboutAsOftenAsItSays()
    {
        var random = new Random(2);
        // Two normals one apart: Phi(1 / sqrt 2).
        const double Truth = 0.7602499389;
        var held = 0;
        for (var world = 0; world < 400; world++)
        {
            bool[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0)];
            double[] scores = [.. labels.Select(l => (l ? 1 : 0) + Gauss(random))];
            var auc = AreaUnderCurve.Of(scores, labels);
            held += auc.Low <= Truth && Truth <= auc.High ? 1 : 0;
        }

        Assert.InRange(held, 364, 394);
    }

    [Fact]
    public void AucDifference_OfPairedScores_IsTighterThanTheirOwnIntervals()
    {
        var random = new Random(3);
        bool[] labels = [.. Enumerable.Range(0, 800).Select(i => i % 3 == 0)];
        double[] good = [.. labels.Select(l => (l ? 1 : 0) + Gauss(random))];
        double[] worse = [.. good.Select(s => s + (0.5 * Gauss(random)))];

        var difference = AreaUnderCurve.Difference(good, worse, labels);

        Assert.Equal(AreaUnderCurve.Of(good, labels).Value - AreaUnderCurve.Of(worse, labels).Value, difference.Value, 12);
        Assert.True(difference.Low > 0);
        Assert.True(difference.High - difference.Low < AreaUnderCurve.Of(good, labels).High - AreaUnderCurve.Of(good, labels).Low);
    }

    [Fact]
    public void Quality_OfKnownRows_IsTheCountedOne()
    {
        double[] probabilities = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9];
        bool[] labels = [false, false, true, false, false, true, false, true, true, true];

        var quality = BinaryQuality.Of(probabilities, labels);

        Assert.Equal(0.5, quality.BaseRate);
        Assert.Equal(1, quality.PrecisionAtTop);
        Assert.Equal(2, quality.Lift);
        Assert.Equal(21.0 / 25, quality.Auc.Value, 12);
        Assert.Equal(probabilities.Zip(labels, (p, l) => Math.Pow(p - (l ? 1 : 0), 2)).Average(), quality.Brier, 12);
        Assert.Equal(10, quality.Table.Count);
        Assert.Equal(new CalibrationPart(0.9, 1, 1), quality.Table[^1]);
    }

    [Fact]
    public void Quality_OfOneOutcome_HasNoArea()
    {
        var quality = BinaryQuality.Of([0.2, 0.4, 0.6], [false, false, false]);

        Assert.True(double.IsNaN(quality.Auc.Value));
        Assert.True(double.IsNaN(quality.Lift));
        Assert.Equal(3, quality.Table.Count);
    }

    [Theory]
    [InlineData(0.5, -1)]
    [InlineData(2, 0.7)]
    public void Platt_FindsTheCurveThatMadeTheLabels(double slope, double intercept)
    {
        var (scores, labels) = Curve(20_000, x => LogOdds.ToProbability((slope * x) + intercept));

        var curve = Platt.Of(scores, labels);

        Assert.Equal(slope, curve.Slope, 0.1);
        Assert.Equal(intercept, curve.Intercept, 0.1);
    }

    [Fact]
    public void Platt_OfScoresThatPointTheWrongWay_IsFlat()
    {
        var (scores, labels) = Curve(500, x => LogOdds.ToProbability(-x));

        Assert.Equal(0, Platt.Of(scores, labels).Slope);
    }

    [Fact]
    public void Isotonic_FindsACurveWithoutAForm()
    {
        static double Truth(double x) => x < 0 ? 0.2 : x < 1 ? 0.2 + (0.5 * x) : 0.9;
        var (scores, labels) = Curve(30_000, Truth);

        var curve = Isotonic.Of(scores, labels);

        foreach (var x in new[] { -1.5, -0.5, 0.25, 0.5, 0.75, 1.5 })
        {
            Assert.Equal(Truth(x), curve.Probability(x), 0.06);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(200)]
    [InlineData(5000)]
    public void Calibration_NeverFalls_AndStaysInside(int rows)
    {
        var (scores, labels) = Curve(rows, x => LogOdds.ToProbability(x));

        var curve = Calibration.Fit(scores, labels);

        var ladder = Enumerable.Range(-400, 800).Select(i => curve.Probability(i / 50.0)).ToList();
        Assert.Equal(ladder.Order(), ladder);
        Assert.All(ladder, p => Assert.InRange(p, double.Epsilon, 1 - 1e-16));
    }

    [Fact]
    public void Calibration_OfOneOutcome_IsNearlySure() =>
        Assert.InRange(Calibration.Fit([1, 2, 3, 4], [true, true, true, true]).Probability(2), 0.7, 1);

    [Fact]
    public void Logistic_FindsTheWeightsThatMadeTheLabels()
    {
        var (scores, labels) = Curve(20_000, x => LogOdds.ToProbability((1.2 * Math.Asinh(x)) - 0.3));
        var rows = new LabelledRows(new FeatureMatrix(["x"], scores), labels);

        var model = new LogisticRegression().Fit(rows, null, 1, null, CancellationToken.None).Value!;

        Assert.Equal([-0.3, (1.2 * Math.Asinh(1)) - 0.3], model.RawScores(new FeatureMatrix(["x"], new double[] { 0, 1 })).Select(s => Math.Round(s, 1)), (a, b) => Math.Abs(a - b) < 0.11);
    }

    [Fact]
    public void Logistic_OfSeparableRows_StaysFinite()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        var rows = new LabelledRows(new FeatureMatrix(["x"], values), [.. values.Select(v => v >= 100)]);

        var scores = new LogisticRegression().Fit(rows, null, 1, null, CancellationToken.None).Value!.RawScores(rows.Features);

        Assert.All(scores, s => Assert.True(double.IsFinite(s)));
        Assert.Equal(scores.Order(), scores);
    }

    private static (double[] Scores, bool[] Labels) Curve(int rows, Func<double, double> probability)
    {
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => (random.NextDouble() * 4) - 2)];
        return (scores, [.. scores.Select(s => random.NextDouble() < probability(s))]);
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
