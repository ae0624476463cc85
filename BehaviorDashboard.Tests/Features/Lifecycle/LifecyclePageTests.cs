using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Lifecycle;

public sealed class LifecyclePageTests
{
    private const string January = "lifecycle?from=2026-01-01&to=2026-01-04&period=day";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No events yet")]
    [InlineData("zh-CN", "暂无事件")]
    public async Task EmptyStore_SaysWhatIsMissing(string culture, string words)
    {
        await using var world = await OpenAsync(culture);

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "On 3 Jan 2026, 1 customers were active: 0 new, 0 also active the day before, 1 back after a pause; 2 fell asleep.")]
    [InlineData("zh-CN", "2026-01-03 活跃客户 1 位：新客 0、连续活跃 0、回流 1；另有 2 位沉睡。")]
    public async Task Page_OpensWithTheLatestPeriodThatHasEnded(string culture, string sentence)
    {
        await using var world = await OpenAsync(culture, Visits());

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".page-words .sentence").TextContent), Patience);
        Assert.Single(page.FindAll("table.data-table .badge"));
    }

    [Fact]
    public async Task Figure_Clicked_ListsItsPeople()
    {
        await using var world = await OpenAsync("en", Visits());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody .link")), Patience);

        // Third row from below is the second day; its dormant figure is the fourth.
        await page.InvokeAsync(() => page.FindAll("tbody tr")[1].QuerySelectorAll("td")[3].QuerySelector("button")!.Click());

        page.WaitForAssertion(() => Assert.Contains("Fell asleep, 3 Jan 2026", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("2 customers.", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save as segment").ParentElement!.Submit());
        page.WaitForAssertion(() => Assert.Contains("with 2 customers", page.Find(".notice.good").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task ActiveDays_AreCountedByTheWeek()
    {
        await using var world = await OpenAsync("en", Visits());

        var page = await OpenPageAsync(world, January + "&view=stickiness");

        page.WaitForAssertion(() => Assert.Equal(["3", "2.00", "1", "1", "1", "0", "0", "0", "0"], page.FindAll("table.data-table tbody tr").First().QuerySelectorAll("td").Select(d => d.TextContent.Trim())), Patience);
        Assert.DoesNotContain(page.FindAll(".segmented button"), b => b.TextContent == "Day");
    }

    [Fact]
    public async Task Tab_Chosen_StandsInTheAddress()
    {
        await using var world = await OpenAsync("en", Visits());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody .link")), Patience);

        await page.InvokeAsync(() => page.FindAll("button[role='tab']")[1].Click());

        Assert.Contains("view=stickiness", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RangeBehindTheData_IsSaidInWords()
    {
        await using var world = await OpenAsync("zh-CN", Visits());

        var page = await OpenPageAsync(world, "lifecycle?from=2030-01-01&to=2030-02-01");

        page.WaitForAssertion(() => Assert.Contains("店铺数据截止于 2026-01-04", page.Find(".notice.warning").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Export_IsWhatThePageShows()
    {
        await using var world = await OpenAsync("en", Visits());
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;
        var export = world.Get<LifecycleExport>();

        var statuses = Text(await export.WriteAsync(store, LifecycleAddress.FromUri(January), default));
        var days = Text(await export.WriteAsync(store, LifecycleAddress.FromUri(January + "&view=stickiness"), default));
        var people = Text(await export.WriteAsync(store, LifecycleAddress.FromUri(January + "&people=%7B%22period%22%3A%222026-01-03%22%2C%22status%22%3A%22dormant%22%7D"), default));

        Assert.Contains("2026-01-03,1,0,0,1,2,1\r\n", statuses, StringComparison.Ordinal);
        Assert.Contains("2025-12-29,0,3,2,1,1,1,0,0,0,0\r\n", days, StringComparison.Ordinal);
        Assert.Equal(["Customer", "c1", "c3"], people.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(Outcome<byte[]> file) => System.Text.Encoding.UTF8.GetString(file.Value!).TrimStart('\uFEFF');

    // The store's days are Berlin's; noon keeps them those of UTC.
    private static EventRow[] Visits() =>
    [
        TestStore.Row("c1", 12, EventKind.View), TestStore.Row("c1", 36, EventKind.View),
        TestStore.Row("c2", 13, EventKind.View), TestStore.Row("c2", 60, EventKind.View), TestStore.Row("c2", 84, EventKind.View),
        TestStore.Row("c3", 37, EventKind.View), TestStore.Row("c3", 38, EventKind.View),
    ];

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture, params EventRow[] rows) =>
        FillAsync(PagesWorld.OpenAsync(culture, services => services.AddLifecycle()), rows);

    private static async Task<PagesWorld> FillAsync(Task<PagesWorld> opened, EventRow[] rows)
    {
        var world = await opened;
        if (rows.Length > 0)
        {
            await using var batch = await world.Get<EventWriter>().BeginAsync(world.Store, Guid.NewGuid(), default);
            rows.ToList().ForEach(batch.Add);
            await batch.CommitAsync(null, default);
        }

        return world;
    }

    private static async Task<IRenderedComponent<LifecyclePage>> OpenPageAsync(PagesWorld world, string path, MemberRole role = MemberRole.Marketer) =>
        world.Open<LifecyclePage>(world.SignIn(await world.AddAsync("Mia", role)), path);
}
