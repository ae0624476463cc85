using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Workspace;

/// <summary>A real workspace in a folder of its own, with one store.</summary>
internal sealed class TestWorkspace : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestWorkspace(ServiceProvider services) => _services = services;

    public static string[] Chain { get; } = [RunKinds.Rfm, RunKinds.Segments];

    public string Folder { get; private init; } = "";

    public StoreId Store { get; } = new("shop");

    public RunLedger Runs => Get<RunLedger>();

    public static async Task<TestWorkspace> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bd-workspace-").FullName;
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<ChangeFeed>().AddSingleton(new AfterImportChain(() => Chain));
        services.AddOptions<WorkspaceOptions>().Configure(o => o.Folder = folder);
        services.AddWorkspace();
        var workspace = new TestWorkspace(services.BuildServiceProvider()) { Folder = folder };
        await workspace.Get<WorkspaceDatabase>().MigrateAsync(default);
        var created = await workspace.Get<StoreDirectory>().CreateAsync(new NewStore("Shop", "EUR", "Europe/Berlin", "en", "shop"), default);
        Assert.True(created.Succeeded);
        return workspace;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
