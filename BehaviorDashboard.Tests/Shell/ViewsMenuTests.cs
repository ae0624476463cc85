using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Shell;
using BehaviorDashboard.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Shell;

public sealed class ViewsMenuTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task View_SavedRenamedDeletedAndBroughtBack()
    {
        await using var world = await OpenAsync("en");
        var menu = await RenderAsync(world, "retention?period=week&people=%7B%7D", MemberRole.Marketer);

        await menu.InvokeAsync(() => menu.Find("form.form input.field").Input("Weekly"));
        await menu.InvokeAsync(() => menu.Find("form.form input[type=checkbox]").Change(true));
        await menu.InvokeAsync(() => menu.Find("form.form").Submit());
        menu.WaitForAssertion(() => Assert.Equal("/s/shop/retention?period=week", menu.Find("a.menu-item").GetAttribute("href")), Patience);
        Assert.Equal("page", menu.Find("a.menu-item").GetAttribute("aria-current"));

        await menu.InvokeAsync(() => menu.Find("button[aria-label='Rename Weekly']").Click());
        await menu.InvokeAsync(() => menu.Find("form.view-line input").Input("By week"));
        await menu.InvokeAsync(() => menu.Find("form.view-line").Submit());
        menu.WaitForAssertion(() => Assert.Equal("By week", menu.Find("a.menu-item bdi").TextContent), Patience);

        await menu.InvokeAsync(() => menu.Find("button[aria-label='Delete By week']").Click());
        menu.WaitForAssertion(() => Assert.Empty(menu.FindAll("a.menu-item")), Patience);
        await menu.InvokeAsync(() => menu.FindAll("button").Single(b => b.TextContent == "Undo").Click());
        menu.WaitForAssertion(() => Assert.Equal("By week", menu.Find("a.menu-item bdi").TextContent), Patience);
    }

    [Theory]
    [InlineData("en", "There is a view \"Weekly\" already.")]
    [InlineData("zh-CN", "已有名为“Weekly”的视图。")]
    public async Task Name_ThatIsTaken_IsSaid(string culture, string words)
    {
        await using var world = await OpenAsync(culture);
        var menu = await RenderAsync(world, "retention", MemberRole.Viewer);
        Assert.Empty(menu.FindAll("form.form input[type=checkbox]"));
        for (var i = 0; i < 2; i++)
        {
            await menu.InvokeAsync(() => menu.Find("form.form input.field").Input("Weekly"));
            await menu.InvokeAsync(() => menu.Find("form.form").Submit());
            menu.WaitForAssertion(() => Assert.Single(menu.FindAll("a.menu-item")), Patience);
        }

        menu.WaitForAssertion(() => Assert.Equal(words, menu.Find("[role=alert]").TextContent), Patience);
    }

    private static async Task<IRenderedComponent<ViewsMenu>> RenderAsync(PagesWorld world, string path, MemberRole role)
    {
        var member = await world.AddAsync("Ada", role);
        var scope = world.SignIn(member);
        world.Get<NavigationManager>().NavigateTo($"/s/shop/{path}");
        return world.Browser.Render<ViewsMenu>(p => p.Add(m => m.Scope, scope).Add(m => m.Member, member.Id).Add(m => m.Name, "Ada"));
    }

    // Not async: what an async method sets about the culture ends with it.
    private static Task<PagesWorld> OpenAsync(string culture) => PagesWorld.OpenAsync(culture, services => services.AddShell().AddCustomers());
}
