using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>Shape of the trees and of the fitting.</summary>
public sealed record GradientBoostingOptions
{
    /// <summary>Trees, at most.</summary>
    public int Rounds { get; init; } = 200;

    /// <summary>Leaves of a tree, 2 to 64.</summary>
    public int Leaves { get; init; } = 15;

    /// <summary>Splits between root and leaf, at most. Explanations grow with 2^depth.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>Share of each tree's answer that is taken.</summary>
    public double LearningRate { get; init; } = 0.08;

    /// <summary>Rows of a leaf, at least.</summary>
    public int MinimumRows { get; init; } = 40;

    /// <summary>L2 penalty of leaf values.</summary>
    public double Penalty { get; init; } = 5;

    /// <summary>Stops when the tuning rows' log loss has not improved for so many trees.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>Features of which the sense is known: above zero, a higher value never lowers the score; below, never raises it.</summary>
    public IReadOnlyDictionary<string, int> Monotone { get; init; } = new Dictionary<string, int>();
}

/// <summary>Gradient-boosted trees (Friedman 2001), fitted by LightGBM 4.7 (Ke et al. 2017).</summary>
public sealed class GradientBoosting(GradientBoostingOptions options, NativeLearning native) : IBinaryLearner
{
    /// <summary>Name of this learner.</summary>
    public const string Learner = "gradient_boosting";

    /// <inheritdoc/>
    public string Name => Learner;

    /// <inheritdoc/>
    public Outcome<BinaryModel> Fit(LabelledRows training, LabelledRows? tuning, int seed, IProgress<double>? progress, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (LearningProblems.Check(training) is { } problem)
        {
            return problem;
        }

        if (native.Api is not { } api)
        {
            return LearningProblems.NativeMissing(native.Probe());
        }

        using var fitting = new NativeFitting(api, training, tuning, Parameters(training, seed));
        return new BoostedTrees(training.Features.Features, Text(fitting.Run(options.Rounds, options.Patience, progress, ct)));
    }

    // deterministic needs one histogram layout to be fixed by hand. There is no sampling, so that the order of rows and columns does not matter.
    private string Parameters(LabelledRows training, int seed)
    {
        var monotone = training.Features.Features.Select(f => Math.Sign(options.Monotone.GetValueOrDefault(f)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"objective=binary metric=binary_logloss verbosity=-1 deterministic=true force_row_wise=true num_threads={LearningThreads.Count} seed={seed} num_leaves={options.Leaves} max_depth={options.Depth} learning_rate={options.LearningRate} min_data_in_leaf={options.MinimumRows} lambda_l2={options.Penalty} feature_pre_filter=false monotone_constraints={string.Join(',', monotone)}");
    }

    // What follows the trees are the parameters of this machine and this run, not the model.
    private static string Text(string model)
    {
        const string End = "end of trees";
        return model[..(model.IndexOf(End, StringComparison.Ordinal) + End.Length)] + "\n";
    }
}
