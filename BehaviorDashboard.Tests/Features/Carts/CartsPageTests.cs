using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Carts;

public sealed class CartsPageTests
{
    private const string January = "carts?from=2026-01-01&to=2026-01-20";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No carts yet")]
    [InlineData("zh-CN", "暂无购物车")]
    public async Task EmptyStore_SaysWhatIsMissing(string culture, string words)
    {
        await using var world = await OpenAsync(culture);

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task OrdersOnly_SaysThatCartAddsAreMissing()
    {
        await using var world = await OpenAsync("en", TestStore.Row("c1", 1, EventKind.Purchase, "o1", 10));

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Contains("no event of putting a product in the cart", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "4 carts were opened; 75\u202F% of them were left without buying. 50\u202F% of those whose fate is known were recovered later; what was lost was worth €20.")]
    [InlineData("zh-CN", "共开启 4 个购物车，其中 75% 未购买即离开。已有结果的弃购中，50% 后来被挽回；流失商品价值 €20。")]
    public async Task Page_OpensWithItsSentence(string culture, string sentence)
    {
        await using var world = await OpenAsync(culture, Carts());

        var page = await OpenPageAsync(world, January);

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".page-words .sentence").TextContent), Patience);
        Assert.Equal(7, page.FindAll(".tile").Count);
    }

    [Fact]
    public async Task TimeOut_Typed_IsAskedAndSaid()
    {
        await using var world = await OpenAsync("en", Carts());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.Contains("7 days after it was left. Only 1 carts", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("input[type=number]").Change("200"));

        page.WaitForAssertion(() => Assert.Contains("In this question a cart counts as lost 200 days", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("timeout=200", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_Clicked_ListsItsPeopleAndSavesThem()
    {
        await using var world = await OpenAsync("en", Carts());
        var page = await OpenPageAsync(world, January);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button[aria-label='Payment failed, Lost: 1']")), Patience);

        await page.InvokeAsync(() => page.Find("button[aria-label='Payment failed, Lost: 1']").Click());

        page.WaitForAssertion(() => Assert.Contains("Customers with carts: Lost · Payment failed", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), b => b.TextContent == "Save as segment"), Patience);
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save as segment").ParentElement!.Submit());
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".notice.good")), Patience);
        var saved = Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default));
        Assert.Equal(1, await world.Get<CustomerReader>().CountAsync(world.Store, CustomerFilter.Parse(saved.FilterJson).Value, default));
    }

    [Fact]
    public async Task Viewer_SeesPeopleButSavesNothing()
    {
        await using var world = await OpenAsync("en", Carts());

        var page = await OpenPageAsync(world, January + "&people=%7B%22state%22%3A%22open%22%7D", MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("Customers with carts: Open", page.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Save as segment");
    }

    [Theory]
    [InlineData("en", "&timeout=9999", "after 1 to 365 days")]
    [InlineData("zh-CN", "&period=hour", "不支持周期“hour”")]
    [InlineData("en", "&where=%5B%7B%22property%22%3A%22cart.state%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22gone%22%7D%5D", "\"cart.state\" is never \"gone\"")]
    public async Task WrongQuestion_IsSaidInWords(string culture, string query, string words)
    {
        await using var world = await OpenAsync(culture, Carts());

        var page = await OpenPageAsync(world, January + query);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".notice.warning").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task RangeOutsideTheData_SaysWhereTheDataIs()
    {
        await using var world = await OpenAsync("en", Carts());

        var page = await OpenPageAsync(world, "carts?from=2020-01-01&to=2020-02-01");

        page.WaitForAssertion(() => Assert.Contains("The store's data run from 1 Jan 2026", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Export_IsWhatThePageShows()
    {
        await using var world = await OpenAsync("en", Carts());
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;

        var tables = Text(await world.Get<CartsExport>().WriteAsync(store, CartsAddress.FromUri(January + "&breakdown=device"), default));
        var people = Text(await world.Get<CartsExport>().WriteAsync(store, CartsAddress.FromUri(January + "&people=%7B%22state%22%3A%22recovered%22%7D"), default));

        Assert.Contains("What became of them,All carts,4,1,1,1,0,1,0,3,0.5,", tables, StringComparison.Ordinal);
        Assert.Contains("Last thing before leaving,Payment failed,1,0,0,0,0,1,0,1,0,", tables, StringComparison.Ordinal);
        Assert.Contains("Breakdown,Without a value,4,1,1,1,0,1,0,", tables, StringComparison.Ordinal);
        Assert.Equal(["Customer", "recovered"], people.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Address_EverythingInIt_SurvivesTheRoundTrip()
    {
        const string query = "?period=week&breakdown=device&timeout=9&against=year&where=[{\"property\":\"device\",\"op\":\"eq\",\"value\":\"a\"}]&people={\"state\":\"lost\",\"left\":true,\"last\":\"view\",\"period\":\"2026-01-05\",\"group\":\"a\",\"withoutGroup\":false,\"rest\":false}";

        var back = string.Join('&', CartsAddress.FromUri(query).ToQuery().Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")));

        Assert.Equal(query[1..], back);
    }

    private static string Text(Outcome<byte[]> file) => System.Text.Encoding.UTF8.GetString(file.Value!).TrimStart('\uFEFF');

    private static EventRow[] Carts() =>
    [
        Add("bought", 12), TestStore.Row("bought", 12.2, EventKind.Purchase, "o1", 10),
        Add("recovered", 12), TestStore.Row("recovered", 60, EventKind.Purchase, "o2", 10),
        Add("lost", 12), Add("lost", 12.1), TestStore.Row("lost", 12.2, EventKind.Other, name: "Payment Failed"),
        Add("open", 24 * 14), TestStore.Row("z", 24 * 15, EventKind.View),
    ];

    private static EventRow Add(string customer, double hours)
    {
        var row = TestStore.Row(customer, hours, EventKind.CartAdd);
        (row.Product, row.Price) = ("p1", Money.ToScaled(10));
        return row;
    }

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture, params EventRow[] rows) =>
        FillAsync(PagesWorld.OpenAsync(culture, services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddCarts()), rows);

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

    private static async Task<IRenderedComponent<CartsPage>> OpenPageAsync(PagesWorld world, string path, MemberRole role = MemberRole.Marketer) =>
        world.Open<CartsPage>(world.SignIn(await world.AddAsync("Mia", role)), path);
}
