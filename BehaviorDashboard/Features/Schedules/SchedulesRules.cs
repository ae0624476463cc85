using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Cronos;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>What a schedule must be, and when it comes.</summary>
public static class SchedulesRules
{
    /// <summary>Kinds that need nothing but the events, so that a clock can ask for them.</summary>
    public static IReadOnlyList<string> Kinds => RunKinds.Derived;

    public static IReadOnlyList<Problem> Check(string? kind, string? cron, string? timeZone)
    {
        var problems = new List<Problem>();
        if (CheckKind(kind) is { } wrongKind)
        {
            problems.Add(wrongKind);
        }

        if (cron is null || !CronExpression.TryParse(cron, out _))
        {
            problems.Add(new Problem("schedule.cron", "The cron expression has five fields: minute, hour, day of month, month, day of week; for example 0 3 * * *.", "cron"));
        }

        if (timeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            problems.Add(new Problem("schedule.timezone", $"'{timeZone}' is no time zone: use a name such as UTC, Europe/Berlin or Asia/Shanghai.", "timeZone", timeZone ?? ""));
        }

        return problems;
    }

    public static Problem? CheckKind(string? kind) => kind is not null && Kinds.Contains(kind)
        ? null
        : new Problem("schedule.kind", $"The kind is one of {string.Join(", ", Kinds)}.", "kind");

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
