using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>
/// The durable record of background work. A row is written first, then <see cref="Queued"/> tells whoever executes;
/// what was queued survives the process. Runs of one store execute one at a time, in the order of queueing.
/// </summary>
public sealed class RunLedger(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed, AfterImportChain afterImport)
{
    public const int MostAttempts = 3;

    /// <summary>Raised after the row is durable, on the caller's thread.</summary>
    public event Action<Run>? Queued;

    /// <summary>Raised when somebody asks a running run to stop.</summary>
    public event Action<Guid>? CancelAsked;

    /// <param name="arguments">Ids and small settings, kept as JSON.</param>
    /// <param name="then">Kinds to queue, one after the other, when this run has ended other than by cancelling.</param>
    public async Task<Run> QueueAsync(StoreId store, string kind, object? arguments, string? requestedBy, CancellationToken ct, Guid? schedule = null, IReadOnlyList<string>? then = null)
    {
        var json = arguments is null ? null : JsonSerializer.Serialize(arguments, RunJson.Options);
        var run = await database.WriteAsync(
            db =>
            {
                var row = NewRow(store, kind, json, requestedBy, schedule, then);
                db.Runs.Add(row);
                return Task.FromResult(row.ToRecord());
            },
            ct);
        Announce(run);
        return run;
    }

    /// <summary>Queues what is recomputed from the events; a chain that waits already serves both imports.</summary>
    public async Task<Run?> QueueAfterImportAsync(StoreId store, CancellationToken ct, string? requestedBy = null)
    {
        if (afterImport.Kinds is not { Count: > 0 } kinds)
        {
            return null;
        }

        var first = kinds[0];
        var waiting = await database.ReadAsync(
            async db => (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Store == store && r.Kind == first && r.State == RunState.Queued && r.Then != null, ct))?.ToRecord(), ct);
        return waiting ?? await QueueAsync(store, first, null, requestedBy, ct, then: [.. kinds.Skip(1)]);
    }

    public Task<Run?> FindAsync(Guid run, CancellationToken ct = default) => database.ReadAsync(
        async db => (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == run, ct))?.ToRecord(), ct);

    /// <returns>Latest first.</returns>
    public Task<IReadOnlyList<Run>> ListAsync(StoreId store, string? kind, int take, CancellationToken ct = default) => database.ReadAsync<IReadOnlyList<Run>>(
        async db => [.. (await db.Runs.AsNoTracking().Where(r => r.Store == store && (kind == null || r.Kind == kind)).OrderByDescending(r => r.Number).Take(take).ToListAsync(ct)).Select(r => r.ToRecord())], ct);

    /// <summary>Runs that wait or work.</summary>
    public Task<IReadOnlyList<Run>> OpenAsync(StoreId store, CancellationToken ct = default) => database.ReadAsync<IReadOnlyList<Run>>(
        async db => [.. (await db.Runs.AsNoTracking().Where(r => r.Store == store && (r.State == RunState.Queued || r.State == RunState.Running)).OrderBy(r => r.Number).ToListAsync(ct)).Select(r => r.ToRecord())], ct);

    /// <summary>A waiting run is cancelled at once, a working one is asked to stop.</summary>
    public async Task<Outcome<Run>> CancelAsync(Guid run, CancellationToken ct = default)
    {
        var outcome = await ChangeAsync(
            run,
            row =>
            {
                switch (row.State)
                {
                    case RunState.Queued:
                        (row.State, row.Ended) = (RunState.Cancelled, clock.GetUtcNow());
                        return null;
                    case RunState.Running:
                        row.CancelRequested = true;
                        return null;
                    default:
                        return new Problem("run.over", "This run is over; there is nothing to cancel.");
                }
            },
            ct);
        if (outcome is { Succeeded: true, Value.State: RunState.Running })
        {
            CancelAsked?.Invoke(run);
        }

        return outcome;
    }

    /// <summary>Puts a run that did not succeed back into the queue, as a further attempt of the same run.</summary>
    public async Task<Outcome<Run>> RetryAsync(Guid run, CancellationToken ct = default)
    {
        var outcome = await ChangeAsync(
            run,
            row =>
            {
                if (row.State is not (RunState.Failed or RunState.Cancelled or RunState.Interrupted))
                {
                    return new Problem("run.retry", "Only a run that failed, was cancelled or was interrupted can be tried again.");
                }

                Requeue(row);
                return null;
            },
            ct);
        if (outcome.Succeeded)
        {
            Announce(outcome.Value);
        }

        return outcome;
    }

    /// <summary>Takes the store's next waiting run and marks it as running. Null when nothing waits.</summary>
    public async Task<Run?> TakeNextAsync(StoreId store, CancellationToken ct)
    {
        var taken = await database.WriteAsync(
            async db =>
            {
                var row = await db.Runs.Where(r => r.Store == store && r.State == RunState.Queued).OrderBy(r => r.Number).FirstOrDefaultAsync(ct);
                if (row is null)
                {
                    return null;
                }

                (row.State, row.Started, row.Ended, row.Progress, row.Stage) = (RunState.Running, clock.GetUtcNow(), null, 0, null);
                return row.ToRecord();
            },
            ct);
        if (taken is not null)
        {
            feed.Publish(store, ChangeTopic.Runs);
        }

        return taken;
    }

    public async Task ReportAsync(Run run, double share, string stage, CancellationToken ct)
    {
        var progress = double.IsNaN(share) ? 0 : Math.Clamp(share, 0, 1);
        await database.WriteAsync(
            db => db.Runs.Where(r => r.Id == run.Id && r.State == RunState.Running).ExecuteUpdateAsync(s => s.SetProperty(r => r.Progress, progress).SetProperty(r => r.Stage, stage), ct), ct);
        feed.Publish(run.Store, ChangeTopic.Runs);
    }

    public Task CompleteAsync(Run run, string? resultJson, CancellationToken ct) => EndAsync(
        run, row => (row.State, row.Progress, row.ResultJson, row.ErrorCode, row.Error) = (RunState.Done, 1, resultJson, null, null), ct);

    public Task FailAsync(Run run, Problem problem, CancellationToken ct) => EndAsync(
        run, row => (row.State, row.ErrorCode, row.Error) = (RunState.Failed, problem.Code, problem.Message), ct);

    public Task CancelledAsync(Run run, CancellationToken ct) => EndAsync(run, row => row.State = RunState.Cancelled, ct);

    /// <summary>The server stops in good order: the run goes back to the queue without counting as a failure.</summary>
    public Task PutBackAsync(Run run, CancellationToken ct) => ChangeAsync(
        run.Id,
        row =>
        {
            (row.State, row.Started) = (RunState.Queued, null);
            return null;
        },
        ct);

    /// <summary>
    /// Called once at start, before anything executes. One process owns the data folder, so a row that says "running" was interrupted.
    /// It is tried again, at most <see cref="MostAttempts"/> times in all; beyond that it stays as interrupted.
    /// </summary>
    /// <returns>The stores in which runs wait.</returns>
    public async Task<IReadOnlyList<StoreId>> ResumeAsync(CancellationToken ct) => await database.WriteAsync<IReadOnlyList<StoreId>>(
        async db =>
        {
            foreach (var row in await db.Runs.Where(r => r.State == RunState.Running).ToListAsync(ct))
            {
                row.Interruptions++;
                if (row.CancelRequested || row.Attempt >= MostAttempts)
                {
                    (row.State, row.Ended) = (row.CancelRequested ? RunState.Cancelled : RunState.Interrupted, clock.GetUtcNow());
                    (row.ErrorCode, row.Error) = row.CancelRequested ? (null, null) : ("run.interrupted", "The server stopped while this run was working, three times. Try again once the cause is known.");
                }
                else
                {
                    Requeue(row);
                }
            }

            await db.SaveChangesAsync(ct);
            return await db.Runs.Where(r => r.State == RunState.Queued).Select(r => r.Store).Distinct().ToListAsync(ct);
        },
        ct);

    private async Task EndAsync(Run run, Action<RunRow> end, CancellationToken ct)
    {
        var next = await database.WriteAsync(
            async db =>
            {
                var row = await db.Runs.FirstAsync(r => r.Id == run.Id, ct);
                end(row);
                row.Ended = clock.GetUtcNow();
                if (row.State == RunState.Cancelled || row.Then?.Split(',') is not [var kind, .. var rest])
                {
                    return null;
                }

                // Also after a failure: the next link works with what is there (suggestions without a churn model say so).
                var follower = NewRow(row.Store, kind, null, row.RequestedBy, row.Schedule, rest);
                db.Runs.Add(follower);
                return follower.ToRecord();
            },
            ct);
        feed.Publish(run.Store, ChangeTopic.Runs);
        if (next is not null)
        {
            Announce(next);
        }
    }

    private async Task<Outcome<Run>> ChangeAsync(Guid run, Func<RunRow, Problem?> change, CancellationToken ct)
    {
        var outcome = await database.WriteAsync<Outcome<Run>>(
            async db =>
            {
                var row = await db.Runs.FirstOrDefaultAsync(r => r.Id == run, ct);
                return row is null ? WorkspaceProblems.NotFound("run") : change(row) is { } problem ? problem : row.ToRecord();
            },
            ct);
        if (outcome.Succeeded)
        {
            feed.Publish(outcome.Value.Store, ChangeTopic.Runs);
        }

        return outcome;
    }

    private void Requeue(RunRow row)
    {
        row.Attempt++;
        (row.State, row.Progress, row.Stage, row.CancelRequested) = (RunState.Queued, 0, null, false);
        (row.Queued, row.Started, row.Ended, row.ErrorCode, row.Error) = (clock.GetUtcNow(), null, null, null, null);
    }

    private RunRow NewRow(StoreId store, string kind, string? argumentsJson, string? requestedBy, Guid? schedule, IReadOnlyList<string>? then) => new()
    {
        Id = Guid.CreateVersion7(),
        Store = store,
        Kind = kind,
        State = RunState.Queued,
        ArgumentsJson = argumentsJson,
        Attempt = 1,
        RequestedBy = requestedBy,
        Schedule = schedule,
        Then = then is { Count: > 0 } ? string.Join(',', then) : null,
        Queued = clock.GetUtcNow(),
    };

    private void Announce(Run run)
    {
        feed.Publish(run.Store, ChangeTopic.Runs);
        Queued?.Invoke(run);
    }
}
