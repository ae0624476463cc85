namespace BehaviorDashboard.Features.Churn;

/// <summary>How a training is asked for; null takes the store's setting, the end of the data, or the installation's seed.</summary>
/// <param name="AsOf">Last day that may be known.</param>
/// <param name="HorizonDays">Days without an order that mean leaving.</param>
public sealed record ChurnArguments(DateOnly? AsOf = null, int? HorizonDays = null, int? Seed = null);

/// <summary>A page of scores.</summary>
/// <param name="AtRiskOnly">Only customers with at least even odds of leaving.</param>
/// <param name="Sort">value_at_risk, probability, days_since_order or revenue; descending.</param>
/// <param name="After">How many to skip: what <see cref="ChurnScores.Next"/> of the page before said.</param>
public sealed record ChurnRequest(bool AtRiskOnly = false, string Sort = ChurnRequest.ByValue, bool Descending = true, int After = 0, int Take = 100)
{
    public const int MaximumTake = 10_000;
    public const string ByValue = "value_at_risk";

    /// <summary>What can be sorted by, and the customer property behind it.</summary>
    public static IReadOnlyDictionary<string, string> Sorts { get; } = new Dictionary<string, string>
    {
        [ByValue] = "churn.value_at_risk",
        ["probability"] = "churn.probability",
        ["days_since_order"] = "daysSinceOrder",
        ["revenue"] = "netRevenue",
    };
}
