using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Learning.Boosting;
using BehaviorDashboard.Learning.Linear;

namespace BehaviorDashboard.Learning;

/// <summary>Estimates the chance of a yes from a row of features. Immutable, and safe to use from several threads.</summary>
/// <param name="features">Names of the features that it was fitted on.</param>
public abstract class BinaryModel(IReadOnlyList<string> features)
{
    private protected static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Name of the learner that fitted it.</summary>
    public abstract string Learner { get; }

    /// <summary>Names of the features, in the order of their columns.</summary>
    public IReadOnlyList<string> Features => features;

    /// <summary>The expected raw score of the rows it was fitted on, log-odds: where explanations start.</summary>
    public abstract double Base { get; }

    /// <summary>Log-odds of each row.</summary>
    /// <exception cref="ArgumentException">The rows have other features than the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public double[] RawScores(FeatureMatrix rows, CancellationToken ct = default) => Score(Checked(rows), ct);

    /// <summary>Probability of each row as fitted, before any calibration.</summary>
    /// <exception cref="ArgumentException">The rows have other features than the model.</exception>
    public double[] Probabilities(FeatureMatrix rows, CancellationToken ct = default) => Array.ConvertAll(RawScores(rows, ct), LogOdds.ToProbability);

    /// <summary>Exact Shapley values of each row's raw score, log-odds.</summary>
    /// <exception cref="ArgumentException">The rows have other features than the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public Contributions Explain(FeatureMatrix rows, CancellationToken ct = default) => new(Base, features.Count, Attribute(Checked(rows), ct));

    /// <summary>The whole model as UTF-8 JSON; <see cref="Load"/> gives back a model with the same answers to the bit.</summary>
    public abstract byte[] Save();

    /// <summary>A model from what <see cref="Save"/> gave.</summary>
    /// <exception cref="JsonException">The bytes are no model.</exception>
    public static BinaryModel Load(ReadOnlySpan<byte> saved)
    {
        var envelope = JsonSerializer.Deserialize<Envelope>(saved, Json) ?? throw new JsonException("The model is null.");
        return envelope.Learner switch
        {
            GradientBoosting.Learner => BoostedTrees.Load(saved),
            LogisticRegression.Learner or SingleFeature.Learner => LogisticModel.Load(saved),
            _ => throw new JsonException($"'{envelope.Learner}' is no learner."),
        };
    }

    private protected abstract double[] Score(FeatureMatrix rows, CancellationToken ct);

    private protected abstract double[] Attribute(FeatureMatrix rows, CancellationToken ct);

    private FeatureMatrix Checked(FeatureMatrix rows) => rows.Features.SequenceEqual(features)
        ? rows
        : throw new ArgumentException("The rows have other features than the model was fitted on.", nameof(rows));

    private sealed record Envelope(string Learner);
}

/// <summary>What each feature adds to each row's raw score.</summary>
/// <param name="Base">Where every row starts, log-odds.</param>
/// <param name="Columns">Number of features.</param>
/// <param name="Values">Row-major, rows x columns, log-odds.</param>
public sealed record Contributions(double Base, int Columns, double[] Values)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Values.Length / Columns;

    /// <summary>What each feature adds to one row's raw score.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Columns, Columns);
}

/// <summary>Between probabilities and log-odds.</summary>
public static class LogOdds
{
    /// <summary>1 / (1 + e^-x), without overflow.</summary>
    public static double ToProbability(double logOdds)
    {
        var e = Math.Exp(-Math.Abs(logOdds));
        return logOdds >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>ln(p / (1 - p)) for p strictly between 0 and 1.</summary>
    public static double Of(double probability) => Math.Log(probability / (1 - probability));
}
