using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Keys;
using BehaviorDashboard.Features.Members;
using BehaviorDashboard.Features.Stores;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Shell;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Shell;

/// <summary>The frame over a real store: who sees which rooms, and what a key does to the address.</summary>
public sealed class MainLayoutTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(MemberRole.Viewer, "customers")]
    [InlineData(MemberRole.Owner, "customers", "keys", "settings")]
    [InlineData(MemberRole.Admin, "customers", "members", "keys", "settings")]
    public async Task Navigation_OfARole_ShowsItsRoomsOnly(MemberRole role, params string[] rooms)
    {
        await using var world = await OpenAsync("en");
        world.SignIn(await world.AddAsync("Ada", role));

        var layout = Render(world, "customers");

        layout.WaitForAssertion(() => Assert.Equal(rooms.Select(r => $"/s/shop/{r}"), layout.FindAll(".nav-link").Select(a => a.GetAttribute("href")!)), Patience);
        Assert.Equal("page", layout.Find(".nav-link").GetAttribute("aria-current"));
        Assert.Equal(rooms.Length > 1 ? 2 : 1, layout.FindAll(".nav-group").Count);
    }

    [Theory]
    [InlineData("en", "Last 30 days", "Set up", "Keyboard keys")]
    [InlineData("zh-CN", "近 30 天", "设置", "键盘快捷键")]
    public async Task Layout_InBothLanguages_SpeaksOnlyOne(string culture, params string[] words)
    {
        await using var world = await OpenAsync(culture);
        world.SignIn(await world.AddAsync("Ada", MemberRole.Admin));

        var layout = Render(world, "customers");

        layout.WaitForAssertion(() => Assert.All(words, w => Assert.Contains(w, layout.Markup, StringComparison.Ordinal)), Patience);
        Assert.Contains("the page", layout.Find("#main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_ThatChooseARange_ChangeTheAddressAndOnlyThat()
    {
        await using var world = await OpenAsync("en");
        world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer));
        var address = world.Get<NavigationManager>();
        var layout = Render(world, "customers?from=2026-03-01&to=2026-03-31&q=anna");
        layout.WaitForElement(".range", Patience);

        await layout.InvokeAsync(() => layout.Instance.KeyAsync("ArrowLeft"));
        Assert.EndsWith("/s/shop/customers?from=2026-02-01&to=2026-02-28&q=anna", address.Uri, StringComparison.Ordinal);

        await layout.InvokeAsync(() => layout.Instance.KeyAsync("x"));
        Assert.EndsWith("q=anna&compare=0", address.Uri, StringComparison.Ordinal);

        await layout.InvokeAsync(() => layout.Instance.KeyAsync("t"));
        Assert.EndsWith("/s/shop/customers?q=anna&compare=0", address.Uri, StringComparison.Ordinal);

        await layout.InvokeAsync(() => layout.Instance.KeyAsync("z"));
        Assert.EndsWith("/s/shop/customers?q=anna&compare=0", address.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_WithCustomDays_KeepsWhatElseTheAddressSays()
    {
        await using var world = await OpenAsync("en");
        world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer));
        var layout = Render(world, "customers?q=anna");
        layout.WaitForElement(".range", Patience);

        await layout.InvokeAsync(() => layout.FindAll(".range-custom input[type=date]")[0].ChangeAsync("2026-01-05"));
        await layout.InvokeAsync(() => layout.FindAll(".range-custom input[type=date]")[1].ChangeAsync("2026-01-02"));
        await layout.InvokeAsync(() => layout.Find(".range-custom").SubmitAsync());
        Assert.Contains("before the first", layout.Find(".range-custom").TextContent, StringComparison.Ordinal);

        await layout.InvokeAsync(() => layout.FindAll(".range-custom input[type=date]")[1].ChangeAsync("2026-01-09"));
        await layout.InvokeAsync(() => layout.Find(".range-custom").SubmitAsync());

        Assert.EndsWith("?q=anna&from=2026-01-05&to=2026-01-09", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_OfSomebodyElse_ShowsNoPage()
    {
        await using var world = await OpenAsync("en");
        var stranger = new StoreMember(Guid.NewGuid(), "Eve", "eve@example.com", MemberRole.Admin);
        world.SignIn(stranger);

        var layout = Render(world, "customers");

        layout.WaitForAssertion(() => Assert.Contains("may not open", layout.Find("#main").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("the page", layout.Markup, StringComparison.Ordinal);
        Assert.Empty(layout.FindAll(".nav-link"));
    }

    [Fact]
    public async Task Page_ThatFails_LeavesTheFrameStanding()
    {
        await using var world = await OpenAsync("en");
        world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer));
        world.Get<NavigationManager>().NavigateTo("/s/shop/customers");

        var layout = world.Browser.Render<MainLayout>(p => p.Add(l => l.Body, _ => throw new InvalidOperationException("planted")));

        layout.WaitForElement(".panel-error", Patience);
        Assert.NotEmpty(layout.FindAll(".nav-link"));
        Assert.DoesNotContain("planted", layout.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ForACustomer_FindsPagesAndPeople()
    {
        await using var world = await OpenAsync("en");
        world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer));
        await using (var batch = await world.Get<EventWriter>().BeginAsync(world.Store, Guid.NewGuid(), default))
        {
            batch.Add(TestStore.Row("custard-7", 1, EventKind.View));
            await batch.CommitAsync(null, default);
        }

        var layout = Render(world, "customers?from=2026-01-01&to=2026-01-31");
        layout.WaitForElement(".search-dialog input", Patience);
        await layout.InvokeAsync(() => layout.Find(".search-dialog input").InputAsync("cust"));

        layout.WaitForAssertion(
            () => Assert.Equal(["Customers", "custard-7"], layout.FindAll(".search-dialog [role=option] bdi").Select(h => h.TextContent)), Patience);
        await layout.InvokeAsync(() => layout.FindAll(".search-dialog [role=option]")[1].ClickAsync());

        Assert.EndsWith("/s/shop/customers/custard-7?from=2026-01-01&to=2026-01-31", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Component gallery")]
    [InlineData("zh-CN", "组件库")]
    public async Task Gallery_InBothLanguages_DrawsEveryComponent(string culture, string title)
    {
        await using var world = await OpenAsync(culture);

        var page = world.Browser.Render<GalleryPage>();

        Assert.Contains(title, page.Markup, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".panel-error").Count + page.FindAll(".panel .empty").Count);
        Assert.True(page.FindAll("figure.chart").Count >= 6);
    }

    private static Task<PagesWorld> OpenAsync(string culture) => PagesWorld.OpenAsync(culture, services =>
    {
        services.AddShell();
        services.AddCustomers();
        services.AddMembers();
        services.AddKeys();
        services.AddStores();
    });

    private static IRenderedComponent<MainLayout> Render(PagesWorld world, string path)
    {
        world.Get<NavigationManager>().NavigateTo("/s/shop/" + path);
        return world.Browser.Render<MainLayout>(p => p.Add(l => l.Body, body => body.AddContent(0, "the page")));
    }
}
