using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>The hall of schedules and runs: page, endpoints and command line ask here.</summary>
public sealed class SchedulesQuery(ScheduleLedger schedules, RunLedger runs, StoreDirectory stores, WatchedFolders watched, TimeProvider clock)
{
    /// <summary>How many coming times are shown.</summary>
    public const int Preview = 5;

    private static readonly Problem NoSchedule = new("schedule.missing", "There is no such schedule.");
    private static readonly Problem NoRun = new("run.missing", "There is no such run.");
    private static readonly Problem NoStore = new("store.missing", "There is no such store.");

    public async Task<IReadOnlyList<ScheduleView>> ListAsync(StoreId store, CancellationToken ct) =>
        [.. (await schedules.ListAsync(store, ct)).Select(View)];

    public async Task<Outcome<ScheduleView>> CreateAsync(StoreId store, ScheduleRequest request, CancellationToken ct)
    {
        if (await stores.FindAsync(store, ct) is not { } found)
        {
            return NoStore;
        }

        var zone = request.TimeZone ?? found.TimeZone;
        return Check(request.Kind, request.Cron, zone, request.Folder) is { Count: > 0 } problems
            ? Outcome<ScheduleView>.Refused(problems)
            : View(await schedules.CreateAsync(new NewSchedule(store, request.Kind!, request.Cron!, zone, request.Enabled ?? true, FolderJson(request.Kind, request.Folder)), ct));
    }

    /// <summary>Takes a deletion back. Its clock starts anew: what it would have done meanwhile is not made up for.</summary>
    public Task<Schedule> RestoreAsync(Schedule deleted, CancellationToken ct) =>
        schedules.CreateAsync(new NewSchedule(deleted.Store, deleted.Kind, deleted.Cron, deleted.TimeZone, deleted.Enabled, deleted.ArgumentsJson), ct);

    public async Task<Outcome<ScheduleView>> UpdateAsync(StoreId store, Guid schedule, ScheduleRequest request, CancellationToken ct)
    {
        if (await schedules.FindAsync(store, schedule, ct) is not { } before)
        {
            return NoSchedule;
        }

        var wanted = before with
        {
            Kind = request.Kind ?? before.Kind,
            Cron = request.Cron ?? before.Cron,
            TimeZone = request.TimeZone ?? before.TimeZone,
            Enabled = request.Enabled ?? before.Enabled,
        };
        var folder = request.Folder ?? SchedulesRules.FolderOf(before);
        wanted = wanted with { ArgumentsJson = FolderJson(wanted.Kind, folder) };
        if (Check(wanted.Kind, wanted.Cron, wanted.TimeZone, folder) is { Count: > 0 } problems)
        {
            return Outcome<ScheduleView>.Refused(problems);
        }

        var updated = await schedules.UpdateAsync(wanted, ct);
        return updated.Succeeded ? View(updated.Value) : Outcome<ScheduleView>.Refused(updated.Problems);
    }

    public Task<bool> DeleteAsync(StoreId store, Guid schedule, CancellationToken ct) => schedules.DeleteAsync(store, schedule, ct);

    /// <summary>Queues the schedule's run now; its clock is not touched.</summary>
    public async Task<Outcome<Run>> RunNowAsync(StoreId store, Guid schedule, string? requestedBy, CancellationToken ct)
    {
        if (await schedules.FindAsync(store, schedule, ct) is not { } found)
        {
            return NoSchedule;
        }

        var arguments = found.ArgumentsJson is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : (object?)null;
        return await runs.QueueAsync(store, found.Kind, arguments, requestedBy, ct, schedule);
    }

    public async Task<Outcome<Run>> TrainAsync(StoreId store, string kind, TrainRequest request, string? requestedBy, CancellationToken ct)
    {
        if (SchedulesRules.CheckKind(kind, RunKinds.Derived) is { } problem)
        {
            return problem;
        }

        if (SchedulesRules.Check(request) is { Count: > 0 } problems)
        {
            return Outcome<Run>.Refused(problems);
        }

        return await stores.FindAsync(store, ct) is null ? NoStore : await runs.QueueAsync(store, kind, request, requestedBy, ct);
    }

    public Task<IReadOnlyList<Run>> RunsAsync(StoreId store, string? kind, int take, CancellationToken ct) => runs.ListAsync(store, kind, take, ct);

    /// <summary>A run of another store looks like one that does not exist.</summary>
    public async Task<Outcome<Run>> FindRunAsync(StoreId store, Guid run, CancellationToken ct) =>
        await runs.FindAsync(run, ct) is { } found && found.Store == store ? found : NoRun;

    public async Task<Outcome<Run>> CancelAsync(StoreId store, Guid run, CancellationToken ct) =>
        await FindRunAsync(store, run, ct) is { Succeeded: false } missing ? missing : await runs.CancelAsync(run, ct);

    public async Task<Outcome<Run>> RetryAsync(StoreId store, Guid run, CancellationToken ct) =>
        await FindRunAsync(store, run, ct) is { Succeeded: false } missing ? missing : await runs.RetryAsync(run, ct);

    private IReadOnlyList<Problem> Check(string? kind, string? cron, string zone, string? folder) =>
        [.. SchedulesRules.Check(kind, cron, zone), .. kind == RunKinds.Folder && watched.Check(folder) is { } problem ? [problem] : (Problem[])[]];

    private static string? FolderJson(string? kind, string? folder) =>
        kind == RunKinds.Folder ? JsonSerializer.Serialize(new FolderArguments(folder ?? ""), RunJson.Options) : null;

    private ScheduleView View(Schedule schedule) => new(schedule, SchedulesRules.Next(schedule.Cron, schedule.TimeZone, clock.GetUtcNow(), Preview));
}
