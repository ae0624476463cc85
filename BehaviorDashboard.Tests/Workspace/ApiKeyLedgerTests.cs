using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class ApiKeyLedgerTests
{
    [Fact]
    public async Task Create_AnswersTheKeyOnce_AndKeepsOnlyItsHash()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var keys = workspace.Get<ApiKeyLedger>();

        var issued = (await keys.CreateAsync(workspace.Store, " Nightly ", [ApiScopes.Write, ApiScopes.Read], default, "ada")).Value!;

        var found = await keys.FindByKeyAsync(issued.PlainText, default);
        Assert.Equal(("Nightly", "ada"), (found!.Name, found.CreatedBy));
        Assert.Equal([ApiScopes.Read, ApiScopes.Write], found.Scopes);
        Assert.StartsWith(found.Prefix, issued.PlainText, StringComparison.Ordinal);
        Assert.Null(await keys.FindByKeyAsync(issued.PlainText[..^1], default));
        var files = Directory.GetFiles(workspace.Folder).Select(ReadShared);
        Assert.All(files, text => Assert.DoesNotContain(issued.PlainText, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoke_EndsTheKey_AndKeepsItInTheList()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var keys = workspace.Get<ApiKeyLedger>();
        var issued = (await keys.CreateAsync(workspace.Store, "Nightly", [ApiScopes.Read], default)).Value!;

        Assert.False(await keys.RevokeAsync(new StoreId("other"), issued.Key.Id, default));
        Assert.NotNull(await keys.FindByKeyAsync(issued.PlainText, default));
        Assert.True(await keys.RevokeAsync(workspace.Store, issued.Key.Id, default));

        Assert.Null(await keys.FindByKeyAsync(issued.PlainText, default));
        Assert.NotNull(Assert.Single(await keys.ListAsync(workspace.Store, default)).Revoked);
    }

    [Fact]
    public async Task Find_NotesTheUse()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var keys = workspace.Get<ApiKeyLedger>();
        var issued = (await keys.CreateAsync(workspace.Store, "Nightly", [ApiScopes.Read], default)).Value!;

        await keys.FindByKeyAsync(issued.PlainText, default);

        Assert.Null(issued.Key.LastUsed);
        Assert.NotNull(Assert.Single(await keys.ListAsync(workspace.Store, default)).LastUsed);
    }

    [Theory]
    [InlineData("", "read", "key.name")]
    [InlineData("Nightly", "root", "key.scopes")]
    [InlineData("Nightly", "", "key.scopes")]
    public async Task Create_WrongNameOrScope_IsRefused(string name, string scope, string code)
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var refused = await workspace.Get<ApiKeyLedger>().CreateAsync(workspace.Store, name, scope.Length == 0 ? [] : [scope], default);

        Assert.Equal(code, refused.Problems.Single().Code);
    }

    [Fact]
    public async Task Create_ForAStoreThatIsNotThere_IsRefused()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        Assert.Equal("store.missing", (await workspace.Get<ApiKeyLedger>().CreateAsync(new StoreId("nowhere"), "Nightly", [ApiScopes.Read], default)).Problems.Single().Code);
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
