using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>What the page shows as a file that people open: the table of the open tab, or the open list of people.</summary>
public sealed class LifecycleExport(LifecycleQuery query, TimeProvider clock, IStringLocalizer<LifecycleText> text)
{
    private IStringLocalizer<LifecycleText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, LifecycleAddress address, CancellationToken ct)
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

        return CsvText.File(csv => Write(csv, answer.Value, address.IsStickiness));
    }

    private void Write(CsvText csv, LifecycleResult result, bool stickiness)
    {
        var days = result.Periods.Select(p => p.Days.Count).DefaultIfEmpty(0).Max();
        csv.Line(stickiness
            ? [T["Csv.period"], T["Csv.ended"], T["Active"], T["MeanDays"], .. Enumerable.Range(1, days).Select(d => T["Csv.days", d].Value)]
            : [T["Csv.period"], T["Csv.ended"], T["Status.new"], T["Status.returning"], T["Status.resurrected"], T["Status.dormant"], T["Active"]]);
        foreach (var period in result.Periods)
        {
            csv.Cell(AskedDay.Write(period.Start)).Cell(period.Ended ? "1" : "0");
            if (stickiness)
            {
                csv.Cell(period.Active).Cell(period.MeanDays, "0.####");
                period.Days.ToList().ForEach(customers => csv.Cell(customers));
            }
            else
            {
                csv.Cell(period.New).Cell(period.Returning).Cell(period.Resurrected).Cell(period.Dormant).Cell(period.Active);
            }

            csv.EndLine();
        }
    }
}
