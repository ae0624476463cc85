using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Groups customers who behave alike and publishes the result as <c>segment.*</c>. Too few customers is a result, not a failure.</summary>
public sealed class BehaviourJob(SegmentTables tables, CustomerTable table, ModelShelf shelf, TimeProvider clock) : IRunJob
{
    private static readonly PublishedColumn[] Columns = [new("group", PublishedType.Integer), new("name", PublishedType.Text)];

    public string Kind => RunKinds.Segments;

    public int? AfterImport => 20;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, "reading");
        var input = await tables.ReadAsync(run.Store, ct) ?? throw new RunRefused(SegmentsRules.NoEvents);
        await run.ReportAsync(0.5, "grouping");
        var version = SegmentsRules.VersionOf(input.AsOf, run.Id);
        var former = GroupModel.Read((await shelf.CurrentAsync(run.Store, Kind, ct))?.Payload);
        var trained = await Task.Run(() => BehaviourTraining.Train(input, version, former, ct), ct);
        await run.ReportAsync(0.9, "publishing");
        await table.PublishAsync(run.Store, new PublishedSet("segment", version, input.AsOf, Columns), Rows(input, trained), ct);
        var metrics = JsonSerializer.Serialize(trained.Result, RunJson.Options);
        await shelf.PutAsync(run.Store, SegmentsRules.Model(Kind, version, input.AsOf, "k-means", metrics, trained.Model?.ToPayload() ?? [], clock), ct);
        run.Complete(new { trained.Result.Version, trained.Result.AsOf, trained.Result.Customers, Groups = trained.Result.Groups.Count });
    }

    private static IEnumerable<(int, object?[])> Rows(SegmentInput input, BehaviourTrained trained) => trained.Groups.Select((g, row) =>
        (input.Now.Customers[row], new object?[] { (long)trained.Result.Groups[g].Number, trained.Result.Groups[g].Name.Code }));
}
