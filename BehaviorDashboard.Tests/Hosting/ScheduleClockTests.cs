using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Hosting;

public sealed class ScheduleClockTests
{
    [Theory]
    [InlineData("0 3 * * *", "UTC", "2026-05-01T02:59:00Z", "2026-05-01T02:59:59Z", null)]
    [InlineData("0 3 * * *", "UTC", "2026-05-01T02:59:00Z", "2026-05-01T03:00:00Z", "2026-05-01T03:00:00Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-05-01T00:00:00Z", "2026-05-01T04:00:00Z", "2026-05-01T01:00:00Z")]
    // Three nights missed: the last one counts.
    [InlineData("0 3 * * *", "UTC", "2026-05-01T03:00:00Z", "2026-05-04T12:00:00Z", "2026-05-04T03:00:00Z")]
    // The hour that does not exist in Berlin on 29 March 2026: the clock jumps from 2 to 3, and the run comes then.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "2026-03-29T01:00:00Z")]
    // The hour that exists twice on 25 October 2026 counts once.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T12:00:00Z", null)]
    // Asleep for a year on a schedule of every minute.
    [InlineData("* * * * *", "UTC", "2025-05-01T00:00:00Z", "2026-05-01T00:00:30Z", "2026-05-01T00:00:00Z")]
    // Once a year, missed by half a year.
    [InlineData("0 0 1 1 *", "UTC", "2025-05-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    public void Clock_BetweenTheLastRunAndNow_FindsTheLastTime(string cron, string zone, string last, string now, string? due)
    {
        var schedule = new Schedule(Guid.NewGuid(), new StoreId("demo"), RunKinds.Rfm, null, cron, zone, true, At(last), At(last));

        Assert.Equal(due is null ? null : At(due), ScheduleClock.LastDue(schedule, At(now)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
