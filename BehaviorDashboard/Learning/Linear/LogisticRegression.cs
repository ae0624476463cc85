using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Learning.Linear;

/// <summary>
/// Logistic regression with an L2 penalty, fitted by Newton's method (iteratively reweighted least squares). Values are passed through
/// asinh, which tames long tails and keeps zero and sign, and standardised; a missing value counts as the mean, and an indicator
/// of its own may carry what missing means. Needs no native part, no tuning rows and no seed.
/// </summary>
/// <param name="penalty">Weight of half the squared standardised coefficients against the summed log loss; above zero.</param>
public sealed class LogisticRegression(double penalty = 1) : IBinaryLearner
{
    /// <summary>Name of this learner.</summary>
    public const string Learner = "logistic_regression";

    /// <inheritdoc/>
    public string Name => Learner;

    /// <inheritdoc/>
    public Outcome<BinaryModel> Fit(LabelledRows training, LabelledRows? tuning, int seed, IProgress<double>? progress, CancellationToken ct) =>
        Fit(Learner, training, [.. Enumerable.Range(0, training.Features.Columns)], penalty, progress, ct);

    /// <param name="columns">The only columns that may have a weight.</param>
    internal static Outcome<BinaryModel> Fit(string learner, LabelledRows training, int[] columns, double penalty, IProgress<double>? progress, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (LearningProblems.Check(training) is { } problem)
        {
            return problem;
        }

        var terms = columns.SelectMany(c => Term.Of(training.Features, c)).ToArray();
        var weights = new NewtonFit(training, terms, penalty).Run(progress, ct);
        return new LogisticModel(learner, training.Features.Features, weights[0], [.. terms.Select((t, i) => t with { Weight = weights[i + 1] })]);
    }
}

/// <summary>The one-line rule that every model has to beat: logistic regression on one feature.</summary>
/// <param name="feature">Its name.</param>
public sealed class SingleFeature(string feature) : IBinaryLearner
{
    /// <summary>Name of this learner.</summary>
    public const string Learner = "single_feature";

    /// <inheritdoc/>
    public string Name => Learner;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The rows have no such feature.</exception>
    public Outcome<BinaryModel> Fit(LabelledRows training, LabelledRows? tuning, int seed, IProgress<double>? progress, CancellationToken ct)
    {
        var column = training.Features.Features.ToList().IndexOf(feature);
        return column < 0
            ? throw new ArgumentException($"The rows have no feature '{feature}'.", nameof(training))
            : LogisticRegression.Fit(Learner, training, [column], 1, progress, ct);
    }
}
