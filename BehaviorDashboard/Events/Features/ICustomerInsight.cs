using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Features;

/// <summary>Says why a model gave a customer its score. A room that owns a model implements it; whoever shows a customer asks.</summary>
public interface ICustomerInsight
{
    /// <summary>Which model, in the words of programs: churn.</summary>
    string Kind { get; }

    /// <summary>Null when there is no model, or no such customer, or the model does not score them.</summary>
    Task<CustomerInsight?> ExplainAsync(StoreId store, string customer, CancellationToken ct);
}

/// <summary>
/// A score taken apart: <see cref="Base"/> plus all contributions is <see cref="RawScore"/> (log-odds), which calibration turns into <see cref="Score"/>.
/// </summary>
/// <param name="HorizonDays">Days that the score speaks about.</param>
/// <param name="Score">Calibrated probability.</param>
/// <param name="Contributions">Largest first.</param>
public sealed record CustomerInsight(
    string Kind,
    string ModelVersion,
    DateOnly AsOf,
    int HorizonDays,
    double Base,
    double RawScore,
    double Score,
    IReadOnlyList<FeatureContribution> Contributions);

/// <summary>What one feature adds to one customer's score.</summary>
/// <param name="Value">The feature's value; NaN where there is none.</param>
/// <param name="Contribution">Log-odds; above zero raises the score.</param>
public sealed record FeatureContribution(string Feature, double Value, double Contribution);
