using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Learning;

/// <summary>Fits models of a yes-or-no outcome.</summary>
public interface IBinaryLearner
{
    /// <summary>Its name in saved models, answers and texts.</summary>
    string Name { get; }

    /// <summary>Fits a model. Runs on the caller's thread, forgets everything it saw before, does no input or output.</summary>
    /// <param name="training">At least one row of each label.</param>
    /// <param name="tuning">Later rows that decide when to stop; a learner that needs none ignores them.</param>
    /// <param name="seed">Of everything random; the same rows, options and seed give the same bytes.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, on the caller's thread.</param>
    /// <returns>A problem <c>learning.one_class</c> when all labels are the same, <c>learning.native_missing</c> when a native part is.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    Outcome<BinaryModel> Fit(LabelledRows training, LabelledRows? tuning, int seed, IProgress<double>? progress, CancellationToken ct);
}

/// <summary>Why nothing was fitted.</summary>
internal static class LearningProblems
{
    public static Problem? Check(LabelledRows training) => training.Positives == 0 || training.Positives == training.Rows
        ? new Problem("learning.one_class", "There is nothing to tell apart: every row has the same outcome.")
        : null;

    public static Problem NativeMissing(NativeProbe probe) => new("learning.native_missing", probe.Sentence ?? "");
}

/// <summary>How much of the machine learning may take.</summary>
internal static class LearningThreads
{
    /// <summary>One core stays free for pages.</summary>
    public static int Count { get; } = Math.Max(1, Environment.ProcessorCount - 1);
}
