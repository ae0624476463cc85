using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Segments;

/// <summary>The whole dashboard without its web server, and one store in it.</summary>
public sealed class SegmentsWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private SegmentsWorld()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddDashboard(DataFolder.Take(_folder.Path));
        _services = services.BuildServiceProvider();
    }

    public StoreId Store { get; private set; }

    public string Folder => _folder.Path;

    public static async Task<SegmentsWorld> OpenAsync(string zone = "Europe/Berlin")
    {
        var world = new SegmentsWorld();
        await world.Get<WorkspaceDatabase>().MigrateAsync(default);
        world.Store = (await world.Get<StoreDirectory>().CreateAsync(new NewStore("Shop", "EUR", zone, "en"), default)).Value!.Id;
        return world;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public object Get(Type type) => _services.GetRequiredService(type);

    /// <summary>Asks in a scope of its own.</summary>
    public async Task<TAnswer> AskAsync<T, TAnswer>(Func<T, Task<TAnswer>> ask)
        where T : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Runs the job of a kind, as the executor would; what it left behind as JSON.</summary>
    public async Task<string?> RunAsync(string kind, CancellationToken ct = default)
    {
        await using var scope = _services.CreateAsyncScope();
        var run = new RunContext(Guid.CreateVersion7(), Store, null);
        await scope.ServiceProvider.GetServices<IRunJob>().Single(j => j.Kind == kind).RunAsync(run, ct);
        return run.ResultJson;
    }

    public Task<RfmResult?> RfmAsync() => AskAsync<SegmentsQuery, RfmResult?>(q => q.RfmAsync(Store, default));

    public Task<BehaviourResult?> BehaviourAsync() => AskAsync<SegmentsQuery, BehaviourResult?>(q => q.BehaviourAsync(Store, default));

    public Task<IReadOnlyList<CustomerRow>> CustomersAsync(params string[] columns) => Get<CustomerReader>().RowsAsync(Store, null, columns, default);

    public async Task AddAsync(IEnumerable<EventRow> rows, params CustomerTraits[] traits)
    {
        await using var batch = await Get<EventWriter>().BeginAsync(Store, Guid.NewGuid(), default);
        foreach (var row in rows)
        {
            batch.Add(row);
        }

        foreach (var trait in traits)
        {
            batch.Add(trait);
        }

        await batch.CommitAsync(null, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
