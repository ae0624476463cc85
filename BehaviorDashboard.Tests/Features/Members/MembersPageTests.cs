using BehaviorDashboard.Features.Members;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;

namespace BehaviorDashboard.Tests.Features.Members;

/// <summary>Who belongs to a store: through the page and through its hall.</summary>
public sealed class MembersPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "2 people may enter Shop", "Marketer")]
    [InlineData("zh-CN", "共有 2 人可以进入 Shop", "营销人员")]
    public async Task Page_InBothLanguages_ListsMembersWithTheirRoles(string culture, string sentence, string role)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddMembers());
        var scope = world.SignIn(await world.AddAsync("Ada", MemberRole.Admin));
        await world.AddAsync("Ben", MemberRole.Marketer);

        var page = world.Open<MembersPage>(scope, "members");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), Patience);
        Assert.Contains(sentence, page.Markup, StringComparison.Ordinal);
        Assert.Contains(role, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RemovingSomebody_CanBeUndone()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddMembers());
        var scope = world.SignIn(await world.AddAsync("Ada", MemberRole.Admin));
        var ben = await world.AddAsync("Ben", MemberRole.Marketer);
        var page = world.Open<MembersPage>(scope, "members");

        page.WaitForElement("[aria-label='Remove Ben']", Patience);

        await page.InvokeAsync(() => page.Find("[aria-label='Remove Ben']").ClickAsync());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);
        Assert.Null(await world.Get<StoreDirectory>().RoleAsync(world.Store, ben.Id, default));

        await page.InvokeAsync(() => page.Find(".notice .button").ClickAsync());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), Patience);
        Assert.Equal(MemberRole.Marketer, await world.Get<StoreDirectory>().RoleAsync(world.Store, ben.Id, default));
    }

    [Fact]
    public async Task Page_TheLastAdmin_CannotBeRemovedOrLowered()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddMembers());
        var ada = await world.AddAsync("Ada", MemberRole.Admin);
        var page = world.Open<MembersPage>(world.SignIn(ada), "members");

        page.WaitForElement("[aria-label='Remove Ada']", Patience);

        await page.InvokeAsync(() => page.Find("[aria-label='Remove Ada']").ClickAsync());
        page.WaitForAssertion(() => Assert.Contains("no admin left", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find("[aria-label='Role of Ada']").ChangeAsync("Viewer"));

        page.WaitForAssertion(() => Assert.Contains("no admin left", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(MemberRole.Admin, await world.Get<StoreDirectory>().RoleAsync(world.Store, ada.Id, default));
    }

    [Fact]
    public async Task Page_AddingSomebody_LetsThemSignIn()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddMembers());
        var page = world.Open<MembersPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Admin)), "members");
        page.WaitForElement("form", Patience);

        await page.InvokeAsync(() => page.FindAll("form input")[0].ChangeAsync("Cleo"));
        await page.InvokeAsync(() => page.FindAll("form input")[1].ChangeAsync("cleo@example.com"));
        await page.InvokeAsync(() => page.FindAll("form input")[2].ChangeAsync("short"));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("at least 10 characters", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal("Cleo", page.FindAll("form input")[0].GetAttribute("value"));

        await page.InvokeAsync(() => page.FindAll("form input")[2].ChangeAsync(PagesWorld.Password));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), Patience);
        var cleo = await world.Accounts.FindByNameAsync("cleo@example.com");
        Assert.True(await world.Accounts.CheckPasswordAsync(cleo!, PagesWorld.Password));
        Assert.DoesNotContain(PagesWorld.Password, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ActorWhoIsNoAdminAnyMore_IsRefused()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddMembers());
        var ada = await world.AddAsync("Ada", MemberRole.Admin);
        var ben = await world.AddAsync("Ben", MemberRole.Owner);
        var query = world.Get<MembersQuery>();

        Assert.Equal("member.denied", (await query.RemoveAsync(world.Store, ben.Id, ada.Id, default)).Problems.Single().Code);
        Assert.Equal("member.denied", (await query.ChangeRoleAsync(world.Store, ben.Id, ben.Id, MemberRole.Admin, default)).Problems.Single().Code);
        Assert.Equal("member.denied", (await query.PutBackAsync(world.Store, ben.Id, ben.Id, MemberRole.Admin, default)).Problems.Single().Code);
        Assert.Equal("member.denied", (await query.AddAsync(world.Store, Guid.NewGuid(), new NewMember("Eve", "eve@example.com", PagesWorld.Password), MemberRole.Admin, default)).Problems.Single().Code);
    }

    [Fact]
    public async Task Add_SomebodyOfAnotherStore_KeepsTheirPassword()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddMembers());
        var ada = await world.AddAsync("Ada", MemberRole.Admin);
        var ben = await world.AddAsync("Ben", MemberRole.Viewer);
        var query = world.Get<MembersQuery>();
        await query.RemoveAsync(world.Store, ada.Id, ben.Id, default);

        var again = await query.AddAsync(world.Store, ada.Id, new NewMember("Somebody", " BEN@example.com ", "another-password"), MemberRole.Owner, default);
        var twice = await query.AddAsync(world.Store, ada.Id, new NewMember("Ben", "ben@example.com", "another-password"), MemberRole.Owner, default);

        Assert.True(again.Value!.Existed);
        Assert.Equal("member.exists", twice.Problems.Single().Code);
        Assert.True(await world.Accounts.CheckPasswordAsync((await world.Accounts.FindByNameAsync("ben@example.com"))!, PagesWorld.Password));
    }
}
