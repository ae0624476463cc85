using System.Text.Json;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Quality;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Churn;

/// <summary>
/// What the scores come from: a fitted model with its calibration, or the rule of thumb. Either way a raw score in log-odds that its
/// contributions add up to, and a probability.
/// </summary>
/// <param name="Model">Null for the rule of thumb.</param>
/// <param name="StoreGap">Usual days between orders in this store; only the rule of thumb needs it.</param>
public sealed record ChurnModel(BinaryModel? Model, Calibration? Calibration, double StoreGap)
{
    private static readonly int SinceOrder = CustomerFeatures.IndexOf("days_since_order");

    public static ChurnModel Load(byte[] payload)
    {
        var saved = JsonSerializer.Deserialize<Saved>(payload, RunJson.Options)!;
        return new ChurnModel(saved.Model is null ? null : BinaryModel.Load(saved.Model), saved.Calibration, saved.StoreGap);
    }

    public byte[] Save() => JsonSerializer.SerializeToUtf8Bytes(new Saved(Model?.Save(), Calibration, StoreGap), RunJson.Options);

    public static FeatureMatrix MatrixOf(FeatureTable table) => new(CustomerFeatures.Names, table.Values);

    /// <summary>Raw scores, log-odds.</summary>
    public double[] RawScores(FeatureTable table, CancellationToken ct) => Model is null
        ? [.. Enumerable.Range(0, table.Rows).Select(r => LogOdds.Of(ChurnRules.RuleOfThumb(table, r, StoreGap)))]
        : Model.RawScores(MatrixOf(table), ct);

    public double Probability(double rawScore) => Calibration?.Probability(rawScore) ?? LogOdds.ToProbability(rawScore);

    /// <summary>Contributions of <paramref name="count"/> rows from <paramref name="start"/> on. The rule of thumb starts at even odds and has one reason.</summary>
    public Contributions Explain(FeatureTable table, int start, int count, double[] rawScores, CancellationToken ct)
    {
        if (Model is not null)
        {
            return Model.Explain(MatrixOf(table).Slice(start, count), ct);
        }

        var width = CustomerFeatures.All.Count;
        var values = new double[count * width];
        for (var r = 0; r < count; r++)
        {
            values[(r * width) + SinceOrder] = rawScores[start + r];
        }

        return new Contributions(0, width, values);
    }

    private sealed record Saved(byte[]? Model, Calibration? Calibration, double StoreGap);
}
