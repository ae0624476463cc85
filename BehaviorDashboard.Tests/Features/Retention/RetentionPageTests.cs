using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Retention;

public sealed class RetentionPageTests
{
    private const string January = "retention?from=2026-01-01&to=2026-01-04&period=day&periods=3";

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
    [InlineData("en", "3 customers did \"Order\" for the first time in this range. 67\u202F% of them came back for \"Order\" on the next day.")]
    [InlineData("zh-CN", "所选时间内，3 位客户首次完成“下单”。其中 67% 次日再次“下单”。")]
    public async Task Page_OpensWithItsSentence(string culture, string sentence)
    {
        await using var world = await OpenAsync(culture, Orders());

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Equal(sentence.Replace("67", "66.7", StringComparison.Ordinal), page.Find(".page-words .sentence").TextContent), Patience);
    }

    [Fact]
    public async Task Triangle_HatchesWhatHasNotEnded()
    {
        await using var world = await OpenAsync("en", Orders());

        var page = await OpenPageAsync(world, January);

        // Each cohort's last period holds the last event of the store.
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".triangle tbody tr").Count), Patience);
        Assert.Single(page.FindAll(".cell.young"));
        Assert.Contains("1 of 1 customers", page.Find(".cell.young").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_Clicked_ListsItsPeopleAndSavesThem()
    {
        await using var world = await OpenAsync("en", Orders());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".triangle .cell")), Patience);

        await page.InvokeAsync(() => page.Find("button[aria-label^='1 Jan 2026, 1:']").Click());

        page.WaitForAssertion(() => Assert.Contains("2 customers.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("people=", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save as segment").ParentElement!.Submit());
        page.WaitForAssertion(() => Assert.Contains("with 2 customers", page.Find(".notice.good").TextContent, StringComparison.Ordinal), Patience);
        var saved = Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default));
        Assert.Equal(2, await world.Get<CustomerReader>().CountAsync(world.Store, CustomerFilter.Parse(saved.FilterJson).Value, default));
    }

    [Fact]
    public async Task Viewer_SeesPeopleButSavesNothing()
    {
        await using var world = await OpenAsync("en", Orders());

        var page = await OpenPageAsync(world, January + "&people=%7B%22cohort%22%3A%222026-01-01%22%7D", MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("2 customers.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Save as segment");
    }

    [Fact]
    public async Task Filter_OfTheAddress_ChangesTheAnswer()
    {
        await using var world = await OpenAsync("en", Orders());

        var page = await OpenPageAsync(world, January + "&where=%5B%7B%22property%22%3A%22order%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22c3-25%22%7D%5D");

        page.WaitForAssertion(() => Assert.Contains("1 customers did", page.Find(".page-words .sentence").TextContent, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "&where=%5B%7B%22property%22%3A%22brwoser%22%2C%22op%22%3A%22exists%22%7D%5D", "No event has a property \"brwoser\"")]
    [InlineData("zh-CN", "&periods=500", "期数应为 1 到 104")]
    [InlineData("en", "&start=%40nonsense", "There is no kind of event \"@nonsense\"")]
    public async Task WrongQuestion_IsSaidInWords(string culture, string query, string words)
    {
        await using var world = await OpenAsync(culture, Orders());

        var page = await OpenPageAsync(world, January.Replace("&periods=3", "", StringComparison.Ordinal) + query);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".notice.warning").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task RangeOutsideTheData_SaysWhereTheDataIs()
    {
        await using var world = await OpenAsync("en", Orders());

        var page = await OpenPageAsync(world, "retention?from=2020-01-01&to=2020-02-01");

        page.WaitForAssertion(() => Assert.Contains("run from 1 Jan 2026 to 4 Jan 2026", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Export_IsWhatThePageShows()
    {
        await using var world = await OpenAsync("en", Orders());
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;

        var cells = Text(await world.Get<RetentionExport>().WriteAsync(store, RetentionAddress.FromUri(January), default));
        var people = Text(await world.Get<RetentionExport>().WriteAsync(store, RetentionAddress.FromUri(January + "&people=%7B%22cohort%22%3A%222026-01-01%22%2C%22period%22%3A1%7D"), default));

        Assert.Contains("Everybody,2026-01-01,1,2,2,1\r\n", cells, StringComparison.Ordinal);
        Assert.Equal(["Customer", "c1", "c2"], people.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Address_EverythingInIt_SurvivesTheRoundTrip()
    {
        const string query = "?start=%7B%22any%22%3A%5B%7B%22event%22%3A%22a%22%7D%2C%7B%22event%22%3A%22b%22%7D%5D%7D&return=%40order&kind=recurring&on=onOrAfter&period=month&periods=7&breakdown=device&measure=revenue"
            + "&where=%5B%7B%22property%22%3A%22device%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22a%22%2C%22b%22%5D%7D%5D&people=%7B%22cohort%22%3A%222026-01-01%22%2C%22period%22%3A2%2C%22outcome%22%3A%22lost%22%2C%22withoutGroup%22%3Afalse%7D";

        var back = string.Join('&', RetentionAddress.FromUri(query).ToQuery().Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}"));

        Assert.Equal(Uri.UnescapeDataString(query[1..]), Uri.UnescapeDataString(back));
    }

    private static string Text(Outcome<byte[]> file) => System.Text.Encoding.UTF8.GetString(file.Value!).TrimStart('\uFEFF');

    // The store's days are Berlin's; noon keeps them those of UTC.
    private static EventRow[] Orders() =>
    [
        Order("c1", 12), Order("c1", 36), Order("c2", 13), Order("c2", 37), Order("c3", 25), Order("c3", 38), Order("c3", 84),
    ];

    private static EventRow Order(string customer, double hours) => TestStore.Row(customer, hours, EventKind.Purchase, FormattableString.Invariant($"{customer}-{hours}"), 10);

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture, params EventRow[] rows) =>
        FillAsync(PagesWorld.OpenAsync(culture, services => services.AddRetention()), rows);

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

    private static async Task<IRenderedComponent<RetentionPage>> OpenPageAsync(PagesWorld world, string path, MemberRole role = MemberRole.Marketer) =>
        world.Open<RetentionPage>(world.SignIn(await world.AddAsync("Mia", role)), path);
}
