using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Workspace;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

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

    [Theory]
    [InlineData("@daily", "schedule.cron")]
    [InlineData("0 3 * *", "schedule.cron")]
    [InlineData("0 0 30 2 *", "schedule.never")]
    [InlineData("*/15 9-17 * * MON-FRI", null)]
    public void CheckCron_Text_IsRefusedWithItsCode(string cron, string? code) => Assert.Equal(code, SchedulesRules.CheckCron(cron)?.Code);

    [Theory]
    [InlineData("5 * * * *", Rhythm.Hourly)]
    [InlineData("30 4 * * *", Rhythm.Daily)]
    [InlineData("0 4 * * 0", Rhythm.Weekly)]
    public void Pattern_ReadAndWritten_IsTheSame(string cron, Rhythm rhythm)
    {
        var pattern = CronPattern.Read(cron);

        Assert.Equal(rhythm, pattern.Rhythm);
        Assert.Equal(cron, pattern.ToCron());
    }

    [Theory]
    [InlineData("0 3 1 * *")]
    [InlineData("*/5 * * * *")]
    [InlineData("61 * * * *")]
    [InlineData("")]
    public void Pattern_AnythingElse_IsCustom(string cron) => Assert.Equal(Rhythm.Custom, CronPattern.Read(cron).Rhythm);

    [Fact]
    public void ComingDays_AcrossMidnightOfTheStore_CountByItsDays()
    {
        var berlin = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var hourly = new Schedule(Guid.NewGuid(), new StoreId("shop"), RunKinds.Rfm, null, "0 * * * *", "UTC", true, null, At("2026-01-01T00:00Z"));

        var days = ComingDay.Of([hourly, hourly with { Enabled = false }], berlin, At("2026-03-28T21:30Z"), 2);

        // 22:00 UTC is 23:00 in Berlin; on the 29th the clock skips an hour, so the day has 23.
        Assert.Equal([1, 23], days.Select(d => d.Runs.Single().Count));
    }

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
        new(workspace.Get<ScheduleLedger>(), workspace.Runs, workspace.Get<StoreDirectory>(), new WatchedFolders(Options.Create(new SchedulesOptions())), TimeProvider.System);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
