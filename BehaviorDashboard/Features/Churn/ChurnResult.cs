namespace BehaviorDashboard.Features.Churn;

/// <summary>What training found out, kept with the model.</summary>
/// <param name="Learner">gradient_boosting, logistic_regression, or rule (too little data).</param>
/// <param name="Used">What the scores come from: model, baseline (the model did not beat it) or rule.</param>
/// <param name="NativeMissing">What to install for the better learner; null when nothing is missing.</param>
/// <param name="Readiness">What training needs and what there is.</param>
/// <param name="Model">Quality on the later period; null where nothing was trained.</param>
/// <param name="Baseline">Of the recency rule, trained on the same rows and measured on the same later period.</param>
/// <param name="Drivers">What moves the scores, over all scored customers; strongest first.</param>
public sealed record ChurnSummary(
    string Version,
    DateOnly AsOf,
    int HorizonDays,
    int ActiveDays,
    int Seed,
    string Learner,
    string Used,
    string? NativeMissing,
    IReadOnlyList<ReadinessCheck> Readiness,
    ChurnPeriods? Periods,
    ChurnQuality? Model,
    ChurnQuality? Baseline,
    IReadOnlyList<ChurnDriver> Drivers,
    int Scored,
    int AtRisk,
    double ValueAtRisk,
    double MeanProbability)
{
    public const string UsedModel = "model";
    public const string UsedBaseline = "baseline";
    public const string UsedRule = "rule";

    /// <summary>Quality of what the scores come from; null for the rule of thumb.</summary>
    public ChurnQuality? Quality => Used == UsedModel ? Model : Used == UsedBaseline ? Baseline : null;

    public bool Ready => Readiness.All(c => c.Met);
}

/// <summary>The days as of which customers were looked at.</summary>
public sealed record ChurnPeriods(IReadOnlyList<DateOnly> Training, DateOnly Tuning, DateOnly Validation, int TrainingRows, int ValidationRows);

/// <summary>Quality on customers as of a later day, judged by what they really did.</summary>
/// <param name="Auc">Chance that somebody who left was ranked above somebody who stayed.</param>
/// <param name="PrecisionAtTop">Share of the tenth with the highest scores who really left.</param>
/// <param name="Lift">That share against the share among all.</param>
/// <param name="Brier">Mean squared error of the probability.</param>
/// <param name="BaseRate">Share of all who left.</param>
public sealed record ChurnQuality(
    double Auc,
    double AucLow,
    double AucHigh,
    double PrecisionAtTop,
    double Lift,
    double Brier,
    double LogLoss,
    double BaseRate,
    int Customers,
    IReadOnlyList<CalibrationRow> Calibration);

/// <summary>A tenth of the customers: what was said and what happened.</summary>
public sealed record CalibrationRow(double Predicted, double Realised, int Customers);

/// <param name="Strength">Mean absolute contribution, log-odds.</param>
/// <param name="Direction">Correlation of value and contribution, -1 to 1. Above zero: higher values raise the risk; below: they lower it.</param>
public sealed record ChurnDriver(string Feature, double Strength, double Direction)
{
    public const string Raises = "raises";
    public const string Lowers = "lowers";
    public const string Mixed = "mixed";

    // Weaker than this, a feature works both ways, depending on the rest.
    private const double Clear = 0.3;

    [System.Text.Json.Serialization.JsonIgnore]
    public string Sense => Direction >= Clear ? Raises : Direction <= -Clear ? Lowers : Mixed;
}

/// <summary>One row of the list of customers at risk.</summary>
public sealed record ChurnScore(string Customer, string? Name, double Probability, double ValueAtRisk, int Decile, IReadOnlyList<ChurnReason> Reasons, double? DaysSinceOrder, double NetRevenue);

/// <param name="Value">Null where the customer has no such number.</param>
public sealed record ChurnReason(string Feature, double? Value, double Contribution);

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record ChurnScores(string? ModelVersion, DateOnly? AsOf, long Total, IReadOnlyList<ChurnScore> Rows, int? Next);
