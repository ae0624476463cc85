using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Quality;

namespace BehaviorDashboard.Tests.Learning;

/// <summary>What every learner promises.</summary>
public sealed class LearnerTests
{
    public static TheoryData<string> All => LearningWorld.LearnerNames;

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfAPlantedWorld_RanksLaterRows(string learner)
    {
        var later = LearningWorld.Planted(2000, 2);

        var model = LearningWorld.Fit(learner, LearningWorld.Planted(2000, 1));

        Assert.InRange(AreaUnderCurve.Of(model.RawScores(later.Features), later.Labels).Value, 0.75, 0.95);
        Assert.Equal(learner, model.Learner);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Explain_BasePlusContributions_IsTheRawScore(string learner)
    {
        var rows = LearningWorld.Planted(1500, 3).Features;
        var model = LearningWorld.Fit(learner, LearningWorld.Planted(1500, 1));

        var explained = model.Explain(rows);

        var scores = model.RawScores(rows);
        Assert.Equal(rows.Rows, explained.Rows);
        for (var r = 0; r < rows.Rows; r++)
        {
            Assert.Equal(scores[r], explained.Base + explained.Row(r).ToArray().Sum(), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_Again_GivesTheSameBytes_WhateverWasFittedBefore(string learner)
    {
        var fitter = LearningWorld.Learner(learner);
        var rows = LearningWorld.Planted(800, 1);

        var first = fitter.Fit(rows, null, 7, null, CancellationToken.None).Value!.Save();
        fitter.Fit(LearningWorld.Planted(900, 5), null, 8, null, CancellationToken.None);
        var again = fitter.Fit(rows, null, 7, null, CancellationToken.None).Value!.Save();

        Assert.Equal(first, again);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Load_OfWhatWasSaved_AnswersTheSameToTheBit(string learner)
    {
        var rows = LearningWorld.Planted(500, 4).Features;
        var model = LearningWorld.Fit(learner, LearningWorld.Planted(800, 1));

        var loaded = BinaryModel.Load(model.Save());

        Assert.Equal(model.RawScores(rows), loaded.RawScores(rows));
        Assert.Equal(model.Explain(rows).Values, loaded.Explain(rows).Values);
        Assert.Equal(model.Base, loaded.Base);
        Assert.Equal(model.Save(), loaded.Save());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfAConstantAndAnEmptyColumn_GivesThemNoPart(string learner)
    {
        var rows = LearningWorld.With(LearningWorld.Planted(800, 1), (_, c, v) => c switch { 1 => 5, 3 => double.NaN, _ => v });

        var explained = LearningWorld.Fit(learner, rows).Explain(rows.Features);

        Assert.All(Enumerable.Range(0, explained.Rows), r => Assert.Equal([0, 0], new[] { explained.Row(r)[1], explained.Row(r)[3] }));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfNothingButMissingValues_GivesEverybodyTheBaseRate(string learner)
    {
        var rows = LearningWorld.With(LearningWorld.Planted(800, 1), (_, _, _) => double.NaN);

        var probabilities = LearningWorld.Fit(learner, rows).Probabilities(rows.Features);

        Assert.All(probabilities, p => Assert.Equal((double)rows.Positives / rows.Rows, p, 6));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfOneOutcome_IsRefused(string learner)
    {
        var rows = LearningWorld.Planted(300, 1);

        var fitted = LearningWorld.Learner(learner).Fit(new LabelledRows(rows.Features, new bool[300]), null, 1, null, CancellationToken.None);

        Assert.Equal("learning.one_class", Assert.Single(fitted.Problems).Code);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfShuffledLabels_LearnsNothing(string learner)
    {
        var (rows, later) = (Shuffled(LearningWorld.Planted(3000, 1)), Shuffled(LearningWorld.Planted(3000, 2)));

        var model = LearningWorld.Fit(learner, rows);

        Assert.InRange(AreaUnderCurve.Of(model.RawScores(later.Features), later.Labels).Value, 0.46, 0.54);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfPermutedRows_GivesTheSameScores(string learner)
    {
        var rows = LearningWorld.Planted(1200, 1);
        var order = Enumerable.Range(0, rows.Rows).ToArray();
        new Random(3).Shuffle(order);

        var expected = LearningWorld.Fit(learner, rows).RawScores(rows.Features);
        var permuted = LearningWorld.Fit(learner, rows.Pick(order)).RawScores(rows.Features);

        Assert.All(expected.Zip(permuted), p => Assert.Equal(p.First, p.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_OfPermutedColumns_GivesTheSameScores(string learner)
    {
        int[] order = [2, 0, 3, 1];
        var rows = LearningWorld.Planted(1200, 1);
        var turned = new FeatureMatrix(
            [.. order.Select(c => LearningWorld.Features[c])],
            Enumerable.Range(0, rows.Rows).SelectMany(r => order.Select(c => rows.Features.Row(r)[c])).ToArray());

        var expected = LearningWorld.Fit(learner, rows).RawScores(rows.Features);
        var permuted = LearningWorld.Fit(learner, new LabelledRows(turned, rows.Labels)).RawScores(turned);

        Assert.All(expected.Zip(permuted), p => Assert.Equal(p.First, p.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_ReportsProgress_UpToTheEnd(string learner)
    {
        var told = new Told();

        LearningWorld.Learner(learner).Fit(LearningWorld.Planted(500, 1), null, 1, told, CancellationToken.None);

        Assert.True(told.Shares.Count > 2);
        Assert.Equal(told.Shares.Order(), told.Shares);
        Assert.Equal(1, told.Shares[^1]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_CancelledWhileItWorks_Stops(string learner)
    {
        using var stop = new CancellationTokenSource();
        var told = new Told(_ => stop.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => LearningWorld.Learner(learner).Fit(LearningWorld.Planted(500, 1), null, 1, told, stop.Token));
        Assert.Single(told.Shares);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Explain_Cancelled_Stops(string learner)
    {
        var rows = LearningWorld.Planted(500, 1);
        var model = LearningWorld.Fit(learner, rows);

        Assert.ThrowsAny<OperationCanceledException>(() => model.Explain(rows.Features, new CancellationToken(true)));
        Assert.ThrowsAny<OperationCanceledException>(() => model.RawScores(rows.Features, new CancellationToken(true)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Score_OfOtherFeatures_IsABug(string learner)
    {
        var model = LearningWorld.Fit(learner, LearningWorld.Planted(500, 1));

        Assert.Throws<ArgumentException>(() => model.RawScores(new FeatureMatrix(["a", "b", "c", "x"], new double[4])));
    }

    private static LabelledRows Shuffled(LabelledRows rows)
    {
        var labels = rows.Labels.ToArray();
        new Random(9).Shuffle(labels);
        return new LabelledRows(rows.Features, labels);
    }

    private sealed class Told(Action<double>? then = null) : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value)
        {
            Shares.Add(value);
            then?.Invoke(value);
        }
    }
}
