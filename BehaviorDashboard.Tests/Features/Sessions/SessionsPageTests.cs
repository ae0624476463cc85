using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Sessions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Sessions;

public sealed class SessionsPageTests
{
    private const string January = "sessions?from=2026-01-01&to=2026-01-04&compare=0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No events yet")]
    [InlineData("zh-CN", "还没有事件")]
    public async Task EmptyStore_SaysWhatIsMissing(string culture, string words)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddSessions());
        var page = world.Open<SessionsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "2 sessions by 2 customers. Half of them last at most 7 min 30 s; 50 % bounce, 50 % hold a purchase.", "€20.00")]
    [InlineData("zh-CN", "2 位客户共 2 次会话，时长中位数 7 分 30 秒，跳出率 50%，50% 含下单。", "€20.00")]
    public async Task Page_OpensWithItsSentence_AndItsFigures(string culture, string sentence, string revenue)
    {
        await using var world = await FilledAsync(culture);
        var page = world.Open<SessionsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".page-words .sentence").TextContent.Replace('\u202F', ' ')), Patience);
        Assert.Contains(page.FindAll(".tile-value"), t => t.GetAttribute("title") == revenue);
    }

    [Fact]
    public async Task WhoBounced_IsListed_AndSaved()
    {
        await using var world = await FilledAsync("en");
        var page = world.Open<SessionsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), b => b.TextContent == "See who bounced"), Patience);

        await page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent == "See who bounced").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("1 customer", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("form").Last().SubmitAsync());

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".notice.good")), Patience);
        Assert.Contains("people=", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("Bounced", Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default)).Name);
    }

    [Fact]
    public async Task AGroupThatIsChosen_IsListedByItsName()
    {
        await using var world = await FilledAsync("en");

        var page = world.Open<SessionsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer)), January + "&breakdown=kind&people=%7B%22group%22%3A%22View%22,%22entry%22%3A%7B%22value%22%3A%22View%22%7D,%22depth%22%3A1%7D");

        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".panel h2"), h => h.TextContent.StartsWith("Had a session, View, entered at \"Product view\", events: 2", StringComparison.Ordinal)), Patience);
    }

    [Theory]
    [InlineData("&interval=minute", "is no interval")]
    [InlineData("&sessions=moods", "is no way to cut sessions")]
    [InlineData("&people=%7B%22trait%22%3A%22sad%22%7D", "no longer on the page")]
    public async Task WrongQuestionInTheAddress_IsSaidInWords(string question, string words)
    {
        await using var world = await FilledAsync("en");

        var page = world.Open<SessionsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer)), January + question);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task File_HoldsWhatIsShown_AndTheOpenList()
    {
        await using var world = await FilledAsync("en");
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;
        var export = world.Get<SessionsExport>();

        var all = Text(await export.WriteAsync(store, SessionsAddress.FromUri(January), default));
        var people = Text(await export.WriteAsync(store, SessionsAddress.FromUri(January + "&people=%7B%22trait%22%3A%22bought%22%7D"), default));

        Assert.Contains("Whole range,,2,2,1,450,1.5,1,0.5,0.5,20,40,450\r\n", all, StringComparison.Ordinal);
        Assert.Contains("Day,2026-01-02,1,1,1,0,1,1,1,0,0,0\r\n", all, StringComparison.Ordinal);
        Assert.Contains("Entries,Product view,2\r\n", all, StringComparison.Ordinal);
        Assert.Equal("Customer\r\nc1\r\n", people);
    }

    [Fact]
    public void Address_RoundTrips()
    {
        const string query = "?measure=bounce&interval=week&breakdown=channel&label=page&sessions=ids&gap=15&against=year";
        var address = SessionsAddress.FromUri("/s/shop/sessions" + query);

        var again = "?" + string.Join('&', address.ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}"));

        Assert.Equal(query, again);
    }

    private static string Text(Outcome<byte[]> file) => System.Text.Encoding.UTF8.GetString(file.Value!).TrimStart('\uFEFF');

    // Opened outside of an async method: the culture that it sets is the test's.
    private static Task<PagesWorld> FilledAsync(string culture) => FillAsync(PagesWorld.OpenAsync(culture, s => s.AddSessions()));

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
