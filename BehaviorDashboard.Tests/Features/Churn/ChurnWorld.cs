using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Churn;

/// <summary>The whole dashboard without its web server, and one store in it.</summary>
public sealed class ChurnWorld : IAsyncDisposable
{
    public const string Missing = "lib_that_is_not_there";

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private ChurnWorld(string library)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddDashboard(DataFolder.Take(_folder.Path));
        services.AddSingleton(new NativeLearning(library));
        _services = services.BuildServiceProvider();
    }

    public StoreId Store { get; private set; }

    public static async Task<ChurnWorld> OpenAsync(string zone = "UTC", string library = NativeLearning.LightGbm)
    {
        var world = new ChurnWorld(library);
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

    /// <summary>Trains as the executor would.</summary>
    public async Task<ChurnSummary> TrainAsync(ChurnArguments? arguments = null, CancellationToken ct = default)
    {
        await using var scope = _services.CreateAsyncScope();
        var run = new RunContext(Guid.CreateVersion7(), Store, JsonSerializer.Serialize(arguments ?? new ChurnArguments(), RunJson.Options));
        await scope.ServiceProvider.GetServices<IRunJob>().Single(j => j.Kind == RunKinds.Churn).RunAsync(run, ct);
        return (await SummaryAsync())!;
    }

    public Task<ChurnSummary?> SummaryAsync() => AskAsync<ChurnQuery, ChurnSummary?>(q => q.SummaryAsync(Store, default));

    public async Task<byte[]> PayloadAsync() => (await Get<ModelShelf>().LatestAsync(Store, RunKinds.Churn, default))!.Payload;

    public async Task<IReadOnlyList<ChurnScore>> ScoresAsync(bool atRiskOnly = false) =>
        (await AskAsync<ChurnQuery, Outcome<ChurnScores>>(q => q.ScoresAsync(Store, new ChurnRequest(atRiskOnly, Take: ChurnRequest.MaximumTake), default))).Value!.Rows;

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

    /// <summary>Imports a file, as the import job would.</summary>
    public async Task ImportAsync(string path, StoreCalendar calendar, string currency)
    {
        var shape = FileAnalysis.Analyze(path, new ImportMapping(), 1 << 20).Value!;
        var plan = ImportPlan.Create(shape, new ImportMapping(), currency, calendar, new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), 1 << 20).Value!;
        await using var batch = await Get<EventWriter>().BeginAsync(Store, Guid.NewGuid(), default);
        using (var refused = new RefusedFile(_folder.File("refused.csv"), 1000))
        {
            await new ImportPipeline(plan, refused).FillAsync(path, batch, null, default);
        }

        await batch.CommitAsync(null, default);
    }

    public string File(string name) => _folder.File(name);

    /// <summary>
    /// A year of customers with a steady gap of their own; from some day on a third of them stays away, and visits less in the weeks before.
    /// Recency alone cannot tell a slow customer from a lost one.
    /// </summary>
    public static IEnumerable<EventRow> Lapsing(int customers, int days = 365, int seed = 5)
    {
        var random = new Random(seed);
        for (var c = 0; c < customers; c++)
        {
            var (gap, start) = (random.Next(8, 50), random.Next(0, 60));
            var leaves = random.Next(3) == 0 ? random.Next(60, days) : int.MaxValue;
            for (double day = start; day < days && day < leaves; day += gap * (0.7 + (0.6 * random.NextDouble())))
            {
                yield return Row(c, day, EventKind.Purchase, random.Next(10, 90));
            }

            for (double day = start; day < days && day < leaves; day += (leaves - day < 45 ? 20 : 3) * (0.5 + random.NextDouble()))
            {
                yield return Row(c, day, EventKind.Session, 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private static EventRow Row(int customer, double day, EventKind kind, decimal value) => TestStore.Row(
        FormattableString.Invariant($"c{customer}"), day * 24, kind, kind == EventKind.Purchase ? FormattableString.Invariant($"{customer}-{day}") : null, value);
}
