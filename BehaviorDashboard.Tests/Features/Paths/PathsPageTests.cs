using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Paths;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Paths;

public sealed class PathsPageTests
{
    private const string January = "paths?from=2026-01-01&to=2026-01-04&compare=0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No events yet")]
    [InlineData("zh-CN", "还没有事件")]
    public async Task EmptyStore_SaysWhatIsMissing(string culture, string words)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddPaths());
        var page = world.Open<PathsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "2 paths from \"Session starts\" by 2 customers. What comes next most often is \"Product view\" (100 %). 50 % reach \"Order\".")]
    [InlineData("zh-CN", "2 位客户从“会话开始”出发，共 2 条路径。接下来最常见的是“浏览商品”（100%）。50% 到达“下单”。")]
    public async Task Page_OpensWithItsSentence(string culture, string sentence)
    {
        await using var world = await FilledAsync(culture);
        var page = world.Open<PathsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January + "&target=%40order");

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".page-words .sentence").TextContent.Replace('\u202F', ' ')), Patience);
    }

    [Fact]
    public async Task ABandThatIsChosen_ListsWhoTookIt_AndSavesThem()
    {
        await using var world = await FilledAsync("en");
        var page = world.Open<PathsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<SankeyChart>()), Patience);
        var chart = page.FindComponent<SankeyChart>();
        var link = chart.Instance.Links.ToList().FindIndex(l => chart.Instance.Nodes[l.To].Name == "Purchase (line)");
        Assert.True(link >= 0, string.Join(", ", chart.Instance.Nodes.Select(n => n.Name)));

        await page.InvokeAsync(() => chart.Instance.OnLinkClick.InvokeAsync(link));
        page.WaitForAssertion(() => Assert.Contains("1 customer", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("form").Last().SubmitAsync());

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".notice.good")), Patience);
        Assert.Contains("people=", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("Step 2: Product view → Purchase (line)", Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default)).Name);
    }

    [Theory]
    [InlineData("&direction=sideways", "is no direction")]
    [InlineData("&start=%40session-end", "Nothing of a session lies before its start or behind its end")]
    [InlineData("&share=0", "The smallest share")]
    [InlineData("&gap=0", "A session ends after 1 to")]
    public async Task WrongQuestionInTheAddress_IsSaidInWords(string question, string words)
    {
        await using var world = await FilledAsync("en");

        var page = world.Open<PathsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer)), January + question);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task NoPath_SaysWhy()
    {
        await using var world = await FilledAsync("en");

        var page = world.Open<PathsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer)), January + "&start=%40refund");

        page.WaitForAssertion(() => Assert.Contains("follow them across sessions", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task File_HoldsWhatIsShown_AndTheOpenList()
    {
        await using var world = await FilledAsync("en");
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;
        var export = world.Get<PathsExport>();

        var edges = Text(await export.WriteAsync(store, PathsAddress.FromUri(January), default));
        var people = Text(await export.WriteAsync(store, PathsAddress.FromUri(January + "&people=%7B%22step%22%3A2,%22node%22%3A%7B%22kind%22%3A%22ended%22%7D%7D"), default));

        Assert.Equal("Step,From,To,Paths,Share of all paths\r\n1,Session starts,Product view,2,1\r\n2,Product view,Purchase (line),1,0.5\r\n2,Product view,Session over,1,0.5\r\n3,Purchase (line),Session over,1,0.5\r\n", edges);
        Assert.Equal("Customer\r\nc2\r\n", people);
    }

    [Fact]
    public void Address_RoundTrips()
    {
        const string query = "?start=%40order&direction=backward&days=30&steps=%2A&target=%40view&depth=6&label=page&repeats=1&share=2.5&most=5&sessions=ids&gap=15&against=year";
        var address = PathsAddress.FromUri("/s/shop/paths" + query);

        var again = "?" + string.Join('&', address.ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}"));

        Assert.Equal(query, again);
    }

    private static string Text(Outcome<byte[]> file) => System.Text.Encoding.UTF8.GetString(file.Value!).TrimStart('\uFEFF');

    // Opened outside of an async method: the culture that it sets is the test's.
    private static Task<PagesWorld> FilledAsync(string culture) => FillAsync(PagesWorld.OpenAsync(culture, s => s.AddPaths()));

    private static async Task<PagesWorld> FillAsync(Task<PagesWorld> opened)
    {
        var world = await opened;
        await using var batch = await world.Get<EventWriter>().BeginAsync(world.Store, Guid.NewGuid(), default);
        foreach (var row in new[] { TestStore.Row("c1", 10, EventKind.View), TestStore.Row("c1", 10.25, EventKind.Purchase, "o1", 40), TestStore.Row("c2", 40, EventKind.View), TestStore.Row("c2", 90, EventKind.MessageSent) })
        {
            batch.Add(row);
        }

        await batch.CommitAsync(null, default);
        return world;
    }
}
