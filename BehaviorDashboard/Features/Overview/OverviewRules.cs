using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Overview;

/// <summary>What a program may ask for.</summary>
public static class OverviewRules
{
    public const int MostDays = 3700;

    /// <param name="fallback">The range where neither end is named.</param>
    public static Outcome<DateRange> Range(string? from, string? to, DateRange fallback)
    {
        if (from is null && to is null)
        {
            return fallback;
        }

        if (Day(from) is not { } first)
        {
            return new Problem("overview.from", "from is a day such as 2026-01-31.", "from");
        }

        if (Day(to) is not { } last)
        {
            return new Problem("overview.to", "to is a day such as 2026-01-31.", "to");
        }

        if (last < first || last.DayNumber - first.DayNumber >= MostDays)
        {
            return new Problem("overview.range", $"to must not lie before from, and the range holds at most {MostDays} days.", "to");
        }

        return new DateRange(first, last);
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 3000 ? day : null;
}
