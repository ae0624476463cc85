using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Trends;

/// <summary>What the page shows as a file that people open: the figures, or the open list of people.</summary>
public sealed class TrendsExport(TrendsQuery query, TrendsWords words, TimeProvider clock, IStringLocalizer<TrendsText> text)
{
    private IStringLocalizer<TrendsText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, TrendsAddress address, CancellationToken ct)
    {
        var catalog = await query.CatalogAsync(store.Id, ct);
        DateOnly? end = catalog.Last is { } last ? store.Calendar.DayOf(last) : null;
        var request = address.ToRequest(catalog, RangePresets.Read(address.Range?.From, address.Range?.To, StoreScope.AnchorOf(store.Calendar, end, clock)));
        var answer = await query.AskAsync(store.Id, request, store.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Outcome<byte[]>.Refused(answer.Problems);
        }

        if (answer.Value.People is { } people)
        {
            return CsvText.File(T["Csv.customer"], await query.IdsAsync(store.Id, people, ct));
        }

        return CsvText.File(csv => Write(csv, answer.Value, request.Measures!, store.Calendar));
    }

    private void Write(CsvText csv, TrendsResult result, IReadOnlyList<AskedMeasure> measures, StoreCalendar calendar)
    {
        var compared = result.Before is not null;
        csv.Line([T["Csv.start"], T["Csv.measure"], T["Csv.group"], T["Csv.value"], .. compared ? [T["Csv.before"].Value] : Array.Empty<string>(), T["Csv.whole"]]);
        foreach (var line in result.Lines)
        {
            for (var b = 0; b < result.Buckets.Count; b++)
            {
                csv.Cell(result.Buckets.NameOf(b, calendar)).Cell(words.Measure(measures[line.Measure])).Cell(words.Group(line.Group)).Cell(line.Values[b], "0.####");
                if (compared)
                {
                    csv.Cell(line.Before?[b], "0.####");
                }

                csv.Cell(b >= result.IncompleteFrom ? "0" : "1").EndLine();
            }
        }
    }
}
