using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Boosting;
using BehaviorDashboard.Learning.Linear;
using BehaviorDashboard.Learning.Quality;

namespace BehaviorDashboard.Features.Churn;

/// <summary>What training found: what scores, and how good it and the baseline are.</summary>
public sealed record ChurnFit(ChurnModel Model, string Learner, string Used, string? NativeMissing, IReadOnlyList<ReadinessCheck> Readiness, ChurnQuality? Quality, ChurnQuality? Baseline);

/// <summary>
/// Fits on past dates, stops and calibrates on a later one, judges on one later still. The model scores only if it ranks that last
/// date's customers better than the recency baseline; with too little data the rule of thumb scores.
/// </summary>
public sealed class ChurnTraining(NativeLearning native)
{
    private const string Recency = "days_since_order";

    // A shop's customers do not become safer by staying away, nor riskier by coming: fixing that costs nothing and keeps explanations sensible.
    private static readonly GradientBoostingOptions Trees = new()
    {
        Monotone = new Dictionary<string, int>
        {
            [Recency] = 1,
            ["days_since_visit"] = 1,
            ["days_since_event"] = 1,
            ["orders_365"] = -1,
            ["visits_30"] = -1,
            ["visits_90"] = -1,
        },
    };

    public ChurnFit Fit(ChurnInput input, int seed, IProgress<double>? progress, CancellationToken ct)
    {
        var probe = native.Probe();
        var readiness = ChurnRules.Readiness(input.Days, input.Horizon, input.Training, input.Validation);
        if (!readiness.All(c => c.Met))
        {
            return new ChurnFit(new ChurnModel(null, null, ChurnRules.StoreGap(input.Scoring)), ChurnSummary.UsedRule, ChurnSummary.UsedRule, probe.Code, readiness, null, null);
        }

        var learner = probe.Available ? (IBinaryLearner)new GradientBoosting(Trees, native) : new LogisticRegression();
        var baseline = Judge(new SingleFeature(Recency), input, seed, null, ct);
        var model = Judge(learner, input, seed, progress, ct);
        var better = model.Quality.Auc > baseline.Quality.Auc;
        return new ChurnFit(
            better ? model.Model : baseline.Model, learner.Name, better ? ChurnSummary.UsedModel : ChurnSummary.UsedBaseline, probe.Code, readiness, model.Quality, baseline.Quality);
    }

    private static (ChurnModel Model, ChurnQuality Quality) Judge(IBinaryLearner learner, ChurnInput input, int seed, IProgress<double>? progress, CancellationToken ct)
    {
        // The rows that say when to stop do not calibrate: the model has been fitted to them, a little.
        var tuning = RowsOf([input.Tuning!], input.Horizon);
        var stopping = tuning.Pick([.. Enumerable.Range(0, tuning.Rows).Where(r => r % 2 == 0)]);
        var calibrating = tuning.Pick([.. Enumerable.Range(0, tuning.Rows).Where(r => r % 2 == 1)]);
        var fitted = learner.Fit(RowsOf(input.Training, input.Horizon), stopping, seed, progress, ct);
        var model = fitted.Value ?? throw new InvalidOperationException($"Training was ready and yet refused: {fitted.Problems[0].Code}.");
        var calibration = Calibration.Fit(model.RawScores(calibrating.Features, ct), calibrating.Labels);
        var later = RowsOf([input.Validation!], input.Horizon);
        var probabilities = Array.ConvertAll(model.RawScores(later.Features, ct), calibration.Probability);
        return (new ChurnModel(model, calibration, 0), QualityOf(BinaryQuality.Of(probabilities, later.Labels)));
    }

    private static LabelledRows RowsOf(IReadOnlyList<FeatureTable> tables, int horizon) => new(
        FeatureMatrix.Stack([.. tables.Select(ChurnModel.MatrixOf)]),
        [.. tables.SelectMany(t => Enumerable.Range(0, t.Rows).Select(r => ChurnRules.Left(t, r, horizon)))]);

    private static ChurnQuality QualityOf(BinaryQuality quality) => new(
        quality.Auc.Value,
        quality.Auc.Low,
        quality.Auc.High,
        quality.PrecisionAtTop,
        quality.Lift,
        quality.Brier,
        quality.LogLoss,
        quality.BaseRate,
        quality.Rows,
        [.. quality.Table.Select(p => new CalibrationRow(p.Predicted, p.Realised, p.Rows))]);
}
