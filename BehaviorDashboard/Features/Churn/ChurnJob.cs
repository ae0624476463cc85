using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Churn;

/// <summary>Trains, judges, scores and explains, and publishes the result as <c>churn.*</c>. The model that scores is kept, so that any score can be explained later.</summary>
public sealed class ChurnJob(ChurnTables tables, ChurnTraining training, CustomerTable table, ModelShelf shelf, IOptions<ChurnOptions> options, TimeProvider clock) : IRunJob
{
    private static readonly PublishedColumn[] Columns =
    [
        new("probability", PublishedType.Number),
        new("value_at_risk", PublishedType.Number),
        new("decile", PublishedType.Integer),
        new("reasons", PublishedType.Text),
    ];

    public string Kind => RunKinds.Churn;

    public int? AfterImport => 30;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var arguments = run.Arguments<ChurnArguments>();
        if (ChurnRules.Check(arguments) is { } problem)
        {
            throw new RunRefused(problem);
        }

        await run.ReportAsync(0, "reading");
        var input = await tables.ReadAsync(run.Store, arguments, ct) ?? throw new RunRefused(new Problem("churn.no_events", "There are no events to learn from yet."));
        await run.ReportAsync(0.3, "training");
        var seed = arguments.Seed ?? options.Value.Seed;
        var fit = training.Fit(input, seed, new Steps(run, 0.3, 0.7, "training"), ct);
        await run.ReportAsync(0.7, "explaining");
        var scored = ChurnScoring.Score(fit.Model, input.Scoring, input.Horizon, new Steps(run, 0.7, 0.9, "explaining"), ct);
        await run.ReportAsync(0.9, "publishing");
        var summary = SummaryOf(input, fit, scored, seed, run.Id);
        await table.PublishAsync(run.Store, new PublishedSet("churn", summary.Version, input.AsOf, Columns), Rows(input, scored), ct);
        await shelf.PutAsync(run.Store, RecordOf(summary, fit, arguments), ct);
        run.Complete(new { summary.Version, summary.AsOf, summary.Used, summary.Scored, summary.AtRisk, auc = summary.Model?.Auc, baselineAuc = summary.Baseline?.Auc });
    }

    private static IEnumerable<(int, object?[])> Rows(ChurnInput input, ChurnScored scored) => Enumerable.Range(0, input.Scoring.Rows).Select(r =>
        (input.Scoring.Customers[r], new object?[] { scored.Probabilities[r], scored.ValuesAtRisk[r], (long)scored.Deciles[r], scored.Reasons[r] }));

    private static ChurnSummary SummaryOf(ChurnInput input, ChurnFit fit, ChurnScored scored, int seed, Guid run)
    {
        var atRisk = Enumerable.Range(0, scored.Probabilities.Length).Where(r => scored.Probabilities[r] >= ChurnRules.AtRisk).ToList();
        return new ChurnSummary(
            ChurnRules.VersionOf(input.AsOf, run),
            input.AsOf,
            input.Horizon,
            input.ActiveDays,
            seed,
            fit.Learner,
            fit.Used,
            fit.NativeMissing,
            fit.Readiness,
            input.Periods,
            fit.Quality,
            fit.Baseline,
            scored.Drivers,
            scored.Probabilities.Length,
            atRisk.Count,
            atRisk.Sum(r => scored.ValuesAtRisk[r]),
            scored.Probabilities.DefaultIfEmpty(0).Average());
    }

    private ModelRecord RecordOf(ChurnSummary summary, ChurnFit fit, ChurnArguments arguments) => new(
        Guid.CreateVersion7(),
        Kind,
        summary.Version,
        summary.AsOf,
        summary.Learner,
        summary.Used == ChurnSummary.UsedModel,
        JsonSerializer.Serialize(summary, RunJson.Options),
        JsonSerializer.Serialize(arguments, RunJson.Options),
        fit.Model.Save(),
        clock.GetUtcNow());

    // Every tenth is enough for a bar; each report is a durable write.
    private sealed class Steps(RunContext run, double from, double to, string stage) : IProgress<double>
    {
        private double _reported;

        public void Report(double value)
        {
            if (value - _reported >= 0.1)
            {
                _reported = value;
                _ = run.ReportAsync(from + (value * (to - from)), stage);
            }
        }
    }
}
