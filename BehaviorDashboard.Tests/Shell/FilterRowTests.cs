using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Shell;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Shell;

/// <summary>The filter that goes with the member from question to question.</summary>
public sealed class FilterRowTests
{
    private const string Mobile = "where=%5B%7B%22property%22%3A%22device%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22mobile%22%7D%5D";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Filter_AddedAndRemoved_IsTheAddress()
    {
        await using var world = await OpenAsync("en");
        var layout = await RenderAsync(world, "retention?people=%7B%7D");
        layout.WaitForElement(".filter-row", Patience);

        await layout.InvokeAsync(() => layout.FindAll("button").Single(b => b.TextContent == "+ Add a filter").Click());
        await layout.InvokeAsync(() => layout.Find(".condition-form input[list]").Change("Device"));
        await layout.InvokeAsync(() => layout.FindAll(".condition-form input").Last().Change("mobile"));
        await layout.InvokeAsync(() => layout.Find(".condition-form").Submit());

        Assert.Equal("/s/shop/retention?" + Mobile, new Uri(world.Get<NavigationManager>().Uri).PathAndQuery);
        layout.WaitForAssertion(() => Assert.Equal("Device is mobile", layout.Find(".filter-row .chip bdi").TextContent), Patience);
        await layout.InvokeAsync(() => layout.Find(".filter-row .chip-close").Click());
        Assert.Equal("/s/shop/retention", new Uri(world.Get<NavigationManager>().Uri).PathAndQuery);
    }

    [Fact]
    public async Task Filter_SurvivesNavigation_AndEscapeClearsIt()
    {
        await using var world = await OpenAsync("en");
        var layout = await RenderAsync(world, "retention?period=week&" + Mobile);
        layout.WaitForElement(".filter-row .chip", Patience);

        Assert.Equal("/s/shop/lifecycle?" + Mobile, layout.FindAll(".nav-link").Single(a => a.TextContent.Trim() == "Lifecycle").GetAttribute("href"));
        await layout.InvokeAsync(() => layout.Instance.KeyAsync("Escape"));

        Assert.Equal("/s/shop/retention?period=week", new Uri(world.Get<NavigationManager>().Uri).PathAndQuery);
    }

    [Fact]
    public async Task Room_ThatDoesNotGoByTheFilter_ShowsNone()
    {
        await using var world = await OpenAsync("en");

        var layout = await RenderAsync(world, "customers?" + Mobile);

        layout.WaitForElement(".nav-link", Patience);
        Assert.Empty(layout.FindAll(".filter-row"));
        await layout.InvokeAsync(() => layout.Instance.KeyAsync("Escape"));
        Assert.EndsWith(Mobile, world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segment_ChosenByName_IsKeptById_AndSaidWhenItIsGone()
    {
        await using var world = await OpenAsync("en");
        var saved = (await world.Get<SegmentShelf>().CreateAsync(world.Store, "VIPs", null, CustomerFilter.Condition("orders", "gte", 3).ToJson(), "test", default)).Value!;
        var layout = await RenderAsync(world, $"retention?where=%5B%7B%22property%22%3A%22customer.segment%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22{saved.Id}%22%7D%5D");

        layout.WaitForAssertion(() => Assert.Equal("Customer: segment is VIPs", layout.Find(".filter-row .chip bdi").TextContent), Patience);
        await world.Get<SegmentShelf>().DeleteAsync(world.Store, saved.Id, default);

        layout.WaitForAssertion(() => Assert.Equal("Customer: segment is a segment that is gone", layout.Find(".filter-row .chip bdi").TextContent), Patience);
    }

    private static async Task<IRenderedComponent<MainLayout>> RenderAsync(PagesWorld world, string path)
    {
        world.SignIn(await world.AddAsync("Ada", MemberRole.Marketer));
        world.Get<NavigationManager>().NavigateTo($"/s/shop/{path}");
        return world.Browser.Render<MainLayout>(p => p.Add(l => l.Body, "<p>the page</p>"));
    }

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture) =>
        PagesWorld.OpenAsync(culture, services => services.AddShell().AddCustomers().AddSegments().AddRetention().AddLifecycle());
}
