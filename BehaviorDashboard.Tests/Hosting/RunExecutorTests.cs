using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Hosting;

public sealed class RunExecutorTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly Plan _plan = new();
    private ServiceProvider _services = null!;
    private StoreId _store;

    private RunLedger Ledger => _services.GetRequiredService<RunLedger>();

    private RunExecutor Executor => _services.GetRequiredService<RunExecutor>();

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddDashboard(DataFolder.Take(_temporary.Path));
        services.AddSingleton(_plan);
        services.AddScoped<IRunJob, PlannedJob>();
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<WorkspaceDatabase>().MigrateAsync(default);
        var store = await _services.GetRequiredService<StoreDirectory>().CreateAsync(new NewStore("Shop", "EUR", "UTC", "en"), default);
        _store = store.Value!.Id;
        Executor.Listen();
    }

    [Fact]
    public async Task Drain_SeveralRuns_ExecutesThemInOrder()
    {
        var order = new List<string>();
        _plan.Work = (run, _) =>
        {
            order.Add(run.Arguments<Named>().Name);
            run.Complete(new { said = order.Count });
            return Task.CompletedTask;
        };
        foreach (var name in (string[])["first", "second", "third"])
        {
            await QueueAsync(name);
        }

        // Twice at once, as Hangfire would for two queued runs.
        await Task.WhenAll(Executor.DrainAsync(_store, default), Executor.DrainAsync(_store, default));

        Assert.Equal(["first", "second", "third"], order);
        Assert.All(await Ledger.ListAsync(_store, PlannedJob.Name, 10), r => Assert.Equal((RunState.Done, 1.0), (r.State, r.Progress)));
    }

    [Fact]
    public async Task Drain_ARefusal_EndsAsFailedWithItsCode()
    {
        _plan.Work = (_, _) => throw new RunRefused(new Problem("planned.no", "Not today."));

        var run = await RunAsync();

        Assert.Equal((RunState.Failed, "planned.no", "Not today."), (run.State, run.ErrorCode, run.Error));
    }

    [Fact]
    public async Task Drain_AnUnexpectedError_IsReadableAndHidesNoRunBehindIt()
    {
        _plan.Work = (run, _) => run.Arguments<Named>().Name == "bad" ? throw new InvalidOperationException("inner secret") : Task.CompletedTask;
        var bad = await QueueAsync("bad");
        var good = await QueueAsync("good");

        await Executor.DrainAsync(_store, default);

        var failed = await Ledger.FindAsync(bad.Id);
        Assert.Equal((RunState.Failed, "run.failed"), (failed!.State, failed.ErrorCode));
        Assert.DoesNotContain("inner secret", failed.Error, StringComparison.Ordinal);
        Assert.Contains(bad.Id.ToString(), failed.Error, StringComparison.Ordinal);
        Assert.Equal(RunState.Done, (await Ledger.FindAsync(good.Id))!.State);
    }

    [Fact]
    public async Task Cancel_ARunningRun_EndsItAsCancelled()
    {
        var working = new TaskCompletionSource();
        _plan.Work = async (_, ct) =>
        {
            working.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        };
        var run = await QueueAsync("long");
        var drain = Executor.DrainAsync(_store, default);
        await working.Task;

        await Ledger.CancelAsync(run.Id);
        await drain;

        Assert.Equal(RunState.Cancelled, (await Ledger.FindAsync(run.Id))!.State);
    }

    [Fact]
    public async Task Stop_OfTheServer_PutsTheRunBackIntoTheQueue()
    {
        var working = new TaskCompletionSource();
        _plan.Work = async (_, ct) =>
        {
            working.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        };
        var run = await QueueAsync("long");
        using var stopping = new CancellationTokenSource();
        var drain = Executor.DrainAsync(_store, stopping.Token);
        await working.Task;

        await stopping.CancelAsync();
        await drain;

        var back = await Ledger.FindAsync(run.Id);
        Assert.Equal((RunState.Queued, 1), (back!.State, back.Attempt));
    }

    [Fact]
    public async Task Drain_AnUnknownKind_SaysSo()
    {
        var run = await Ledger.QueueAsync(_store, "nonsense", null, null, default);

        await Executor.DrainAsync(_store, default);

        Assert.Equal("run.kind", (await Ledger.FindAsync(run.Id))!.ErrorCode);
    }

    public Task DisposeAsync() => _services.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private Task<Run> QueueAsync(string name) => Ledger.QueueAsync(_store, PlannedJob.Name, new Named(name), null, default);

    private async Task<Run> RunAsync()
    {
        var run = await QueueAsync("one");
        await Executor.DrainAsync(_store, default);
        return (await Ledger.FindAsync(run.Id))!;
    }

    private sealed record Named(string Name);

    private sealed class Plan
    {
        public Func<RunContext, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;
    }

    private sealed class PlannedJob(Plan plan) : IRunJob
    {
        public const string Name = "planned";

        public string Kind => Name;

        public int? AfterImport => null;

        public Task RunAsync(RunContext run, CancellationToken ct) => plan.Work(run, ct);
    }
}
