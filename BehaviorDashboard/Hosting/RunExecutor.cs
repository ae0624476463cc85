using System.Collections.Concurrent;
using System.Diagnostics;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Hosting;

/// <summary>
/// Executes the waiting runs of a store, one at a time and in order. The ledger is the truth: whoever calls <see cref="DrainAsync"/>
/// only says "there may be work", so a lost or a doubled call does no harm.
/// </summary>
public sealed class RunExecutor(IServiceScopeFactory scopes, RunLedger ledger, TimeProvider clock, ILogger<RunExecutor> log) : IDisposable
{
    // Each report is a durable write; four in a second are enough for a bar that moves.
    private static readonly TimeSpan ReportsAtMostEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<StoreId, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    /// <summary>Starts to listen for wishes to stop a run.</summary>
    public void Listen() => ledger.CancelAsked += Cancel;

    /// <summary>Executes until nothing waits in the store. Returns at once when another call does so already.</summary>
    public async Task DrainAsync(StoreId store, CancellationToken stopping)
    {
        var gate = _gates.GetOrAdd(store, _ => new SemaphoreSlim(1, 1));
        // Wait rather than turn away: a run queued just as the other call finds nothing more would otherwise lie there.
        await gate.WaitAsync(stopping);
        try
        {
            while (!stopping.IsCancellationRequested && await ledger.TakeNextAsync(store, stopping) is { } run)
            {
                await ExecuteAsync(run, stopping);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        ledger.CancelAsked -= Cancel;
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private void Cancel(Guid run)
    {
        if (_running.TryGetValue(run, out var running))
        {
            running.Cancel();
        }
    }

    private async Task ExecuteAsync(Run run, CancellationToken stopping)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[run.Id] = cancel;
        try
        {
            // Asked for between taking the run and listening for it.
            if (await ledger.FindAsync(run.Id, stopping) is { CancelRequested: true })
            {
                await cancel.CancelAsync();
            }

            await RunJobAsync(run, cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await (stopping.IsCancellationRequested ? ledger.PutBackAsync(run, CancellationToken.None) : ledger.CancelledAsync(run, CancellationToken.None));
        }
        catch (RunRefused refused)
        {
            await ledger.FailAsync(run, refused.Problem, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Run {Run} of kind {Kind} in store {Store} failed", run.Id, run.Kind, run.Store);
            await ledger.FailAsync(run, ProblemOf(e, run), CancellationToken.None);
        }
        finally
        {
            _running.TryRemove(run.Id, out _);
        }
    }

    private async Task RunJobAsync(Run run, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var job = scope.ServiceProvider.GetServices<IRunJob>().FirstOrDefault(j => j.Kind == run.Kind)
            ?? throw new RunRefused(new Problem("run.kind", $"There is no job of the kind '{run.Kind}' in this version.", "kind", run.Kind));
        var started = Stopwatch.GetTimestamp();
        var context = new RunContext(run.Id, run.Store, run.ArgumentsJson, Reporter(run, ct), run.RequestedBy);
        ct.ThrowIfCancellationRequested();
        await Task.Run(() => job.RunAsync(context, ct), ct);
        await ledger.CompleteAsync(run, context.ResultJson, CancellationToken.None);
        log.LogInformation("Run {Run} of kind {Kind} in store {Store} took {Seconds:0.0} s", run.Id, run.Kind, run.Store, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private Func<double, string, Task> Reporter(Run run, CancellationToken ct)
    {
        var last = clock.GetTimestamp();
        var stage = "";
        return async (share, now) =>
        {
            if (now == stage && clock.GetElapsedTime(last) < ReportsAtMostEvery)
            {
                return;
            }

            (stage, last) = (now, clock.GetTimestamp());
            await ledger.ReportAsync(run, share, now, ct);
        };
    }

    private static Problem ProblemOf(Exception e, Run run) => e switch
    {
        IOException { HResult: var code } when (code & 0xFFFF) is 28 or 112 => new Problem("run.disk", "The disk is full. Make room in the data folder, then try again."),
        _ => new Problem("run.failed", $"The run ended with an error that nobody expected ({e.GetType().Name}). The log has the details under the run's id {run.Id}.", null, run.Id),
    };
}
