using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Cronos;

namespace BehaviorDashboard.Features.Schedules;

/// <param name="First">The first of the day, on the store's clock.</param>
/// <param name="Count">How often it comes on that day.</param>
public sealed record ComingRun(Schedule Schedule, DateTime First, int Count);

public sealed record ComingDay(DateOnly Day, IReadOnlyList<ComingRun> Runs)
{
    /// <summary>What the schedules that are on will do from now to the end of the last day, by the store's days.</summary>
    public static IReadOnlyList<ComingDay> Of(IReadOnlyList<Schedule> schedules, StoreCalendar calendar, DateTimeOffset now, int days)
    {
        var first = calendar.DayOf(now.UtcDateTime);
        var until = calendar.StartOf(first.AddDays(days));
        var runs = schedules.Where(s => s.Enabled).SelectMany(s => Times(s, now, until).GroupBy(calendar.DayOf).Select(d => (Day: d.Key, Run: new ComingRun(s, calendar.ToLocal(d.First()), d.Count())))).ToLookup(r => r.Day, r => r.Run);
        return [.. Enumerable.Range(0, days).Select(first.AddDays).Select(day => new ComingDay(day, [.. runs[day].OrderBy(r => r.First)]))];
    }

    private static IEnumerable<DateTime> Times(Schedule schedule, DateTimeOffset now, DateTime until) => CronExpression.Parse(schedule.Cron)
        .GetOccurrences(now, new DateTimeOffset(until), TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone), fromInclusive: false)
        .Select(at => at.UtcDateTime);
}
