using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Retention;

/// <summary>What the page shows as a file that people open: the triangle and its groups, or the open list of people.</summary>
public sealed class RetentionExport(RetentionQuery query, TimeProvider clock, IStringLocalizer<RetentionText> text)
{
    private IStringLocalizer<RetentionText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, RetentionAddress address, CancellationToken ct)
    {
        var catalog = await query.CatalogAsync(store.Id, ct);
        DateOnly? end = catalog.Last is { } last ? store.Calendar.DayOf(last) : null;
        var range = RangePresets.Read(address.Range?.From, address.Range?.To, StoreScope.AnchorOf(store.Calendar, end, clock));
        var answer = await query.AskAsync(store.Id, address.ToRequest(catalog, range) with { People = address.People }, store.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Outcome<byte[]>.Refused(answer.Problems);
        }

        if (address.People is not null)
        {
            return CsvText.File(T["Csv.customer"], await query.IdsAsync(store.Id, answer.Value, ct));
        }

        return CsvText.File(csv => Write(csv, answer.Value));
    }

    private void Write(CsvText csv, RetentionResult result)
    {
        var revenue = result.Table.MeanRevenue is not null;
        csv.Line([T["Csv.group"], T["Csv.cohort"], T["Csv.period"], T["Csv.size"], T["Csv.returned"], T["Csv.mature"], .. revenue ? [T["Csv.revenue"].Value] : Array.Empty<string>()]);
        Write(csv, T["Group.everybody"], result, result.Table);
        foreach (var group in result.Groups ?? [])
        {
            Write(csv, group.IsRest ? T["Group.rest"] : group.Value ?? T["Group.none"], result, group.Table);
        }
    }

    // One line a cell: a spreadsheet makes a triangle of it, and nothing that is not there looks like a nought.
    private static void Write(CsvText csv, string group, RetentionResult result, RetentionTable table)
    {
        foreach (var cohort in table.Cohorts)
        {
            for (var k = 0; k < Math.Min(cohort.Begun, result.Begun); k++)
            {
                csv.Cell(group).Cell(AskedDay.Write(cohort.Start)).Cell(k).Cell(cohort.Size).Cell(cohort.Returned[k]).Cell(cohort.Mature[k] ? "1" : "0");
                if (cohort.Revenue is { } revenue)
                {
                    csv.Cell((decimal)revenue[k] / Money.Scale, "0.00##");
                }

                csv.EndLine();
            }
        }
    }
}
