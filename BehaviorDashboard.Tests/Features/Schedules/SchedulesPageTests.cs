using System.Globalization;
using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Workspace;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace BehaviorDashboard.Tests.Features.Schedules;

/// <summary>The page over a real workspace, in both languages.</summary>
public sealed class SchedulesPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly BunitContext _browser = new();
    private TestWorkspace _workspace = null!;

    public async Task InitializeAsync()
    {
        _workspace = await TestWorkspace.CreateAsync();
        _browser.JSInterop.Mode = JSRuntimeMode.Loose;
        _browser.Services.AddLogging().AddLocalization().AddMudServices();
        var watched = new WatchedFolders(Options.Create(new SchedulesOptions()));
        _browser.Services.AddSingleton(TimeProvider.System).AddSingleton(_workspace.Get<ChangeFeed>()).AddSingleton(watched)
            .AddSingleton(new SchedulesQuery(_workspace.Get<ScheduleLedger>(), _workspace.Runs, _workspace.Get<StoreDirectory>(), watched, TimeProvider.System));
    }

    public async Task DisposeAsync()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_before, _before);
        (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (null, null);
        await _browser.DisposeAsync();
        await _workspace.DisposeAsync();
    }

    [Theory]
    [InlineData("en", "Every Sunday at 04:00", "Churn model", "Nothing has run yet")]
    [InlineData("zh-CN", "每周日 04:00", "流失模型", "还没有运行记录")]
    public void Page_NewStore_SaysItsSchedulesInWords(string culture, string when, string kind, string empty)
    {
        var page = Open(culture);

        page.WaitForAssertion(() => Assert.Contains(when, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains(kind, page.Find("table.schedules").TextContent, StringComparison.Ordinal);
        Assert.Equal(7, page.FindAll(".week > li").Count);
        page.WaitForAssertion(() => Assert.Contains(empty, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "*/15 9-17 * * 1-5", "On Monday to Friday, in hour 9-17, every 15 minutes")]
    [InlineData("zh-CN", "*/15 9-17 * * 1-5", "周一至周五，9-17 时，每 15 分钟")]
    [InlineData("en", "0 3 1 * *", "On day 1 of the month, at 03:00")]
    [InlineData("zh-CN", "0 3 1 * *", "每月 1 日，03:00")]
    [InlineData("en", "10 */6 * * SUN,WED", "On Sunday and Wednesday, every 6 hours, at minute 10")]
    [InlineData("en", "* * * * *", "Every minute")]
    public async Task Form_CustomCron_IsSaidInWordsAtTheField(string culture, string cron, string words)
    {
        var page = Open(culture, "?edit=new");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".segmented button")), Patience);

        await page.FindAll(".segmented button")[3].ClickAsync(new());
        await page.WaitForElement("input[aria-describedby=cron-hint]", Patience).InputAsync(new ChangeEventArgs { Value = cron });

        page.WaitForAssertion(() => Assert.Equal(words, page.Find("#cron-hint").TextContent), Patience);
        Assert.Equal(SchedulesQuery.Preview, page.FindAll("form ol li").Count);
    }

    [Theory]
    [InlineData("en", "Five fields are needed")]
    [InlineData("zh-CN", "需要五个字段")]
    public async Task Form_BadCron_IsSaidAtTheField_AndSavesNothing(string culture, string words)
    {
        var page = Open(culture, "?edit=new");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".segmented button")), Patience);
        await page.FindAll(".segmented button")[3].ClickAsync(new());
        await page.WaitForElement("input[aria-describedby=cron-hint]", Patience).InputAsync(new ChangeEventArgs { Value = "at noon" });
        await page.Find("form").SubmitAsync();

        Assert.Contains(words, page.Find("#cron-hint").TextContent, StringComparison.Ordinal);
        Assert.Equal("at noon", page.Find("input[aria-describedby=cron-hint]").GetAttribute("value"));
        Assert.Equal(RunKinds.Derived.Count, (await _workspace.Get<ScheduleLedger>().ListAsync(_workspace.Store, default)).Count);
    }

    [Fact]
    public async Task Form_Saved_ChangesTheSchedule_AndClosesTheAddress()
    {
        var schedule = (await _workspace.Get<ScheduleLedger>().ListAsync(_workspace.Store, default)).Single(s => s.Kind == RunKinds.Churn);
        var page = Open("en", $"?edit={schedule.Id}");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("input[type=time]")), Patience);

        await page.FindAll(".segmented button")[1].ClickAsync(new());
        await page.WaitForElement("input[type=time]", Patience).ChangeAsync(new ChangeEventArgs { Value = "05:15" });
        await page.Find("form").SubmitAsync();

        var saved = await _workspace.Get<ScheduleLedger>().FindAsync(_workspace.Store, schedule.Id, default);
        Assert.Equal("15 5 * * *", saved!.Cron);
        Assert.DoesNotContain("edit", _browser.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Undone_BringsTheScheduleBack()
    {
        var page = Open("en");
        page.WaitForAssertion(() => Assert.Equal(RunKinds.Derived.Count, page.FindAll("table.schedules tbody tr").Count), Patience);

        await page.FindAll("button").First(b => b.TextContent == "Delete").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(RunKinds.Derived.Count - 1, page.FindAll("table.schedules tbody tr").Count), Patience);
        await page.FindAll("button").Single(b => b.TextContent == "Undo").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(RunKinds.Derived.Count, page.FindAll("table.schedules tbody tr").Count), Patience);
    }

    [Fact]
    public async Task Switch_Off_TakesTheScheduleOutOfTheWeek()
    {
        var page = Open("en");
        page.WaitForAssertion(() => Assert.Contains("RFM groups", page.Find(".week").TextContent, StringComparison.Ordinal), Patience);

        await page.Find("input[role=switch][aria-label='RFM groups is on']").ChangeAsync(new ChangeEventArgs { Value = false });

        page.WaitForAssertion(() => Assert.DoesNotContain("RFM groups", page.Find(".week").TextContent, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "The disk is full", "Try again", "interrupted, resumed")]
    [InlineData("zh-CN", "磁盘已满", "重试", "曾中断，已恢复")]
    public async Task History_FailedAfterAnInterruption_SaysBoth_AndTriesAgain(string culture, string failure, string retry, string interrupted)
    {
        await _workspace.Runs.QueueAsync(_workspace.Store, RunKinds.Rfm, null, null, default);
        await _workspace.Runs.TakeNextAsync(_workspace.Store, default);
        await _workspace.Runs.ResumeAsync(default);
        var run = await _workspace.Runs.TakeNextAsync(_workspace.Store, default);
        await _workspace.Runs.FailAsync(run!, new Problem("run.disk", "full"), default);

        var page = Open(culture);
        page.WaitForAssertion(() => Assert.Contains(failure, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains(interrupted, page.Find(".runs").TextContent, StringComparison.Ordinal);

        await page.FindAll(".runs button").Single(b => b.TextContent == retry).ClickAsync(new());
        Assert.Equal(RunState.Queued, (await _workspace.Runs.FindAsync(run!.Id))!.State);
    }

    [Fact]
    public async Task History_CodeWithoutWords_ShowsTheStoredSentenceAsText()
    {
        await _workspace.Runs.QueueAsync(_workspace.Store, RunKinds.Rfm, null, "<i>Ada</i>", default);
        var run = await _workspace.Runs.TakeNextAsync(_workspace.Store, default);
        await _workspace.Runs.FailAsync(run!, new Problem("strange.code", "<b>Look</b> at the moon."), default);

        var page = Open("en");

        page.WaitForAssertion(() => Assert.Contains("<b>Look</b> at the moon.", page.Find(".runs").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".runs b, .runs i"));
    }

    private IRenderedComponent<SchedulesPage> Open(string culture, string query = "")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = new CultureInfo(culture);
        _browser.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/{_workspace.Store}/schedules{query}");
        return _browser.Render<SchedulesPage>(parameters => parameters
            .Add(p => p.Store, _workspace.Store.Value)
            .AddCascadingValue(new StoreScope(_workspace.Store, "Shop", "EUR", StoreCalendar.Utc, MemberRole.Admin)));
    }
}
