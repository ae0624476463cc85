using BehaviorDashboard.Features.Keys;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;

namespace BehaviorDashboard.Tests.Features.Keys;

/// <summary>Keys of a store: made, shown once, revoked.</summary>
public sealed class KeysPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No program can enter", "Revoke for good")]
    [InlineData("zh-CN", "目前没有程序", "确认吊销")]
    public async Task Page_CreatingAndRevoking_ShowsTheKeyOnce(string culture, string none, string sure)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddKeys());
        var scope = world.SignIn(await world.AddAsync("Ada", MemberRole.Owner));
        var page = world.Open<KeysPage>(scope, "keys");
        page.WaitForAssertion(() => Assert.Contains(none, page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("form input.field").ChangeAsync("Nightly"));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        var plain = page.WaitForElement(".key-text", Patience).TextContent;
        var ledger = world.Get<ApiKeyLedger>();
        Assert.Equal(["read"], (await ledger.FindByKeyAsync(plain, default))!.Scopes);

        await page.InvokeAsync(() => page.FindAll(".notice .button")[1].ClickAsync());
        Assert.DoesNotContain(plain, page.Markup, StringComparison.Ordinal);

        page.WaitForElement("tbody .button", Patience);

        await page.InvokeAsync(() => page.Find("tbody .button").ClickAsync());
        await page.InvokeAsync(() => page.FindAll("tbody .button").Single(b => b.TextContent == sure).ClickAsync());
        page.WaitForAssertion(() => Assert.Contains(none, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Null(await ledger.FindByKeyAsync(plain, default));
    }

    [Fact]
    public async Task Page_ForAnOwner_OffersNoMoreThanTheyMay()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddKeys());
        var scope = world.SignIn(await world.AddAsync("Ada", MemberRole.Owner));

        var page = world.Open<KeysPage>(scope, "keys");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("form input[type=checkbox]").Count), Patience);
    }

    [Theory]
    [InlineData(MemberRole.Marketer, "read", "key.denied")]
    [InlineData(MemberRole.Owner, "admin", "key.admin_scope")]
    [InlineData(MemberRole.Owner, "everything", "key.scopes")]
    public async Task Query_AskedForTooMuch_Refuses(MemberRole role, string scope, string code)
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddKeys());
        var ada = await world.AddAsync("Ada", role);
        var query = world.Get<KeysQuery>();

        var created = await query.CreateAsync(world.Store, ada.Id, "Ada", "Nightly", [scope], default);

        Assert.Equal(code, created.Problems.Single().Code);
        Assert.Empty(await query.ListAsync(world.Store, default));
    }

    [Fact]
    public async Task Query_KeyOfAnotherStore_IsNotRevoked()
    {
        await using var world = await PagesWorld.OpenAsync("en", s => s.AddKeys());
        var ada = await world.AddAsync("Ada", MemberRole.Admin);
        var other = (await world.Get<StoreDirectory>().CreateAsync(new NewStore("Other", "EUR", "UTC", "en"), default)).Value!;
        var key = (await world.Get<ApiKeyLedger>().CreateAsync(other.Id, "Theirs", ["read"], default)).Value!;

        var revoked = await world.Get<KeysQuery>().RevokeAsync(world.Store, ada.Id, key.Key.Id, default);

        Assert.Equal("key.missing", revoked.Problems.Single().Code);
        Assert.NotNull(await world.Get<ApiKeyLedger>().FindByKeyAsync(key.PlainText, default));
    }
}
