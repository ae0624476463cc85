using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>Days as questions write them: 2026-01-31.</summary>
public static class AskedDay
{
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null for what is no day between 1900 and 3000.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 3000 ? day : null;

    /// <summary>What <see cref="Instant"/> reads, in words.</summary>
    public const string Legal = "Name days such as 2026-01-31, or instants such as 2026-01-31T10:00:00Z.";

    /// <summary>An end of a range, UTC: a day stands for its start, or for its end where it is the last; an instant for itself, included. Null for what is neither.</summary>
    public static DateTime? Instant(string text, StoreCalendar calendar, bool last)
    {
        if (Read(text) is { } day)
        {
            return calendar.StartOf(last ? day.AddDays(1) : day);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is > 1900 and < 3000
            ? last ? at.UtcDateTime.AddMicroseconds(1) : at.UtcDateTime
            : null;
    }
}
