using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>The schedules of all stores; the clock that acts on them reads them here, so a change works at once.</summary>
public sealed class ScheduleLedger(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    /// <summary>Raised after any change.</summary>
    public event Action? Changed;

    public async Task<Schedule> CreateAsync(NewSchedule schedule, CancellationToken ct)
    {
        var row = RowOf(schedule, clock.GetUtcNow());
        await database.WriteAsync(db => Task.FromResult(db.Schedules.Add(row).Entity), ct);
        Announce(schedule.Store);
        return row.ToRecord();
    }

    public async Task<Outcome<Schedule>> UpdateAsync(Schedule schedule, CancellationToken ct)
    {
        var outcome = await database.WriteAsync<Outcome<Schedule>>(
            async db =>
            {
                if (await db.Schedules.FirstOrDefaultAsync(s => s.Id == schedule.Id && s.Store == schedule.Store, ct) is not { } row)
                {
                    return WorkspaceProblems.NotFound("schedule");
                }

                // A schedule that was off starts counting now: what it missed while off was not wanted.
                row.LastRun = schedule.Enabled && !row.Enabled ? clock.GetUtcNow() : row.LastRun;
                (row.Kind, row.Cron, row.TimeZone, row.Enabled, row.ArgumentsJson) = (schedule.Kind, schedule.Cron, schedule.TimeZone, schedule.Enabled, schedule.ArgumentsJson);
                return row.ToRecord();
            },
            ct);
        Announce(schedule.Store);
        return outcome;
    }

    public async Task<bool> DeleteAsync(StoreId store, Guid schedule, CancellationToken ct)
    {
        var deleted = await database.WriteAsync(db => db.Schedules.Where(s => s.Id == schedule && s.Store == store).ExecuteDeleteAsync(ct), ct);
        Announce(store);
        return deleted > 0;
    }

    public Task<IReadOnlyList<Schedule>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Schedule>>(
        async db => [.. (await db.Schedules.AsNoTracking().Where(s => s.Store == store).OrderBy(s => s.Created).ThenBy(s => s.Kind).ToListAsync(ct)).Select(s => s.ToRecord())], ct);

    public Task<Schedule?> FindAsync(StoreId store, Guid schedule, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Schedules.AsNoTracking().FirstOrDefaultAsync(s => s.Store == store && s.Id == schedule, ct))?.ToRecord(), ct);

    /// <summary>The enabled schedules of every store.</summary>
    public Task<IReadOnlyList<Schedule>> EnabledAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<Schedule>>(
        async db => [.. (await db.Schedules.AsNoTracking().Where(s => s.Enabled).ToListAsync(ct)).Select(s => s.ToRecord())], ct);

    /// <summary>Notes the tick; false when another caller noted it, or a later one, first.</summary>
    public async Task<bool> TickAsync(Schedule schedule, DateTimeOffset tick, CancellationToken ct)
    {
        var noted = await database.WriteAsync(
            db => db.Schedules.Where(s => s.Id == schedule.Id && (s.LastRun == null || s.LastRun < tick)).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastRun, tick), ct), ct);
        feed.Publish(schedule.Store, ChangeTopic.Schedules);
        return noted > 0;
    }

    /// <summary>What a new store starts with: everything derived is fresh in the morning, the slow model once a week.</summary>
    internal static IEnumerable<ScheduleRow> Defaults(StoreId store, string timeZone, DateTimeOffset now) =>
    [
        RowOf(new NewSchedule(store, RunKinds.Rfm, "0 3 * * *", timeZone), now),
        RowOf(new NewSchedule(store, RunKinds.Segments, "10 3 * * *", timeZone), now),
        RowOf(new NewSchedule(store, RunKinds.Carts, "20 3 * * *", timeZone), now),
        RowOf(new NewSchedule(store, RunKinds.Churn, "0 4 * * 0", timeZone), now),
        RowOf(new NewSchedule(store, RunKinds.Suggestions, "30 4 * * *", timeZone), now),
    ];

    private static ScheduleRow RowOf(NewSchedule schedule, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Store = schedule.Store,
        Kind = schedule.Kind,
        ArgumentsJson = schedule.ArgumentsJson,
        Cron = schedule.Cron,
        TimeZone = schedule.TimeZone,
        Enabled = schedule.Enabled,
        Created = now,
    };

    private void Announce(StoreId store)
    {
        feed.Publish(store, ChangeTopic.Schedules);
        Changed?.Invoke();
    }
}
