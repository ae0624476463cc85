using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class ViewShelfTests
{
    private static readonly ViewOwner Ann = new(Guid.NewGuid(), "Ann", MemberRole.Marketer);
    private static readonly ViewOwner Bob = new(Guid.NewGuid(), "Bob", MemberRole.Viewer);
    private static readonly ViewOwner Owner = new(Guid.NewGuid(), "Olga", MemberRole.Owner);
    private static readonly ViewOwner Program = new(null, "key x", MemberRole.Viewer);

    [Fact]
    public async Task Views_ArePrivateOrShared()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var shelf = workspace.Get<ViewShelf>();
        await SaveAsync(workspace, Ann, "mine");
        await SaveAsync(workspace, Ann, "ours", shared: true);
        await SaveAsync(workspace, Bob, "Bob's");

        Assert.Equal(["mine", "ours"], (await shelf.ListAsync(workspace.Store, Ann, default)).Select(v => v.Name));
        Assert.Equal(["Bob's", "ours"], (await shelf.ListAsync(workspace.Store, Bob, default)).Select(v => v.Name));
        Assert.Equal(["ours"], (await shelf.ListAsync(workspace.Store, Program, default)).Select(v => v.Name));
        Assert.Empty(await shelf.ListAsync(new StoreId("other"), Ann, default));
    }

    [Fact]
    public async Task Change_OfSomebodyElsesView_IsRefused()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var shelf = workspace.Get<ViewShelf>();
        var mine = (await SaveAsync(workspace, Ann, "mine")).Value!;
        var ours = (await SaveAsync(workspace, Ann, "ours", shared: true)).Value!;

        Assert.Equal("view.missing", (await shelf.RenameAsync(workspace.Store, Bob, ours.Id, "his", default)).Problems[0].Code);
        Assert.Null(await shelf.DeleteAsync(workspace.Store, Owner, mine.Id, default));
        Assert.Null(await shelf.DeleteAsync(new StoreId("other"), Ann, mine.Id, default));
        Assert.Null(await shelf.DeleteAsync(workspace.Store, Program, ours.Id, default));
        Assert.Equal("theirs", (await shelf.RenameAsync(workspace.Store, Owner, ours.Id, " theirs ", default)).Value!.Name);
    }

    [Fact]
    public async Task Delete_Undone_BringsTheSameViewBack()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var shelf = workspace.Get<ViewShelf>();
        var saved = (await SaveAsync(workspace, Ann, "ours", shared: true)).Value!;

        var deleted = await shelf.DeleteAsync(workspace.Store, Owner, saved.Id, default);
        Assert.Empty(await shelf.ListAsync(workspace.Store, Ann, default));
        await shelf.RestoreAsync(workspace.Store, Owner, deleted!, default);

        Assert.Equal(saved, Assert.Single(await shelf.ListAsync(workspace.Store, Ann, default)));
    }

    [Theory]
    [InlineData("", "carts", "view.name")]
    [InlineData("a\nb", "carts", "view.name")]
    [InlineData("v", "", "view.path")]
    [InlineData("v", "//evil.example", "view.path")]
    [InlineData("v", "https://evil.example", "view.path")]
    [InlineData("v", "carts/../../sign-out", "view.path")]
    [InlineData("v", "carts\\x", "view.path")]
    [InlineData("v", "carts?a=b#c", "view.path")]
    [InlineData("ours", "carts", "view.exists")]
    public async Task Create_Wrong_IsRefusedWithItsCode(string name, string path, string code)
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        await SaveAsync(workspace, Ann, "ours", shared: true);

        var refused = await workspace.Get<ViewShelf>().CreateAsync(workspace.Store, Ann, new NewView(name, path), default);

        Assert.Equal(code, Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public async Task Create_BeyondTheMost_OrByWhoMayNot_IsRefused()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        Assert.Equal("view.share", (await SaveAsync(workspace, Bob, "b", shared: true)).Problems[0].Code);
        Assert.Equal("view.private", (await SaveAsync(workspace, Program, "p")).Problems[0].Code);
        Assert.Equal("view.name", (await SaveAsync(workspace, Bob, new string('x', 101))).Problems[0].Code);
        for (var i = 0; i < ViewShelf.Most; i++)
        {
            Assert.True((await SaveAsync(workspace, Bob, $"v{i}")).Succeeded);
        }

        Assert.Equal("view.too_many", (await SaveAsync(workspace, Bob, "one more")).Problems[0].Code);
    }

    private static Task<Outcome<SavedView>> SaveAsync(TestWorkspace workspace, ViewOwner owner, string name, bool shared = false) =>
        workspace.Get<ViewShelf>().CreateAsync(workspace.Store, owner, new NewView(name, "carts?breakdown=channel&where=%5B%5D", shared), default);
}
