using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>The hall of imports over a real workspace and event store, with the executor that works its runs off.</summary>
internal sealed class ImportHouse : IAsyncDisposable
{
    public const string Header = "customer,time,event,order,product,quantity,price\n";
    public const string Orders = Header + "c1,2026-01-01 10:00:00,purchase,o1,p1,1,2.50\nc2,2026-01-02 10:00:00,purchase,o2,p2,2,5.00\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private ImportHouse(IReadOnlyList<string> chain, (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<ChangeFeed>().AddSingleton(new AfterImportChain(() => chain));
        services.AddOptions<EventsOptions>().Configure(o => (o.Folder, o.Threads) = (_folder.File("stores"), 2));
        services.AddOptions<WorkspaceOptions>().Configure(o => o.Folder = _folder.Path);
        services.AddEvents();
        services.AddWorkspace();
        services.AddImports();
        services.AddSingleton<RunExecutor>();
        _services = services.BuildServiceProvider();
    }

    public StoreId Store { get; } = new("shop");

    public StoreId Other { get; } = new("other");

    public ImportsQuery Query => Get<ImportsQuery>();

    public string SpoolFolder => Get<ImportIntake>().SpoolFolder;

    public IReadOnlyList<string> SpoolFiles => Directory.Exists(SpoolFolder) ? Directory.GetFiles(SpoolFolder) : [];

    public static Task<ImportHouse> OpenAsync(params (string Key, string Value)[] settings) => OpenAsync([], settings);

    /// <param name="chain">What follows an import.</param>
    public static async Task<ImportHouse> OpenAsync(IReadOnlyList<string> chain, params (string Key, string Value)[] settings)
    {
        var house = new ImportHouse(chain, settings);
        await house.Get<WorkspaceDatabase>().MigrateAsync(default);
        foreach (var store in (StoreId[])[house.Store, house.Other])
        {
            Assert.True((await house.Get<StoreDirectory>().CreateAsync(new NewStore(store.Value, "GBP", "Europe/London", "en", store.Value), default)).Succeeded);
        }

        house.Get<RunExecutor>().Listen();
        return house;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<Guid> HandInAsync(string text, string name = "orders.csv")
    {
        var file = await Query.HandInAsync(Store, name, new MemoryStream(Encoding.UTF8.GetBytes(text)), null, "Ada", default);
        Assert.True(file.Succeeded);
        return file.Value.Id;
    }

    /// <summary>Hands a file in, starts its import, and works off what waits.</summary>
    public async Task<ImportView> ImportAsync(string text, ImportMapping? mapping = null)
    {
        var file = await HandInAsync(text);
        var started = await Query.StartAsync(Store, file, mapping ?? new ImportMapping(), "Ada", default);
        Assert.True(started.Succeeded, started.Problems.FirstOrDefault()?.Message);
        return await WorkAsync(file);
    }

    public async Task<ImportView> WorkAsync(Guid import)
    {
        await Get<RunExecutor>().DrainAsync(Store, default);
        return (await Query.FindAsync(Store, import, default)).Value!;
    }

    public async Task<long> EventsAsync() => (await Get<EventCatalogReader>().ReadAsync(Store, default)).Events;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
