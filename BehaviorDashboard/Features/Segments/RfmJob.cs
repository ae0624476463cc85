using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Scores all known customers by recency, frequency and money, and publishes the result as <c>rfm.*</c>.</summary>
public sealed class RfmJob(SegmentTables tables, CustomerTable table, ModelShelf shelf, TimeProvider clock) : IRunJob
{
    private static readonly PublishedColumn[] Columns =
    [
        new("recency", PublishedType.Integer),
        new("frequency", PublishedType.Integer),
        new("monetary", PublishedType.Integer),
        new("cell", PublishedType.Text),
        new("group", PublishedType.Text),
    ];

    public string Kind => RunKinds.Rfm;

    public int? AfterImport => 10;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, "reading");
        var input = await tables.ReadAsync(run.Store, ct) ?? throw new RunRefused(SegmentsRules.NoEvents);
        await run.ReportAsync(0.6, "grouping");
        var version = SegmentsRules.VersionOf(input.AsOf, run.Id);
        var (scores, result) = RfmTraining.Train(input, version);
        await run.ReportAsync(0.8, "publishing");
        await table.PublishAsync(run.Store, new PublishedSet("rfm", version, input.AsOf, Columns), Rows(input, scores), ct);
        await shelf.PutAsync(run.Store, SegmentsRules.Model(Kind, version, input.AsOf, "quintiles", JsonSerializer.Serialize(result, RunJson.Options), [], clock), ct);
        run.Complete(new { result.Version, result.AsOf, result.Customers });
    }

    private static IEnumerable<(int, object?[])> Rows(SegmentInput input, RfmScores scores) => Enumerable.Range(0, input.Now.Rows).Select(r =>
        (input.Now.Customers[r], new object?[] { (long)scores.Recency[r], (long)scores.Frequency[r], (long)scores.Monetary[r], scores.CellOf(r), scores.Groups[r] }));
}
