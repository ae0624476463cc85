using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Features.Samples;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Campaigns;

/// <summary>A whole dashboard without the web over a temporary folder, with a clock that can be set.</summary>
internal sealed class CampaignWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly ServiceProvider _services;

    private CampaignWorld()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddDashboard(_data = DataFolder.Take(_folder.Path));
        services.AddIdentityCore<Member>().AddWorkspaceStores();
        services.AddSingleton<TimeProvider>(Clock);
        _services = services.BuildServiceProvider();
    }

    public SetClock Clock { get; } = new();

    public Store Store { get; private set; } = null!;

    public StoreId Id => Store.Id;

    public static async Task<CampaignWorld> CreateAsync(string zone = "UTC")
    {
        var world = new CampaignWorld();
        await world.Get<WorkspaceDatabase>().MigrateAsync(default);
        var stores = world.Get<StoreDirectory>();
        var created = (await stores.CreateAsync(new NewStore("Shop", "EUR", zone, "en"), default)).Value!;
        // A store's own salt is random: one test run in a thousand would then draw a hold-out that trips the alarm for broken samples.
        world.Store = (await stores.UpdateAsync(created with { Settings = created.Settings with { HoldOutSalt = "salt" } }, default)).Value!;
        return world;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task FillAsync(SampleShape shape)
    {
        var path = _folder.File("sample.jsonl");
        await using (var file = File.Create(path))
        {
            await new SampleWorld(shape).WriteAsync(file, null, default);
        }

        var mapping = new ImportMapping();
        var plan = ImportPlan.Create(FileAnalysis.Analyze(path, mapping, 1 << 20).Value!, mapping, "EUR", shape.Calendar, Clock.GetUtcNow().UtcDateTime, 1 << 20);
        await using var batch = await Get<EventWriter>().BeginAsync(Id, Guid.NewGuid(), default);
        using var refused = new RefusedFile(_folder.File("refused.csv"), 1000);
        await new ImportPipeline(plan.Value!, refused).FillAsync(path, batch, null, default);
        await batch.CommitAsync(null, default);
    }

    public async Task AddAsync(IEnumerable<EventRow> rows, params CustomerTraits[] traits)
    {
        await using var batch = await Get<EventWriter>().BeginAsync(Id, Guid.NewGuid(), default);
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

    public async Task<SuggestionsAnswer> SuggestAsync()
    {
        var job = _services.GetServices<IRunJob>().Single(j => j.Kind == RunKinds.Suggestions);
        await job.RunAsync(new RunContext(Guid.NewGuid(), Id, null), default);
        return (await Get<SuggestionsQuery>().ListAsync(Id, default))!;
    }

    /// <summary>A run of the chain after an import. A refusal with a code is an answer too; whatever else goes wrong fails the test.</summary>
    public async Task RunAsync(string kind)
    {
        try
        {
            await _services.GetServices<IRunJob>().Single(j => j.Kind == kind).RunAsync(new RunContext(Guid.NewGuid(), Id, null), default);
        }
        catch (RunRefused refused)
        {
            Assert.EndsWith(".no_events", refused.Problem.Code, StringComparison.Ordinal);
        }
    }

    public async Task<string[]> ExportAsync(Guid audience, bool bom = false)
    {
        using var file = new MemoryStream();
        await Get<AudiencesQuery>().ExportAsync((await Get<AudienceShelf>().FindAsync(Id, audience, default))!, file, bom, default);
        return Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whoever left a cart with one product of 20.</summary>
    public Task CartsAsync(int customers, DateTime left, Func<int, string>? reason = null) => AddAsync(
        Enumerable.Range(0, customers).SelectMany(i => CartOf(i, left, reason?.Invoke(i))).Append(Last(left)));

    public static CustomerTraits Trait(int customer, bool? marketing = null, bool? profiling = null) =>
        new($"c{customer:0000}", $"=Name {customer}", $"c{customer}@example.com", "+49123", "DE", marketing, profiling);

    public static EventRow Row(string customer, DateTime time, EventKind kind, string? name = null, string? order = null, decimal value = 0) => new()
    {
        Id = EventRow.KeyOf($"{customer}|{time:O}|{kind}|{name}|{order}"),
        IdGiven = true,
        Customer = customer,
        Time = time,
        Kind = kind,
        Name = name ?? kind.ToString(),
        Order = order,
        Quantity = 1,
        Value = Money.ToScaled(value),
    };

    public void Dispose()
    {
        _services.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    private static EventRow Last(DateTime left) => Row("watcher", left.AddDays(1), EventKind.View);

    private static IEnumerable<EventRow> CartOf(int i, DateTime left, string? step)
    {
        var added = Row($"c{i:0000}", left, EventKind.CartAdd);
        (added.Product, added.Cart, added.Price) = ("p1", $"k{i}", Money.ToScaled(20));
        yield return added;
        if (step is not null)
        {
            var last = Row($"c{i:0000}", left.AddMinutes(1), EventKind.Other, step);
            last.Cart = $"k{i}";
            yield return last;
        }
    }

    internal sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>The sample store, filled once.</summary>
public sealed class CampaignSample : IAsyncLifetime
{
    internal CampaignWorld World { get; private set; } = null!;

    internal SuggestionsAnswer Answer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        World = await CampaignWorld.CreateAsync("Europe/Berlin");
        await World.FillAsync(SampleRowsFixture.ShapeOf(5000));
        Answer = await World.SuggestAsync();
    }

    public Task DisposeAsync()
    {
        World.Dispose();
        return Task.CompletedTask;
    }
}
