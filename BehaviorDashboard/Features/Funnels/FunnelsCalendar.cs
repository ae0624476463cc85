using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Periods of a funnel: what stands beside it, and what is over.</summary>
internal static class FunnelsCalendar
{
    /// <summary>
    /// The same funnel earlier. Where the last customers can still go on, it is looked at as it stood then, at the same distance from its end:
    /// a finished period beside an unfinished one would always look better.
    /// </summary>
    public static FunnelDefinition? Before(FunnelDefinition funnel, Comparison comparison)
    {
        if (comparison == Comparison.None)
        {
            return null;
        }

        var calendar = funnel.Calendar;
        int? months = funnel.Trend is { Unit: PeriodUnit.Month, Count: var count } ? count : null;
        var (from, until) = comparison.Earlier(calendar, funnel.From, funnel.Until, months);
        var distance = calendar.ToLocal(funnel.Known!.Value) - calendar.ToLocal(funnel.Until);
        return new FunnelDefinition(funnel.Steps, funnel.Window, funnel.Order, from, until, calendar, funnel.Exclusions, funnel.Hold, Customers: funnel.Customers)
        {
            Revenue = funnel.Revenue,
            // What is known holds its last instant.
            AsOf = IsOpen(funnel) ? calendar.ToUtc(calendar.ToLocal(until) + distance).AddMicroseconds(1) : null,
            Trend = funnel.Trend is { } trend ? new Periods(calendar, trend.Unit, calendar.DayOf(from), trend.Count + 1) : null,
        };
    }

    /// <summary>Whether who entered last can still go on.</summary>
    public static bool IsOpen(FunnelDefinition funnel) => !IsOver(funnel, Periods.MicrosOf(funnel.Until));

    public static FunnelsTrend Trend(FunnelDefinition funnel, FunnelTrend trend)
    {
        var periods = trend.Periods;
        var (from, until, known) = (Periods.MicrosOf(funnel.From), Periods.MicrosOf(funnel.Until), Periods.MicrosOf(funnel.Known!.Value));
        return new FunnelsTrend(periods.Unit, [.. Enumerable.Range(0, periods.Count).Select(p => new FunnelsPoint(
            periods.DayOf(p),
            trend.Reached(p),
            periods.StartOf(p) >= from && periods.EndOf(p) <= until && periods.EndOf(p) <= known,
            IsOver(funnel, Math.Min(periods.EndOf(p), until))))]);
    }

    /// <param name="behind">First instant behind those in which customers enter.</param>
    private static bool IsOver(FunnelDefinition funnel, long behind) => funnel.Window.Deadline(behind - 1, funnel.Calendar) <= Periods.MicrosOf(funnel.Known!.Value);
}
