using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Segments;

/// <summary>The instants at which the share of groups is shown: starts of months, and the end of the data.</summary>
public static class MonthEnds
{
    private const int Months = 12;

    /// <param name="asOf">The first day that is not known any more.</param>
    /// <returns>Ascending; the last is the end of the data.</returns>
    public static IReadOnlyList<DateTime> Of(DateTime first, DateOnly asOf, StoreCalendar calendar)
    {
        var month = StoreCalendar.StartOfMonth(asOf.AddDays(-1));
        var starts = Enumerable.Range(0, Months).Select(i => calendar.StartOf(month.AddMonths(-i))).Where(start => start > first).Reverse();
        return [.. starts, calendar.StartOf(asOf)];
    }
}
