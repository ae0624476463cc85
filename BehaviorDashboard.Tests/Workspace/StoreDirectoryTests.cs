using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class StoreDirectoryTests
{
    [Theory]
    [InlineData("Café Müller & Co.", "cafe-muller-co")]
    [InlineData("北方商店", "store")]
    [InlineData("Shop", "shop-2")]
    public async Task Create_WithoutShortName_MakesAFreeOne(string name, string id)
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var created = await workspace.Get<StoreDirectory>().CreateAsync(Shop(name), default);

        Assert.Equal(id, created.Value!.Id.Value);
    }

    [Fact]
    public async Task Create_TakenShortName_IsRefused()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var refused = await workspace.Get<StoreDirectory>().CreateAsync(Shop("Another") with { Slug = "shop" }, default);

        Assert.Equal("store.exists", refused.Problems.Single().Code);
    }

    [Fact]
    public async Task Create_EverythingWrong_SaysEachField()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var refused = await workspace.Get<StoreDirectory>().CreateAsync(new NewStore(" ", "EURO", "Mars/Olympus", "xx", "No Slug"), default);

        Assert.Equal(["name", "currency", "timezone", "language", "slug"], refused.Problems.Select(p => p.Field));
        Assert.Single(await workspace.Get<StoreDirectory>().ListAsync(default));
    }

    [Fact]
    public async Task Create_MakesTheCreatorAndTheOtherStoresAdminsAdmins()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var stores = workspace.Get<StoreDirectory>();
        var (admin, viewer, creator) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await stores.GrantAsync(workspace.Store, admin, MemberRole.Admin, default);
        await stores.GrantAsync(workspace.Store, viewer, MemberRole.Viewer, default);

        var created = await stores.CreateAsync(Shop("Second"), creator, default);

        Assert.Equal(MemberRole.Admin, await stores.RoleAsync(created.Value!.Id, admin, default));
        Assert.Equal(MemberRole.Admin, await stores.RoleAsync(created.Value.Id, creator, default));
        Assert.Null(await stores.RoleAsync(created.Value.Id, viewer, default));
    }

    [Fact]
    public async Task Create_EachStore_HasItsOwnHoldOutSaltAndItsSchedules()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var second = (await workspace.Get<StoreDirectory>().CreateAsync(Shop("Second"), default)).Value!;
        var first = await workspace.Get<StoreDirectory>().FindAsync(workspace.Store, default);

        Assert.NotEmpty(second.Settings.HoldOutSalt);
        Assert.NotEqual(first!.Settings.HoldOutSalt, second.Settings.HoldOutSalt);
        Assert.Equal(RunKinds.Derived.Order(), (await workspace.Get<ScheduleLedger>().ListAsync(second.Id, default)).Select(s => s.Kind).Order());
    }

    [Fact]
    public async Task Update_ChangesTheNameAndKeepsTheCurrency()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var stores = workspace.Get<StoreDirectory>();
        var before = await stores.FindAsync(workspace.Store, default);

        await stores.UpdateAsync(before! with { Name = " Renamed ", Currency = "USD" }, default);

        var after = await stores.FindAsync(workspace.Store, default);
        Assert.Equal(("Renamed", "EUR"), (after!.Name, after.Currency));
        Assert.Equal(before!.Settings.HoldOutSalt, after.Settings.HoldOutSalt);
    }

    [Fact]
    public async Task Grant_Twice_ChangesTheRole_AndTheStrongestCounts()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var stores = workspace.Get<StoreDirectory>();
        var member = Guid.NewGuid();
        var second = (await stores.CreateAsync(Shop("Second"), default)).Value!;

        await stores.GrantAsync(workspace.Store, member, MemberRole.Owner, default);
        await stores.GrantAsync(workspace.Store, member, MemberRole.Viewer, default);
        await stores.GrantAsync(second.Id, member, MemberRole.Marketer, default);

        Assert.Equal(MemberRole.Viewer, await stores.RoleAsync(workspace.Store, member, default));
        Assert.Equal(MemberRole.Marketer, await stores.StrongestRoleAsync(member, default));
        Assert.Equal("store.missing", (await stores.GrantAsync(new StoreId("nowhere"), member, MemberRole.Admin, default)).Problems.Single().Code);
    }

    private static NewStore Shop(string name) => new(name, "EUR", "UTC", "en");
}
