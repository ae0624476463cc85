using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class RunLedgerTests
{
    [Fact]
    public async Task Take_SeveralWaiting_FollowsTheOrderOfQueueing()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var first = await QueueAsync(workspace, RunKinds.Churn);
        var second = await QueueAsync(workspace, RunKinds.Rfm);

        Assert.Equal(first.Id, (await workspace.Runs.TakeNextAsync(workspace.Store, default))!.Id);
        Assert.Equal(second.Id, (await workspace.Runs.TakeNextAsync(workspace.Store, default))!.Id);
        Assert.Null(await workspace.Runs.TakeNextAsync(workspace.Store, default));
    }

    [Fact]
    public async Task Cancel_WaitingRun_IsNeverTaken()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var run = await QueueAsync(workspace, RunKinds.Rfm);

        Assert.Equal(RunState.Cancelled, (await workspace.Runs.CancelAsync(run.Id)).Value!.State);
        Assert.Null(await workspace.Runs.TakeNextAsync(workspace.Store, default));
        Assert.Equal("run.over", (await workspace.Runs.CancelAsync(run.Id)).Problems.Single().Code);
    }

    [Fact]
    public async Task Cancel_WorkingRun_AsksItToStop()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var run = await QueueAsync(workspace, RunKinds.Rfm);
        await workspace.Runs.TakeNextAsync(workspace.Store, default);
        Guid? asked = null;
        workspace.Runs.CancelAsked += id => asked = id;

        var outcome = await workspace.Runs.CancelAsync(run.Id);

        Assert.Equal((RunState.Running, true, run.Id), (outcome.Value!.State, outcome.Value.CancelRequested, asked));
    }

    [Fact]
    public async Task Retry_FailedRun_IsAFurtherAttemptOfTheSame()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var run = await QueueAsync(workspace, RunKinds.Rfm);
        await workspace.Runs.TakeNextAsync(workspace.Store, default);
        await workspace.Runs.FailAsync(run, new Problem("x.wrong", "Wrong."), default);

        var retried = await workspace.Runs.RetryAsync(run.Id);

        Assert.Equal((run.Id, RunState.Queued, 2, (string?)null), (retried.Value!.Id, retried.Value.State, retried.Value.Attempt, retried.Value.Error));
        Assert.Equal("run.retry", (await workspace.Runs.RetryAsync(run.Id)).Problems.Single().Code);
    }

    [Fact]
    public async Task Resume_RunInterruptedThreeTimes_IsTriedNoMore()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var run = await QueueAsync(workspace, RunKinds.Rfm);

        for (var start = 1; start <= RunLedger.MostAttempts; start++)
        {
            Assert.Equal(start, (await workspace.Runs.TakeNextAsync(workspace.Store, default))!.Attempt);
            var waiting = await workspace.Runs.ResumeAsync(default);
            Assert.Equal(start < RunLedger.MostAttempts, waiting.Contains(workspace.Store));
        }

        var over = (await workspace.Runs.FindAsync(run.Id))!;
        Assert.Equal((RunState.Interrupted, 3, "run.interrupted"), (over.State, over.Interruptions, over.ErrorCode));
    }

    [Fact]
    public async Task Chain_AfterImport_QueuesOneLinkAfterTheOther()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var first = await workspace.Runs.QueueAfterImportAsync(workspace.Store, default);
        Assert.Equal(first!.Id, (await workspace.Runs.QueueAfterImportAsync(workspace.Store, default))!.Id);

        var taken = await workspace.Runs.TakeNextAsync(workspace.Store, default);
        Assert.Equal(RunKinds.Rfm, taken!.Kind);
        Assert.Null(await workspace.Runs.TakeNextAsync(workspace.Store, default));
        await workspace.Runs.CompleteAsync(taken, null, default);

        Assert.Equal(RunKinds.Segments, (await workspace.Runs.TakeNextAsync(workspace.Store, default))!.Kind);
    }

    private static Task<Run> QueueAsync(TestWorkspace workspace, string kind) => workspace.Runs.QueueAsync(workspace.Store, kind, null, null, default);
}
