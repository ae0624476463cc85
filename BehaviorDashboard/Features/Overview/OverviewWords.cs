using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Overview;

/// <summary>Says the overview in the reader's language.</summary>
internal static class OverviewWords
{
    public static string Sentence(OverviewResult result, string currency, IStringLocalizer<OverviewText> T)
    {
        var now = result.Now;
        if (now.Orders == 0)
        {
            return now.Visitors > 0 ? T["Sentence.visitsOnly", NumberFormat.Exact(now.Visitors)] : T["Sentence.nothing"];
        }

        var revenue = MoneyFormat.Exact(now.NetRevenue, currency);
        if (result.Before is not { NetRevenue: > 0 } before)
        {
            return T["Sentence.alone", revenue, NumberFormat.Exact(now.Orders), NumberFormat.Exact(now.Customers)];
        }

        var change = (double)(now.NetRevenue - before.NetRevenue) / before.NetRevenue;
        var sure = ChangeTests.Days(result.Days.Take(result.Incomplete ?? result.Days.Count), result.DaysBefore, d => d.NetRevenue);
        return T[$"Sentence.{(!sure ? "unsure" : change > 0 ? "up" : "down")}", revenue, NumberFormat.Percent(Math.Abs(change)), NumberFormat.Exact(now.Customers), NumberFormat.Percent(now.RepeatRate, 0)];
    }

    public static string Of(AttentionItem item, string currency, IStringLocalizer<OverviewText> T) => item.Code switch
    {
        "run" => T["Attention.run", T[$"Kind.{item.Name}"]],
        "stale" => T["Attention.stale", item.Count.ToString("N0", CultureInfo.CurrentCulture)],
        "refused" => T["Attention.refused", NumberFormat.Exact(item.Count), item.Name ?? ""],
        _ => T[$"Attention.{item.Code}", NumberFormat.Exact(item.Count), MoneyFormat.Short(item.Amount, currency)],
    };
}

/// <summary>One of the six figures, ready for its tile.</summary>
internal sealed record OverviewFigure(string Code, string? Short, string? Exact, Change? Change, IReadOnlyList<double?>? Spark = null, string? Note = null)
{
    public static IReadOnlyList<OverviewFigure> Of(OverviewResult? result, string currency, IStringLocalizer<OverviewText> T)
    {
        if (result is not { Now: var now, Before: var before })
        {
            return [.. ((string[])["revenue", "orders", "customers", "average", "conversion", "repeat"]).Select(code => new OverviewFigure(code, null, null, null))];
        }

        var days = result.Days.Take(result.Incomplete ?? result.Days.Count).ToList();
        IReadOnlyList<double?> Spark(Func<DayMeasures, double?> figure) => [.. days.Select(figure)];
        Change? Relative(double? current, double? former, bool sure) => before is null ? null : Ui.Change.Of(current, former, long.MaxValue) with { Enough = sure };
        Change? Points(double? current, double? former, bool sure) => before is null ? null : Ui.Change.OfShares(current, former, long.MaxValue) with { Enough = sure };
        return
        [
            new("revenue", MoneyFormat.Short(now.NetRevenue, currency), MoneyFormat.Exact(now.NetRevenue, currency),
                Relative(now.NetRevenue, before?.NetRevenue, ChangeTests.Days(days, result.DaysBefore, d => d.NetRevenue)), Spark(d => d.NetRevenue)),
            new("orders", NumberFormat.Short(now.Orders), NumberFormat.Exact(now.Orders), Relative(now.Orders, before?.Orders, ChangeTests.Counts(now.Orders, before?.Orders ?? 0)), Spark(d => d.Orders)),
            new("customers", NumberFormat.Short(now.Customers), NumberFormat.Exact(now.Customers), Relative(now.Customers, before?.Customers, ChangeTests.Counts(now.Customers, before?.Customers ?? 0)), Spark(d => d.Customers)),
            new("average", MoneyFormat.Exact(now.AverageOrderValue, currency), null,
                Relative(now.AverageOrderValue, before?.AverageOrderValue, ChangeTests.Days(days, result.DaysBefore, PerOrder)), Spark(PerOrder)),
            new("conversion", now.Conversion is null ? null : NumberFormat.Percent(now.Conversion, 1), null,
                Points(now.Conversion, before?.Conversion, before is not null && ChangeTests.Shares(now.Converted, now.Visitors, before.Converted, before.Visitors)),
                Note: now.Conversion is null ? T["Note.noVisits"].Value : null),
            new("repeat", now.RepeatRate is null ? null : NumberFormat.Percent(now.RepeatRate, 1), null,
                Points(now.RepeatRate, before?.RepeatRate, before is not null && ChangeTests.Shares(now.RepeatCustomers, now.Customers, before.RepeatCustomers, before.Customers))),
        ];
    }

    private static double? PerOrder(DayMeasures day) => day.Orders > 0 ? (double)day.NetRevenue / Money.Scale / day.Orders : null;
}
