using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>What figures stand beside.</summary>
public enum Comparison
{
    None,

    /// <summary>The time of the same length before.</summary>
    Previous,

    /// <summary>A year earlier.</summary>
    Year,
}

/// <summary>Where the range of a comparison lies; the same in every room.</summary>
public static class Comparisons
{
    // A year matched by weekday.
    private const int DaysOfYear = 364;

    /// <param name="months">How many months the range is counted in; null where it is counted in days, which meet their weekdays a year earlier.</param>
    public static (DateTime From, DateTime Until) Earlier(this Comparison comparison, StoreCalendar calendar, DateTime from, DateTime until, int? months = null)
    {
        var (first, behind) = (calendar.ToLocal(from), calendar.ToLocal(until));
        DateTime Back(DateTime local) => calendar.ToUtc((comparison, months) switch
        {
            (Comparison.Year, { }) => local.AddMonths(-12),
            (Comparison.Year, null) => local.AddDays(-DaysOfYear),
            (_, { } count) => local.AddMonths(-count),
            _ => local.AddDays(-Math.Max(1, Math.Ceiling((behind - first).TotalDays))),
        });
        return (Back(first), Back(behind));
    }
}
