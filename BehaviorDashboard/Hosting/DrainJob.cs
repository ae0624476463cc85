using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Hangfire;

namespace BehaviorDashboard.Hosting;

/// <summary>
/// What Hangfire executes: "work off what waits in this store". Its storage is in memory, because the run ledger is durable and is
/// read again at every start.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class DrainJob(RunExecutor executor)
{
    [JobDisplayName("Work off the queue of {0}")]
    public Task RunAsync(string store, CancellationToken stopping) => executor.DrainAsync(new StoreId(store), stopping);
}

/// <summary>Puts interrupted runs back into the queue at the start, and hands every queued run to Hangfire.</summary>
internal sealed class RunStarter(RunLedger ledger, RunExecutor executor, IBackgroundJobClient jobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        executor.Listen();
        ledger.Queued += Start;
        foreach (var store in await ledger.ResumeAsync(cancellationToken))
        {
            Enqueue(store);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        ledger.Queued -= Start;
        return Task.CompletedTask;
    }

    private void Start(Run run) => Enqueue(run.Store);

    private void Enqueue(StoreId store) => jobs.Enqueue<DrainJob>(j => j.RunAsync(store.Value, CancellationToken.None));
}
