using BehaviorDashboard.Features.Stores;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Stores;

/// <summary>Settings of a store, and how a further one begins.</summary>
public sealed class StoresPagesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "Saved")]
    [InlineData("zh-CN", "已保存")]
    public async Task Settings_Saved_ChangeWhatMayChange(string culture, string saved)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddStores());
        var page = world.Open<StoreSettingsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), "settings");
        page.WaitForElement("form input", Patience);
        await page.InvokeAsync(() => page.Find("form input").ChangeAsync("北方小店"));
        await page.InvokeAsync(() => page.FindAll("form select")[1].ChangeAsync("Asia/Shanghai"));
        await page.InvokeAsync(() => page.FindAll("form select")[4].ChangeAsync("30"));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains(saved, page.Markup, StringComparison.Ordinal), Patience);
        var store = (await world.Get<StoreDirectory>().FindAsync(world.Store, default))!;
        Assert.Equal(("北方小店", "Asia/Shanghai", 30, "EUR"), (store.Name, store.TimeZone, store.Settings.ChurnHorizonDays, store.Currency));
        Assert.NotEmpty(store.Settings.HoldOutSalt);
    }

    [Theory]
    [InlineData(MemberRole.Owner, true)]
    [InlineData(MemberRole.Marketer, false)]
    public async Task NewStore_ByRole_IsOfferedOrNot(MemberRole role, bool offered)
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddStores());
        var ada = await world.AddAsync("Ada", role);
        world.SignIn(ada);
        var page = world.Browser.Render<NewStorePage>();
        page.WaitForElement(offered ? "form" : ".empty", Patience);
        var created = await world.Get<StoresQuery>().CreateAsync(ada.Id, new NewStore("Second", "EUR", "UTC", "en"), default);

        Assert.Equal(offered, created.Succeeded);
        if (offered)
        {
            await page.InvokeAsync(() => page.Find("form input").ChangeAsync("Third"));
            await page.InvokeAsync(() => page.Find("form").SubmitAsync());
            page.WaitForAssertion(() => Assert.EndsWith("/s/third/overview", world.Get<NavigationManager>().Uri, StringComparison.Ordinal), Patience);
            Assert.Equal(MemberRole.Admin, await world.Get<StoreDirectory>().RoleAsync(new StoreId("third"), ada.Id, default));
        }
    }

    [Fact]
    public async Task Settings_OutOfReach_AreRefused()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddStores());
        var ada = await world.AddAsync("Ada", MemberRole.Owner);
        var query = world.Get<StoresQuery>();
        var store = (await query.FindAsync(world.Store, default))!;

        var horizon = await query.UpdateAsync(ada.Id, store with { Settings = store.Settings with { ChurnHorizonDays = 3 } }, default);
        var stranger = await query.UpdateAsync(Guid.NewGuid(), store with { Name = "Mine" }, default);

        Assert.Equal("store.horizon", horizon.Problems.Single().Code);
        Assert.Equal("store.denied", stranger.Problems.Single().Code);
    }
}
