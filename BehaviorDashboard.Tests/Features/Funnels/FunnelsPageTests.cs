using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Funnels;

/// <summary>The page over a real store, in both languages and in each state. What is clicked is found on the page's own thread, or a render may come between.</summary>
public sealed class FunnelsPageTests
{
    private const string January = "funnels?from=2026-01-01&to=2026-01-31";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("en", "No events yet")]
    [InlineData("zh-CN", "暂无事件")]
    public async Task EmptyStore_SaysWhatToDo(string culture, string words)
    {
        await using var world = await OpenAsync(culture);

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".funnel-bar"));
    }

    [Theory]
    [InlineData("en", "First order", "Second order", "within 90 days")]
    [InlineData("zh-CN", "首单", "第二单", "在 90 天内")]
    public async Task OrdersOnly_ShowsTheOrderFunnel(string culture, string first, string second, string window)
    {
        await using var world = await OpenAsync(culture, TestStore.Row("a", 0, EventKind.Purchase, "o1", 5), TestStore.Row("a", 9, EventKind.Purchase, "o2", 5), TestStore.Row("b", 0, EventKind.Purchase, "o3", 5));

        var page = await OpenPageAsync(world, January);

        Counts(page, "2", "1", "0");
        Assert.Contains(first, page.Markup, StringComparison.Ordinal);
        Assert.Contains(second, page.Markup, StringComparison.Ordinal);
        Assert.Contains(window, page.Find(".page-words .sentence").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Of 4 customers at \"Product view\", 1 came to the end (25.0\u202F%) within 7 days. The largest leak is before \"Add to cart\": 2 left there (50\u202F%). Up to €40 is at risk there.")]
    [InlineData("zh-CN", "4 位客户到达“浏览商品”，其中 1 位在 7 天内走完全程（25.0%）。流失最多的是“加购”之前：2 位离开（50%）。该处风险金额至多 €40。")]
    public async Task Page_OpensWithItsSentence(string culture, string sentence)
    {
        await using var world = await OpenAsync(culture, Shoppers());

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".page-words .sentence").TextContent), Patience);
        Assert.Equal(["4", "2", "1"], page.FindAll(".funnel-count").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Bar_Clicked_ListsAsManyPeopleAsItCounts_AndSavesThem()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January);
        Counts(page, "4", "2", "1");

        await page.InvokeAsync(() => page.FindAll(".funnel-bar")[1].Click());

        page.WaitForAssertion(() => Assert.Contains("2 customers.", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find("input[maxlength='200']").Input("Filled a cart <b>"));
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save as segment").ParentElement!.Submit());
        page.WaitForAssertion(() => Assert.Contains("with 2 customers", page.Find(".notice.good").TextContent, StringComparison.Ordinal), Patience);
        var saved = Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default));
        Assert.Equal(2, await world.Get<CustomerReader>().CountAsync(world.Store, CustomerFilter.Parse(saved.FilterJson).Value, default));
    }

    [Fact]
    public async Task Drop_Clicked_ListsWhoLeft()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January);
        Counts(page, "4", "2", "1");

        await page.InvokeAsync(() => page.FindAll(".funnel .link")[0].Click());

        page.WaitForAssertion(() => Assert.Contains("Left before \"Add to cart\"", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("2 customers.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Viewer_SeesPeopleButSavesNoSegment()
    {
        await using var world = await OpenAsync("en", Shoppers());

        var page = await OpenPageAsync(world, January + "&people=%7B%22step%22%3A1%7D", MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("4 customers.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Save as segment");
    }

    [Fact]
    public async Task Steps_AddedMovedRemovedNamed_ChangeTheAddressAndTheAnswer()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January);
        Counts(page, "4", "2", "1");

        await ClickAsync(page, "+ Add a step");
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".funnel-bar").Count), Patience);
        await page.InvokeAsync(() => page.Find("button[aria-label='Remove step 4']").Click());
        Counts(page, "4", "2", "1");
        await page.InvokeAsync(() => page.Find("button[aria-label='Move step 3 up']").Click());
        Counts(page, "4", "1", "0");
        await page.InvokeAsync(() => page.FindAll(".funnel-steps input[maxlength='80']")[1].Change("Paid"));
        page.WaitForAssertion(() => Assert.Equal("Paid", page.FindAll(".funnel-name bdi")[1].TextContent), Patience);
        Assert.Contains("funnel=", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_DraggedOntoAnother_TakeItsPlace()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January);
        Counts(page, "4", "2", "1");

        await page.InvokeAsync(() => page.FindAll(".funnel-steps > li")[2].DragStart());
        await page.InvokeAsync(() => page.FindAll(".funnel-steps > li")[1].Drop());

        Counts(page, "4", "1", "0");
    }

    [Fact]
    public async Task Step_Union_CountsEither()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January + Funnel("""{"steps":[{"event":"@cartadd"},{"event":"@order"}]}"""));
        Counts(page, "2", "1");

        await page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent == "+ Or another event").Click());
        page.WaitForAssertion(() => Assert.Contains("Add to cart or Product view", page.Markup, StringComparison.Ordinal), Patience);

        Counts(page, "4", "1");
    }

    [Fact]
    public async Task Exclusion_AddedAndTakenAway_ChangesTheAnswer()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January + Funnel("""{"steps":[{"event":"@view"},{"event":"@order"}]}"""));
        Counts(page, "4", "1");

        await ClickAsync(page, "+ Leave out who did");
        await page.InvokeAsync(() => page.Find(".condition-form select").Change("@cartadd"));
        await page.InvokeAsync(() => page.Find(".condition-form").Submit());
        Counts(page, "2", "0");
        Assert.Contains("without \"Add to cart\" between \"Product view\" and \"Order\"", page.Find(".funnel-settings .chip").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".funnel-settings .chip-close").Click());

        Counts(page, "4", "1");
    }

    [Fact]
    public async Task Next_Added_IsAStep()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January + Funnel("""{"steps":[{"event":"@view"},{"event":"@order"}]}""") + "&next=0");
        page.WaitForAssertion(() => Assert.Equal(["Add to cart"], page.FindAll(".funnel-next bdi").Select(b => b.TextContent)), Patience);
        Assert.Equal("50\u202F%", page.Find(".funnel-next .link").TextContent);

        await page.InvokeAsync(() => page.Find(".funnel-next .button").Click());

        Counts(page, "4", "2", "1");
    }

    [Fact]
    public async Task Tabs_HoldTheirStateInTheAddress_AndOpenTheirPeople()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.Contains("Periods in figures", page.Markup, StringComparison.Ordinal), Patience);

        await ClickAsync(page, "Time to convert");
        page.WaitForAssertion(() => Assert.Contains("1 customers came from \"Product view\" to \"Order\": half of them within 2 h", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("tab=times", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll("table").Last().QuerySelectorAll("button.link").Single(b => b.TextContent == "1").Click());
        page.WaitForAssertion(() => Assert.Contains("1 customers.", page.Markup, StringComparison.Ordinal), Patience);

        await ClickAsync(page, "What distinguishes");
        page.WaitForAssertion(() => Assert.Contains("Too few to say: 0 customers could be compared", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Trend_PeriodChosen_ListsWhoEnteredThen()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January + "&unit=week");
        page.WaitForAssertion(() => Assert.Contains("not whole", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.FindAll("table").Last().QuerySelector("tbody button.link")!.Click());

        page.WaitForAssertion(() => Assert.Contains("entered 29 Dec 2025", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("4 customers.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "not known")]
    [InlineData("zh-CN", "未知")]
    public async Task Breakdown_OfTheAddress_ShowsItsGroups(string culture, string none)
    {
        await using var world = await OpenAsync(culture, Shoppers());

        var page = await OpenPageAsync(world, January + "&tab=groups" + Funnel("""{"steps":[{"event":"@view"},{"event":"@order"}],"breakdown":{"property":"device"}}"""));

        page.WaitForAssertion(() => Assert.Equal(["mobile", none], page.FindAll("table.data-table").Last().QuerySelectorAll("tbody th").Select(h => h.TextContent.Trim())), Patience);
    }

    [Theory]
    [InlineData("en", """{"steps":[{"event":"@view"},{"event":"@order"}],"exclusions":[{"event":"@search","after":1,"before":4}]}""", "\"2 to 5\" is not possible")]
    [InlineData("en", """{"steps":[{"event":"@view"},{"event":"@order"}],"window":{"value":0,"unit":"day"}}""", "The window is 1 to 3650 of this unit")]
    [InlineData("zh-CN", """{"steps":[{"event":"@view"},{"event":"@order"}],"window":{"value":0,"unit":"day"}}""", "窗口期应为 1 到 3650")]
    [InlineData("en", """{"steps":[{"event":"@view"}]}""", "A funnel has 2 to 20 steps; this one has 1.")]
    [InlineData("en", """{"steps":[{"event":"@view"},{"any":[]}]}""", "Step 2 names no event")]
    [InlineData("en", """{"steps":[{"event":"@view"},{"event":"@order"}],"breakdown":{"property":"colour"}}""", "No event has a property \"colour\"")]
    [InlineData("en", """{"steps":[{"event":"@view"},{"event":"@nonsense"}]}""", "There is no kind of event \"@nonsense\"")]
    public async Task WrongQuestion_IsSaidInItsPanel(string culture, string funnel, string words)
    {
        await using var world = await OpenAsync(culture, Shoppers());

        var page = await OpenPageAsync(world, January + Funnel(funnel));

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".panel .notice.warning").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task TwentyOneSteps_AreSaidInThePanel_AndCanBeRemoved()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var page = await OpenPageAsync(world, January + Funnel($$"""{"steps":[{{string.Join(',', Enumerable.Repeat("""{"event":"@view"}""", 21))}}]}"""));
        page.WaitForAssertion(() => Assert.Contains("A funnel has 2 to 20 steps; this one has 21.", page.Find(".panel .notice.warning").TextContent, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("button[aria-label='Remove step 21']").Click());

        page.WaitForAssertion(() => Assert.Equal(20, page.FindAll(".funnel-bar").Count), Patience);
        Assert.Empty(page.FindAll(".notice.warning"));
    }

    [Theory]
    [InlineData("funnels?from=2025-01-01&to=2025-01-31", "they run from 1 Jan 2026 to 1 Jan 2026")]
    [InlineData(January + "&funnel=%7B%22steps%22%3A%5B%7B%22event%22%3A%22%40view%22%7D%2C%7B%22event%22%3A%22Nothing%22%7D%5D%7D", "No event of this time matches step 2, \"Nothing\"")]
    public async Task NothingThere_SaysWhy(string path, string words)
    {
        await using var world = await OpenAsync("en", Shoppers());

        var page = await OpenPageAsync(world, path);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".panel .notice").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Names_WithScript_StayText()
    {
        await using var world = await OpenAsync("en", [.. ((string[])["a", "b"]).Select((c, i) => TestStore.Row(c, i, EventKind.Other, name: "<script>alert(1)</script>"))]);

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Equal("2", page.FindAll(".funnel-count").First().TextContent), Patience);
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public async Task Export_IsWhatThePageShows()
    {
        await using var world = await OpenAsync("en", Shoppers());
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;
        async Task<string> FileAsync(string query) => System.Text.Encoding.UTF8.GetString((await world.Get<FunnelsExport>().WriteAsync(store, FunnelsAddress.FromUri(January + query), default)).Value!).TrimStart('\uFEFF');

        Assert.Contains("Everybody,Add to cart,2,0.5,0.5,2,3600,3600,40.00,40.00,0,\r\n", await FileAsync(""), StringComparison.Ordinal);
        Assert.Contains("2026-01-01,4,2,1,0.25,0,0\r\n", await FileAsync("&part=tabs"), StringComparison.Ordinal);
        Assert.Contains("2 h to 4 h,1\r\n", await FileAsync("&part=tabs&tab=times"), StringComparison.Ordinal);
        Assert.Contains("Add to cart,2,1\r\n", await FileAsync("&part=next&next=0" + Funnel("""{"steps":[{"event":"@view"},{"event":"@order"}]}""")), StringComparison.Ordinal);
        Assert.Equal(["Customer", "c3", "c4"], (await FileAsync("&people=%7B%22step%22%3A2%2C%22outcome%22%3A%22dropped%22%7D")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Address_EverythingInIt_SurvivesTheRoundTrip()
    {
        const string query = "?funnel={\"steps\":[{\"any\":[{\"event\":\"a\"},{\"event\":\"b\"}],\"optional\":false,\"name\":\"first\"},{\"optional\":true,\"event\":\"c\"}],\"order\":\"strict\",\"window\":{\"value\":3,\"unit\":\"hour\"},"
            + "\"exclusions\":[{\"event\":\"x\",\"after\":0,\"before\":1}],\"hold\":\"cart\",\"breakdown\":{\"property\":\"device\",\"attribution\":\"step\",\"step\":1},\"revenue\":false,\"distinguish\":false}"
            + "&tab=times&unit=week&pair={\"from\":1,\"to\":2}&next=1&against=year&where=[{\"property\":\"device\",\"op\":\"exists\"}]&people={\"step\":2,\"outcome\":\"dropped\",\"missing\":false,\"other\":false,\"bin\":3}";

        var back = string.Join('&', FunnelsAddress.FromUri(query).ToQuery().Where(p => p.Value is not null).Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")));

        Assert.Equal(query[1..], back);
    }

    private static string Funnel(string json) => "&funnel=" + Uri.EscapeDataString(json);

    private static void Counts(IRenderedComponent<FunnelsPage> page, params string[] counts) =>
        page.WaitForAssertion(() => Assert.Equal(counts, page.FindAll(".funnel-count").Select(c => c.TextContent)), Patience);

    private static Task ClickAsync(IRenderedComponent<FunnelsPage> page, string words) => page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Trim() == words).Click());

    private static EventRow[] Shoppers()
    {
        EventRow[] rows =
        [
            .. Enumerable.Range(1, 4).Select(i => TestStore.Row("c" + i, 10, EventKind.View)),
            TestStore.Row("c1", 11, EventKind.CartAdd), TestStore.Row("c2", 11, EventKind.CartAdd),
            TestStore.Row("c1", 12, EventKind.Purchase, "o1", 40),
        ];
        rows[0].Device = "mobile";
        return rows;
    }

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture, params EventRow[] rows) =>
        FillAsync(PagesWorld.OpenAsync(culture, services => services.AddFunnels()), rows);

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

    private static async Task<IRenderedComponent<FunnelsPage>> OpenPageAsync(PagesWorld world, string path, MemberRole role = MemberRole.Marketer) =>
        world.Open<FunnelsPage>(world.SignIn(await world.AddAsync("Mia", role)), path);
}
