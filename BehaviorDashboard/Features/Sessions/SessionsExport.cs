using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>What the page shows as a file that people open: its tables one under the other, or the open list of people.</summary>
public sealed class SessionsExport(SessionsQuery query, SessionsWords words, TimeProvider clock, IStringLocalizer<SessionsText> text)
{
    private IStringLocalizer<SessionsText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, SessionsAddress address, CancellationToken ct)
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
            : CsvText.File(csv => Write(csv, answer.Value, address, store.Calendar));
    }

    private void Write(CsvText csv, SessionsResult result, SessionsAddress address, StoreCalendar calendar)
    {
        csv.Line([T["Csv.what"], T["Csv.value"], .. SessionsMeasures.All.Select(m => words.Measure(m.Name)), T["Csv.median"]]);
        Figures(csv, T["Csv.range"], "", result.Total);
        if (result.Before is { } before)
        {
            Figures(csv, T["Csv.before"], "", before.Total);
        }

        for (var b = 0; b < result.Buckets.Count; b++)
        {
            Figures(csv, T[$"Interval.{Events.Questions.QuestionJson.NameOf(result.Buckets.Interval)}"], result.Buckets.NameOf(b, calendar), result.Total.Figures(b)).EndLine();
        }

        foreach (var group in result.Groups)
        {
            Figures(csv, T["Csv.group"], words.Group(address, group.Group), group.Tally);
        }

        Places(csv, T["Entries.title"], result, result.Entries, address);
        Places(csv, T["Exits.title"], result, result.Exits, address);
        Bins(csv, T["Durations.title"], result.Total.Durations, words.Duration);
        Bins(csv, T["Depths.title"], result.Total.Depths, words.Depth);
    }

    private static void Figures(CsvText csv, string what, string value, SessionTally tally)
    {
        Figures(csv, what, value, tally.Figures(null)).Cell(tally.MedianSeconds, "0.###");
        csv.EndLine();
    }

    private static CsvText Figures(CsvText csv, string what, string value, SessionFigures figures)
    {
        csv.Cell(what).Cell(value);
        foreach (var measure in SessionsMeasures.All)
        {
            csv.Cell(measure.Of(figures), "0.######");
        }

        return csv;
    }

    private void Places(CsvText csv, string what, SessionsResult result, IReadOnlyList<SessionPlaceRow> rows, SessionsAddress address)
    {
        foreach (var row in rows)
        {
            csv.Cell(what).Cell(words.Place(address, result, row)).Cell(row.Count.Sessions).EndLine();
        }
    }

    private static void Bins(CsvText csv, string what, IReadOnlyList<long> counts, Func<int, string> name)
    {
        for (var bin = 0; bin < counts.Count; bin++)
        {
            csv.Cell(what).Cell(name(bin)).Cell(counts[bin]).EndLine();
        }
    }
}
