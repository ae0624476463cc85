using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Campaigns;

/// <summary>The three pages over real halls, in both languages.</summary>
public sealed class CampaignPagesTests
{
    private static readonly DateTime Left = new(2026, 6, 28, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("en", "Remind of abandoned carts", "60 customers who left products in the cart.")]
    [InlineData("zh-CN", "弃购提醒", "60 位购物车中留有商品的客户。")]
    public async Task Suggestions_ACard_SaysWhoWhyWhatAndWorth(string culture, string title, string who)
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await using var context = ContextOf(world, culture);

        var page = Render<SuggestionsPage>(context, world, MemberRole.Marketer);

        page.WaitForAssertion(() => Assert.Equal(title, page.Find(".suggestion h2").TextContent));
        Assert.Contains(who, page.Find(".suggestion").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".suggestion button.primary"));
        Assert.NotEmpty(page.FindAll(".suggestion .interval"));
    }

    [Fact]
    public async Task Suggestions_AViewer_CannotDecide()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await using var context = ContextOf(world, "en");

        var page = Render<SuggestionsPage>(context, world, MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".suggestion")));
        Assert.Empty(page.FindAll(".suggestion .actions"));
    }

    [Fact]
    public async Task Suggestions_Accept_MakesACampaignThatItsPageShows()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await using var context = ContextOf(world, "en");
        var page = Render<SuggestionsPage>(context, world, MemberRole.Marketer);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".suggestion")));

        await page.Find(".suggestion button.primary").ClickAsync(new());
        page.WaitForAssertion(() => Assert.EndsWith("/campaigns", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var campaigns = Render<CampaignsPage>(context, world, MemberRole.Marketer);

        campaigns.WaitForAssertion(() => Assert.Contains("Too early to say", campaigns.Find(".suggestion .sentence").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_BeforeTheFirstRun_SaysWhatIsMissing()
    {
        using var world = await CampaignWorld.CreateAsync();
        await using var context = ContextOf(world, "en");

        var page = Render<SuggestionsPage>(context, world, MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Equal("No suggestions yet", page.Find(".empty h2").TextContent));
    }

    [Fact]
    public async Task Suggestions_AskedForSomePeople_SayHowManyOfThemEachHolds()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await using var context = ContextOf(world, "en");
        var some = new CustomerFilter.Customers([.. Enumerable.Range(0, 7).Select(i => $"c{i:0000}")]);

        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/{world.Id.Value}/suggestions?filter={Uri.EscapeDataString(some.ToJson())}&name=Seven");
        var page = Render<SuggestionsPage>(context, world, MemberRole.Marketer);

        page.WaitForAssertion(() => Assert.Equal("7 of them belong to \"Seven\"", page.Find(".suggestion strong").TextContent));
        Assert.Contains("audiences?filter=", page.Find(".filter-bar a.button").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_AskedForASegmentThatIsGone_SaySoAndShowAll()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await using var context = ContextOf(world, "en");

        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/{world.Id.Value}/suggestions?segment={Guid.NewGuid()}");
        var page = Render<SuggestionsPage>(context, world, MemberRole.Marketer);

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".notice.warning[role=status]")));
        Assert.Single(page.FindAll(".suggestion"));
    }

    [Theory]
    [InlineData("en", "CSV for spreadsheets")]
    [InlineData("zh-CN", "CSV（表格软件）")]
    public async Task Audiences_ARow_OffersTheExportOfTheCountItShows(string culture, string label)
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        var query = world.Get<SuggestionsQuery>();
        var campaign = (await query.AcceptAsync(world.Id, (await world.SuggestAsync()).Open.Single().Id, null, default)).Value!;
        await using var context = ContextOf(world, culture);

        var page = Render<AudiencesPage>(context, world, MemberRole.Marketer);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));

        var exported = (await world.ExportAsync(campaign.Audience)).Length - 1;
        Assert.Equal(exported.ToString(CultureInfo.InvariantCulture), page.FindAll("tbody td.num")[2].TextContent);
        Assert.Equal(label, page.Find("tbody a.button").TextContent);
        Assert.Contains($"/audiences/{campaign.Audience}/export", page.Find("tbody a.button").GetAttribute("href"), StringComparison.Ordinal);
    }

    private static BunitContext ContextOf(CampaignWorld world, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        // Halls ask real stores; on a busy machine an answer may take longer than the usual second.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        var context = new BunitContext();
        context.Services.AddLogging();
        context.Services.AddLocalization();
        context.Services.AddSingleton<TimeProvider>(world.Clock);
        context.Services.AddSingleton(world.Get<ChangeFeed>());
        context.Services.AddSingleton(world.Get<SegmentShelf>());
        context.Services.AddSingleton(world.Get<SuggestionsQuery>());
        context.Services.AddSingleton(world.Get<CampaignsQuery>());
        context.Services.AddSingleton(world.Get<AudiencesQuery>());
        context.Services.AddSingleton<SuggestionWords>();
        context.Services.AddSingleton<BehaviorDashboard.Events.Features.CustomerWords>();
        return context;
    }

    private static IRenderedComponent<TPage> Render<TPage>(BunitContext context, CampaignWorld world, MemberRole role)
        where TPage : RoomPage => context.Render<TPage>(p => p
            .Add(x => x.Store, world.Id.Value)
            .AddCascadingValue(new StoreScope(world.Id, "Shop", "EUR", StoreCalendar.Utc, role)));
}
