using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Periods of a funnel: what stands beside it, and what is over.</summary>
internal static class FunnelsCalendar
{
    // A year matched by weekday.
    private const int DaysOfYear = 364;

    /// <summary>
    /// The same funnel whole weeks earlier (whole months, where months are counted). Where the last customers can still go on, it is looked at as it
    /// stood then, at the same distance from its end: a finished period beside an unfinished one would always look better.
    /// </summary>
    public static FunnelDefinition? Before(FunnelDefinition funnel, FunnelsComparison comparison)
    {
        if (comparison == FunnelsComparison.None)
        {
            return null;
        }

        var (from, until) = (Earlier(funnel, comparison, funnel.From), Earlier(funnel, comparison, funnel.Until));
        var asOf = IsOpen(funnel) && funnel.Known < DateTime.MaxValue ? Earlier(funnel, comparison, funnel.Known.Value).AddMicroseconds(1) : (DateTime?)null;
        return new FunnelDefinition(funnel.Steps, funnel.Window, funnel.Order, from, until, funnel.Calendar, funnel.Exclusions, funnel.Hold, Customers: funnel.Customers)
        {
            Revenue = funnel.Revenue,
            AsOf = asOf,
            Trend = funnel.Trend is { } trend ? new Periods(funnel.Calendar, trend.Unit, funnel.Calendar.DayOf(from), trend.Count + 1) : null,
        };
    }

    /// <summary>Whether who entered last can still go on.</summary>
    public static bool IsOpen(FunnelDefinition funnel) => !IsOver(funnel, Micros(funnel.Until));

    public static FunnelsTrend Trend(FunnelDefinition funnel, FunnelTrend trend)
    {
        var periods = trend.Periods;
        var (from, until, known) = (Micros(funnel.From), Micros(funnel.Until), Micros(funnel.Known!.Value));
        return new FunnelsTrend(periods.Unit, [.. Enumerable.Range(0, periods.Count).Select(p => new FunnelsPoint(
            periods.DayOf(p),
            trend.Reached(p),
            periods.StartOf(p) >= from && periods.EndOf(p) <= until && periods.EndOf(p) <= known,
            IsOver(funnel, Math.Min(periods.EndOf(p), until))))]);
    }

    private static bool IsOver(FunnelDefinition funnel, long behind) => funnel.Window.Deadline(behind - 1, funnel.Calendar) <= Micros(funnel.Known!.Value);

    private static DateTime Earlier(FunnelDefinition funnel, FunnelsComparison comparison, DateTime instant)
    {
        var calendar = funnel.Calendar;
        var local = calendar.ToLocal(instant);
        if (funnel.Trend is { Unit: PeriodUnit.Month, Count: var months })
        {
            return calendar.ToUtc(local.AddMonths(comparison == FunnelsComparison.Year ? -12 : -months));
        }

        var days = (calendar.ToLocal(funnel.Until) - calendar.ToLocal(funnel.From)).TotalDays;
        return calendar.ToUtc(local.AddDays(comparison == FunnelsComparison.Year ? -DaysOfYear : -7 * Math.Max(1, Math.Ceiling(days / 7))));
    }

    private static long Micros(DateTime utc) => Periods.MicrosOf(utc);
}
