using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Carts;

/// <summary>What the page shows as a file that people open: its tables one under the other, or the open list of people.</summary>
public sealed class CartsExport(CartsQuery query, EventWords words, TimeProvider clock, IStringLocalizer<CartsText> text)
{
    private IStringLocalizer<CartsText> T { get; } = text;

    public async Task<Outcome<byte[]>> WriteAsync(Store store, CartsAddress address, CancellationToken ct)
    {
        var catalog = await query.CatalogAsync(store.Id, ct);
        DateOnly? end = catalog.Last is { } last ? store.Calendar.DayOf(last) : null;
        var range = RangePresets.Read(address.Range?.From, address.Range?.To, StoreScope.AnchorOf(store.Calendar, end, clock));
        var answer = await query.AskAsync(store.Id, address.ToRequest(range) with { People = address.People }, store.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Outcome<byte[]>.Refused(answer.Problems);
        }

        return address.People is null
            ? CsvText.File(csv => Write(csv, answer.Value))
            : CsvText.File(T["Csv.customer"], await query.IdsAsync(store.Id, answer.Value.People!, ct));
    }

    private void Write(CsvText csv, CartsResult result)
    {
        csv.Line(
        [
            T["Csv.table"], T["Csv.row"], T["Opened"], .. CartCodes.States.Select(words.CartState), T["Csv.left"], T["Csv.rate"], T["Csv.low"], T["Csv.high"],
            T["ValueLost"], T["ValueOpen"], T["Csv.settled"],
        ]);
        Write(csv, T["States.title"], T["Csv.all"], result.Total, result.OpenFrom is null);
        if (result.Before is { } before)
        {
            Write(csv, T["States.title"], T["Csv.before"], before, null);
        }

        foreach (var period in result.Periods)
        {
            Write(csv, T["Periods.title"], AskedDay.Write(period.Start), period.Tally, period.Settled);
        }

        foreach (var last in result.Lasts)
        {
            Write(csv, T["Lasts.title"], words.CartLast(CartCodes.Of(last.Last)!), last.Tally, null);
        }

        foreach (var group in result.Groups ?? [])
        {
            Write(csv, T["Groups.label"], group.IsRest ? T["Group.rest"] : group.Value ?? T["Group.none"], group.Tally, null);
        }
    }

    private static void Write(CsvText csv, string table, string row, CartTally tally, bool? settled)
    {
        csv.Cell(table).Cell(row).Cell(tally.Opened);
        foreach (var state in Enum.GetValues<CartState>())
        {
            csv.Cell(tally.Count(state));
        }

        var rate = CartsResult.Recovered(tally);
        csv.Cell(tally.Left).Cell(rate?.Value, "0.####").Cell(rate?.Low, "0.####").Cell(rate?.High, "0.####")
            .Cell(Amount(tally, CartState.Lost), "0.00##").Cell(Amount(tally, CartState.Open), "0.00##").Cell(settled is { } known ? known ? "1" : "0" : "").EndLine();
    }

    private static decimal Amount(CartTally tally, CartState state) => (decimal)tally.Value(state) / Money.Scale;
}
