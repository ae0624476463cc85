using BehaviorDashboard.Workspace;
using Cronos;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Hosting;

/// <summary>
/// Queues a run when a schedule's time has come. Schedules live in the workspace and are read at every look, so a change works at once;
/// what was missed while the server was down is made up for by one run.
/// </summary>
internal sealed class ScheduleClock(ScheduleLedger schedules, RunLedger runs, IOptions<JobsOptions> options, TimeProvider clock, ILogger<ScheduleClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ScheduleCheckSeconds), clock);
        do
        {
            await QueueDueAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Queues every schedule whose time has come since it last ran.</summary>
    internal async Task QueueDueAsync(CancellationToken ct)
    {
        foreach (var schedule in await schedules.EnabledAsync(ct))
        {
            try
            {
                var now = clock.GetUtcNow();
                if (LastDue(schedule, now) is { } due && await schedules.TickAsync(schedule, due, ct))
                {
                    await QueueAsync(schedule, ct);
                }
            }
            catch (Exception e) when (e is CronFormatException or TimeZoneNotFoundException)
            {
                log.LogWarning(e, "Schedule {Schedule} of store {Store} cannot be read", schedule.Id, schedule.Store);
            }
        }
    }

    private async Task QueueAsync(Schedule schedule, CancellationToken ct)
    {
        var arguments = schedule.ArgumentsJson is { } json ? System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(json) : (object?)null;
        await runs.QueueAsync(schedule.Store, schedule.Kind, arguments, null, ct, schedule.Id);
    }

    /// <summary>The latest time between the last run and now; null when there was none.</summary>
    internal static DateTimeOffset? LastDue(Schedule schedule, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        var since = schedule.LastRun ?? schedule.Created;
        var cron = CronExpression.Parse(schedule.Cron);
        // A schedule of every minute on a server that slept for a year has half a million times; the last one is enough.
        var from = now - since > TimeSpan.FromDays(2) && cron.GetNextOccurrence(now.AddDays(-2), zone) is { } recent && recent <= now ? now.AddDays(-2) : since;
        DateTimeOffset? due = null;
        for (var next = cron.GetNextOccurrence(from, zone); next is { } at && at <= now; next = cron.GetNextOccurrence(at, zone))
        {
            due = at;
        }

        return due;
    }
}
