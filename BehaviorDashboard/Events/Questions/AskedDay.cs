using System.Globalization;

namespace BehaviorDashboard.Events.Questions;

/// <summary>Days as questions write them: 2026-01-31.</summary>
public static class AskedDay
{
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null for what is no day between 1900 and 3000.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 3000 ? day : null;
}
