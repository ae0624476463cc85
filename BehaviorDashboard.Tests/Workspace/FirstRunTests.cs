using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class FirstRunTests
{
    private static readonly NewMember Ada = new("Ada", "ada@example.com", PagesWorld.Password);
    private static readonly NewStore Second = new("Second", "CNY", "Asia/Shanghai", "zh-CN");

    [Fact]
    public async Task Complete_OnAFreshWorkspace_MakesAnAdminOfEveryStore()
    {
        await using var world = await PagesWorld.OpenAsync("en", _ => { });
        var first = world.Get<FirstRun>();
        Assert.False(await first.IsDoneAsync(default));

        var made = await first.CompleteAsync(Ada, Second, world.Accounts, default);

        Assert.True(made.Succeeded);
        Assert.True(await first.IsDoneAsync(default));
        var member = await world.Accounts.FindByEmailAsync("ADA@example.com");
        Assert.True(await world.Accounts.CheckPasswordAsync(member!, PagesWorld.Password));
        var stores = await world.Get<StoreDirectory>().ListForMemberAsync(member!.Id, default);
        Assert.Equal([("shop", MemberRole.Admin), ("second", MemberRole.Admin)], stores.Select(s => (s.Store.Id.Value, s.Role)));
    }

    [Fact]
    public async Task Complete_TwiceAtOnce_WorksForOneOnly()
    {
        await using var world = await PagesWorld.OpenAsync("en", _ => { });
        var first = world.Get<FirstRun>();

        var made = await Task.WhenAll(
            first.CompleteAsync(Ada, Second, world.Accounts, default),
            first.CompleteAsync(Ada with { Email = "eve@example.com" }, Second, world.Accounts, default));

        Assert.Single(made, m => m.Succeeded);
        Assert.Equal("firstrun.done", made.Single(m => !m.Succeeded).Problems.Single().Code);
        Assert.Equal(2, (await world.Get<StoreDirectory>().ListAsync(default)).Count);
    }

    [Theory]
    [InlineData("", "ada@example.com", PagesWorld.Password, "EUR", "member.name")]
    [InlineData("Ada", "ada", PagesWorld.Password, "EUR", "member.email")]
    [InlineData("Ada", "ada@example.com", "short", "EUR", "member.password")]
    [InlineData("Ada", "ada@example.com", PagesWorld.Password, "euro", "store.currency")]
    public async Task Complete_WithAWrongField_NamesItAndKeepsNothing(string name, string email, string password, string currency, string code)
    {
        await using var world = await PagesWorld.OpenAsync("en", _ => { });

        var made = await world.Get<FirstRun>().CompleteAsync(new NewMember(name, email, password), Second with { Currency = currency }, world.Accounts, default);

        Assert.Equal(code, Assert.Single(made.Problems).Code);
        Assert.False(await world.Get<FirstRun>().IsDoneAsync(default));
        Assert.Single(await world.Get<StoreDirectory>().ListAsync(default));
    }

    [Fact]
    public void Code_AfterTooManyGuesses_IsNeverRightAgain()
    {
        var code = new FirstRunCode();
        Assert.False(code.Check(null));
        var right = code.Issue();

        Assert.Equal(right, code.Issue());
        Assert.True(code.Check(" " + right.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() + " "));
        for (var guess = 0; guess < FirstRunCode.MostAttempts; guess++)
        {
            Assert.False(code.Check("AAAAA-AAAAA"));
        }

        Assert.False(code.Check(right));
    }
}
