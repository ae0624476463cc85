using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Workspace;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Schedules;

public sealed class SchedulesTests
{
    [Fact]
    public void Next_OverTheSpringJump_RunsOnceAfterTheMissingHour()
    {
        // Berlin, 2026-03-29: 02:00 becomes 03:00, so 02:30 does not exist.
        var next = SchedulesRules.Next("30 2 * * *", "Europe/Berlin", At("2026-03-28T12:00Z"), 2);

        Assert.Equal([At("2026-03-29T01:00Z"), At("2026-03-30T00:30Z")], next);
    }

    [Fact]
    public void Next_OverTheAutumnJump_RunsOnceInTheDoubledHour()
    {
        // Berlin, 2026-10-25: 02:30 comes twice.
        var next = SchedulesRules.Next("30 2 * * *", "Europe/Berlin", At("2026-10-24T12:00Z"), 2);

        Assert.Equal([At("2026-10-25T00:30Z"), At("2026-10-26T01:30Z")], next);
    }

    [Fact]
    public void Check_EverythingWrong_SaysEachField() =>
        Assert.Equal(["kind", "cron", "timeZone"], SchedulesRules.Check("sample", "61 * * * *", "Mars/Olympus").Select(p => p.Field));

    [Fact]
    public async Task Create_WithoutTimeZone_TakesTheStoresAndShowsFiveTimes()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var created = await Query(workspace).CreateAsync(workspace.Store, new ScheduleRequest(RunKinds.Rfm, "0 3 * * *"), default);

        Assert.Equal("Europe/Berlin", created.Value!.Schedule.TimeZone);
        Assert.Equal(SchedulesQuery.Preview, created.Value.Next.Count);
    }

    [Fact]
    public async Task Update_WithABadCron_KeepsTheOld()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var before = (await Query(workspace).ListAsync(workspace.Store, default))[0].Schedule;

        var updated = await Query(workspace).UpdateAsync(workspace.Store, before.Id, new ScheduleRequest(Cron: "never"), default);

        Assert.Equal("schedule.cron", updated.Problems.Single().Code);
        Assert.Contains(await Query(workspace).ListAsync(workspace.Store, default), v => v.Schedule == before);
    }

    [Fact]
    public async Task Run_AskedThroughAnotherStore_LooksMissing()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var run = await Query(workspace).TrainAsync(workspace.Store, RunKinds.Churn, new TrainRequest(HorizonDays: 30), "test", default);

        Assert.True((await Query(workspace).FindRunAsync(workspace.Store, run.Value!.Id, default)).Succeeded);
        Assert.Equal("run.missing", (await Query(workspace).CancelAsync(new StoreId("other"), run.Value.Id, default)).Problems.Single().Code);
    }

    private static SchedulesQuery Query(TestWorkspace workspace) =>
        new(workspace.Get<ScheduleLedger>(), workspace.Runs, workspace.Get<StoreDirectory>(), TimeProvider.System);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
