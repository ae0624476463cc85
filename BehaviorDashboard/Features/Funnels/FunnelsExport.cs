using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>What the page shows as a file that people open: the steps with their groups, the open tab, or the open list of people.</summary>
public sealed class FunnelsExport(FunnelsQuery query, FunnelsWords words, EventWords events, TimeProvider clock, IStringLocalizer<FunnelsText> text)
{
    private IStringLocalizer<FunnelsText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, FunnelsAddress address, CancellationToken ct)
    {
        var catalog = await query.CatalogAsync(store.Id, ct);
        DateOnly? end = catalog.Last is { } last ? store.Calendar.DayOf(last) : null;
        var range = RangePresets.Read(address.Range?.From, address.Range?.To, StoreScope.AnchorOf(store.Calendar, end, clock));
        var request = address.ToRequest(catalog, range);
        var asked = address.People is not null ? address.ToPeople(request, range)
            : address.Part == FunnelsAddress.Tabs ? address.ToTab(request, range) ?? request
            : address.Part == FunnelsAddress.Doing ? address.ToNext(request)
            : request;
        var answer = await query.AskAsync(store.Id, asked, store.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Outcome<byte[]>.Refused(answer.Problems);
        }

        return answer.Value.People is { } people
            ? CsvText.File(T["Csv.customer"], await query.IdsAsync(store.Id, people, ct))
            : CsvText.File(csv => Write(csv, answer.Value, asked, store.Currency));
    }

    private void Write(CsvText csv, FunnelsResult result, FunnelsRequest asked, string currency)
    {
        var names = words.Steps(asked.Steps!);
        if (result.Trend is { } trend)
        {
            Write(csv, trend, names);
        }
        else if (result.Times is { } times)
        {
            csv.Line(T["Csv.time"], T["Table.customers"]);
            times.Counts.Select((count, bin) => (count, bin)).ToList().ForEach(b => csv.Cell(words.Bin(times, b.bin, asked.Window!)).Cell(b.count).EndLine());
        }
        else if (result.Facts is { } facts)
        {
            Write(csv, facts);
        }
        else if (result.Next is { } next)
        {
            csv.Line(T["Next.event"], T["Table.customers"], T["Next.wentOn"]);
            next.Choices.ToList().ForEach(c => csv.Cell(events.Event(c.Event)).Cell(c.Customers).Cell(c.WentOn).EndLine());
        }
        else
        {
            WriteSteps(csv, result, names, currency);
        }
    }

    private void WriteSteps(CsvText csv, FunnelsResult result, IReadOnlyList<string> names, string currency)
    {
        csv.Line([
            T["Csv.group"], T["Table.step"], T["Table.customers"], T["Table.fromFirst"], T["Table.fromPrevious"], T["Table.lost"], T["Csv.mean"], T["Csv.median"],
            T["Csv.revenue", currency], T["Csv.risk", currency], .. result.Before is null ? Array.Empty<string>() : [T["Csv.before"].Value, T["Csv.beforeShare"].Value]]);
        Write(csv, T["Group.everybody"], result.Steps, result.Before?.Steps, names);
        var shown = (result.Groups ?? []).Count(g => g.Value is not null);
        foreach (var group in result.Groups ?? [])
        {
            Write(csv, words.Group(group, shown), group.Steps, null, names);
        }
    }

    private static void Write(CsvText csv, string group, IReadOnlyList<StepCount> steps, IReadOnlyList<StepCount>? before, IReadOnlyList<string> names)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            csv.Cell(group).Cell(names[i]).Cell(step.Count).Cell(step.FromFirst, "0.######").Cell(step.FromPrevious, "0.######").Cell(step.Lost).Cell(step.MeanSeconds, "0.###").Cell(step.MedianSeconds, "0.###")
                .Cell(Amount(step.Revenue), "0.00##").Cell(Amount(step.ValueAtRisk), "0.00##");
            if (before is not null)
            {
                csv.Cell(before[i].Count).Cell(before[i].FromPrevious, "0.######");
            }

            csv.EndLine();
        }
    }

    private void Write(CsvText csv, FunnelsTrend trend, IReadOnlyList<string> names)
    {
        csv.Line([T["Csv.entered"], .. names, T["Groups.conversion"], T["Csv.whole"], T["Csv.mature"]]);
        foreach (var point in trend.Points)
        {
            csv.Cell(AskedDay.Write(point.Start));
            point.Reached.ToList().ForEach(count => csv.Cell(count));
            csv.Cell(point.Conversion, "0.######").Cell(point.IsWhole ? "1" : "0").Cell(point.IsMature ? "1" : "0").EndLine();
        }
    }

    private void Write(CsvText csv, FunnelsFacts facts)
    {
        csv.Line(T["Facts.fact"], T["Table.customers"], T["Csv.share"], T["Csv.othersShare"], T["Csv.difference"], T["Csv.low"], T["Csv.high"]);
        foreach (var row in facts.Rows)
        {
            csv.Cell(words.Fact(row.Fact)).Cell(row.Customers).Cell(row.Share, "0.######").Cell(row.OthersShare, "0.######")
                .Cell(row.Difference.Value, "0.######").Cell(row.Difference.Low, "0.######").Cell(row.Difference.High, "0.######").EndLine();
        }
    }

    private static decimal? Amount(long? scaled) => scaled is { } value ? (decimal)value / Money.Scale : null;
}
