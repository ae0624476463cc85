using System.Diagnostics;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Benchmarks;

/// <summary>The whole product on a folder of its own, without a web server: what is measured is what runs.</summary>
internal sealed class MeasuredHouse : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    private MeasuredHouse(DirectoryInfo folder, ServiceProvider services, Store store) => (_folder, _services, Store) = (folder, services, store);

    public Store Store { get; }

    public static async Task<MeasuredHouse> OpenAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("bd-measured-");
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddLogging();
        services.AddDashboard(DataFolder.Take(folder.FullName));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<WorkspaceDatabase>().MigrateAsync(default);
        var store = await provider.GetRequiredService<StoreDirectory>().CreateAsync(new NewStore("Measured", "USD", "UTC", "en"), default);
        return new MeasuredHouse(folder, provider, store.Value!);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Executes one run of a kind, as the executor would.</summary>
    public async Task RunAsync(string kind, string argumentsJson)
    {
        await using var scope = _services.CreateAsyncScope();
        var job = scope.ServiceProvider.GetServices<IRunJob>().Single(j => j.Kind == kind);
        var ledger = Get<RunLedger>();
        var run = await ledger.QueueAsync(Store.Id, kind, null, null, default);
        var last = Stopwatch.StartNew();
        await job.RunAsync(new RunContext(run.Id, Store.Id, argumentsJson, ReportAsync), default);

        // Four in a second, as the executor lets through: each is a durable write.
        async Task ReportAsync(double share, string stage)
        {
            if (last.ElapsedMilliseconds >= 250)
            {
                last.Restart();
                await ledger.ReportAsync(run, share, stage, default);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Get<DataFolder>().Dispose();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
