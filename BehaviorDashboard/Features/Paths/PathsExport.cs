using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Paths;

/// <summary>What the page shows as a file that people open: each step from node to node, or the open list of people.</summary>
public sealed class PathsExport(PathsQuery query, PathsWords words, TimeProvider clock, IStringLocalizer<PathsText> text)
{
    private IStringLocalizer<PathsText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, PathsAddress address, CancellationToken ct)
    {
        var catalog = await query.CatalogAsync(store.Id, ct);
        DateOnly? end = catalog.Last is { } last ? store.Calendar.DayOf(last) : null;
        var request = address.ToRequest(RangePresets.Read(address.Range?.From, address.Range?.To, StoreScope.AnchorOf(store.Calendar, end, clock)));
        var answer = await query.AskAsync(store.Id, request, store.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Outcome<byte[]>.Refused(answer.Problems);
        }

        return answer.Value.People is { } people
            ? CsvText.File(T["Csv.customer"], await query.IdsAsync(store.Id, people, ct))
            : CsvText.File(csv => Write(csv, answer.Value, address));
    }

    private void Write(CsvText csv, PathsResult result, PathsAddress address)
    {
        var reached = address.Target is not null;
        csv.Line(
        [
            T["Csv.step"], T["Csv.from"], T["Csv.to"], T["Csv.paths"], T["Csv.share"],
            .. reached ? [T["Csv.reached"].Value] : Array.Empty<string>(),
            .. result.Before is null ? Array.Empty<string>() : [T["Csv.before"].Value],
        ]);
        foreach (var (edge, count) in result.Graph.Ordered())
        {
            // As time runs.
            var (from, to) = address.IsBackward ? (edge.To, edge.From) : (edge.From, edge.To);
            csv.Cell(edge.Step).Cell(words.Node(address, result, from)).Cell(words.Node(address, result, to)).Cell(count.Paths).Cell(result.ShareOf(count), "0.######");
            if (reached)
            {
                csv.Cell(count.Reached);
            }

            if (result.Before is { } before)
            {
                csv.Cell(before.ShareOf(edge), "0.######");
            }

            csv.EndLine();
        }
    }
}
