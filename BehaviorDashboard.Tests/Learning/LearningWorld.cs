using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Boosting;
using BehaviorDashboard.Learning.Linear;

namespace BehaviorDashboard.Tests.Learning;

/// <summary>Small planted worlds, and every learner.</summary>
internal static class LearningWorld
{
    public static readonly string[] Features = ["a", "b", "c", "d"];

    public static TheoryData<string> LearnerNames { get; } = [GradientBoosting.Learner, LogisticRegression.Learner, SingleFeature.Learner];

    public static NativeLearning Native { get; } = new();

    public static IBinaryLearner Learner(string name) => name switch
    {
        GradientBoosting.Learner => new GradientBoosting(new GradientBoostingOptions { Rounds = 40, MinimumRows = 20 }, Native),
        LogisticRegression.Learner => new LogisticRegression(),
        _ => new SingleFeature("a"),
    };

    /// <summary>A yes becomes likelier with a, less likely with b where c is small; d is noise, and missing in a third of the rows.</summary>
    public static LabelledRows Planted(int rows, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows * Features.Length];
        var labels = new bool[rows];
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * Features.Length);
            row[0] = random.NextDouble() * 4;
            row[1] = random.NextDouble() * 4;
            row[2] = random.Next(3);
            row[3] = random.Next(3) == 0 ? double.NaN : random.NextDouble();
            labels[r] = random.NextDouble() < LogOdds.ToProbability((1.5 * (row[0] - 2)) - (row[2] < 1 ? 1.5 * (row[1] - 2) : 0));
        }

        return new LabelledRows(new FeatureMatrix(Features, values), labels);
    }

    public static BinaryModel Fit(string learner, LabelledRows rows, int seed = 1) =>
        Learner(learner).Fit(rows, null, seed, null, CancellationToken.None).Value!;

    public static LabelledRows With(LabelledRows rows, Func<int, int, double, double> change)
    {
        var values = rows.Features.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = change(i / Features.Length, i % Features.Length, values[i]);
        }

        return new LabelledRows(new FeatureMatrix(Features, values), rows.Labels);
    }
}
