using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Cronos;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>What a schedule must be, and when it comes.</summary>
public static class SchedulesRules
{
    private static readonly DateTime AnyTime = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What a clock can ask for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. RunKinds.Derived, RunKinds.Folder, RunKinds.Merge];

    public static IReadOnlyList<Problem> Check(string? kind, string? cron, string? timeZone)
    {
        var problems = new List<Problem>();
        if (CheckKind(kind, Kinds) is { } wrongKind)
        {
            problems.Add(wrongKind);
        }

        if (CheckCron(cron) is { } wrongCron)
        {
            problems.Add(wrongCron);
        }

        if (timeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            problems.Add(new Problem("schedule.timezone", $"'{timeZone}' is no time zone: use a name such as UTC, Europe/Berlin or Asia/Shanghai.", "timeZone", timeZone ?? ""));
        }

        return problems;
    }

    public static Problem? CheckKind(string? kind, IReadOnlyList<string> kinds) => kind is not null && kinds.Contains(kind)
        ? null
        : new Problem("schedule.kind", $"The kind is one of {string.Join(", ", kinds)}.", "kind");

    public static Problem? CheckCron(string? cron)
    {
        // Cronos also reads @daily and the like, which no page could say back in words.
        if (cron is null || CronPattern.FieldsOf(cron).Length != 5 || !CronExpression.TryParse(cron, out var expression))
        {
            return new Problem("schedule.cron", "The cron expression has five fields: minute, hour, day of month, month, day of week; for example 0 3 * * *.", "cron");
        }

        return expression.GetNextOccurrence(AnyTime) is null ? new Problem("schedule.never", "This time never comes: there is no such day in the calendar.", "cron") : null;
    }

    /// <summary>The folder that a schedule watches; null for every other kind.</summary>
    public static string? FolderOf(Schedule schedule) => schedule is { Kind: RunKinds.Folder, ArgumentsJson: { } json }
        ? JsonSerializer.Deserialize<FolderArguments>(json, RunJson.Options)?.Folder
        : null;

    public static IReadOnlyList<Problem> Check(TrainRequest request)
    {
        var problems = new List<Problem>();
        if (request.HorizonDays is < 7 or > 365)
        {
            problems.Add(new Problem("train.horizon", "The horizon is 7 to 365 days.", "horizonDays"));
        }

        return problems;
    }

    /// <summary>
    /// The times after an instant. An hour that the clock skips is made up for at the first minute after it; a time of day that the
    /// clock passes twice comes once (Cronos).
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> Next(string cron, string timeZone, DateTimeOffset after, int count)
    {
        var expression = CronExpression.Parse(cron);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var times = new List<DateTimeOffset>(count);
        for (var next = expression.GetNextOccurrence(after, zone); next is { } at && times.Count < count; next = expression.GetNextOccurrence(at, zone))
        {
            times.Add(at.ToUniversalTime());
        }

        return times;
    }
}
