using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Segments;

/// <summary>A sample store of 3,000 customers, imported and grouped once.</summary>
public sealed class SampleSegments : IAsyncLifetime
{
    public const int Seed = 7;

    public SegmentsWorld World { get; private set; } = null!;

    public BehaviourResult Behaviour { get; private set; } = null!;

    public RfmResult Rfm { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        World = await SegmentsWorld.OpenAsync();
        await ImportAsync(3000);
        await World.RunAsync(RunKinds.Rfm);
        await World.RunAsync(RunKinds.Segments);
        (Rfm, Behaviour) = ((await World.RfmAsync())!, (await World.BehaviourAsync())!);
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    private async Task ImportAsync(int customers)
    {
        var calendar = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var path = Path.Combine(World.Folder, "sample.jsonl");
        await using (var file = File.Create(path))
        {
            await new SampleWorld(new SampleShape(customers, Seed, new DateOnly(2026, 6, 30), calendar, "EUR")).WriteAsync(file, null, default);
        }

        var shape = FileAnalysis.Analyze(path, new ImportMapping(), 1 << 20).Value!;
        var plan = ImportPlan.Create(shape, new ImportMapping(), "EUR", calendar, new DateTime(2026, 7, 2, 0, 0, 0, DateTimeKind.Utc), 1 << 20).Value!;
        await using var batch = await World.Get<EventWriter>().BeginAsync(World.Store, Guid.NewGuid(), default);
        using (var refused = new RefusedFile(Path.Combine(World.Folder, "refused.csv"), 1000))
        {
            await new ImportPipeline(plan, refused).FillAsync(path, batch, null, default);
        }

        await batch.CommitAsync(null, default);
    }
}

public sealed class SampleSegmentsTests(SampleSegments sample) : IClassFixture<SampleSegments>
{
    [Theory]
    [InlineData(Archetype.DiscountHunter, "discount_share.high", 3.5)]
    [InlineData(Archetype.BrandLoyalist, "brand_share.high", 3.5)]
    [InlineData(Archetype.Researcher, "products_compared.high", 3.5)]
    [InlineData(Archetype.OneTime, "one_time", 2)]
    [InlineData(Archetype.Vip, "orders_all.high", 3.5)]
    public async Task Groups_OfThePlantedTruths_ComeBackByName(Archetype planted, string mark, double lift)
    {
        var group = Assert.Single(sample.Behaviour.Groups, g => g.Name.Marks[0].Code == mark);

        var rows = await sample.World.CustomersAsync("segment.group");
        var found = rows.Where(r => r.NumberOf("segment.group") == group.Number).ToList();
        var share = found.Average(r => IsPlanted(r) ? 1.0 : 0);
        var everywhere = rows.Where(r => r.NumberOf("segment.group") is not null).Average(r => IsPlanted(r) ? 1.0 : 0);
        Assert.True(share > lift * everywhere, $"{share:0.00} of the group, {everywhere:0.00} of all");

        bool IsPlanted(CustomerRow row) => row.Id[0] == 'c' && PlantedTruths.ArchetypeOf(SampleSegments.Seed, int.Parse(row.Id[1..], System.Globalization.CultureInfo.InvariantCulture)) == planted;
    }

    [Fact]
    public void Groups_TogetherAreEverybody_NumberedByValue()
    {
        var groups = sample.Behaviour.Groups;

        Assert.Equal(sample.Behaviour.Customers, groups.Sum(g => g.Customers));
        Assert.Equal(1, groups.Sum(g => g.Share), 9);
        Assert.Equal(Enumerable.Range(1, groups.Count), groups.Select(g => g.Number));
        Assert.Equal(groups.OrderByDescending(g => g.NetRevenue), groups);
        Assert.Equal(groups.Count, groups.Select(g => g.Name.Code).Distinct().Count());
        Assert.Contains(sample.Behaviour.Considered, s => s.Groups == groups.Count);
    }

    [Fact]
    public void History_EndsWithToday()
    {
        var last = sample.Behaviour.History[^1];

        Assert.Equal(12, sample.Behaviour.History.Count);
        Assert.Equal(sample.Behaviour.Customers, last.Customers);
        Assert.Equal(sample.Behaviour.Groups.Select(g => g.Share), last.Shares);
        Assert.All(sample.Behaviour.History, h => Assert.Equal(1, h.Shares.Sum(), 9));
    }

    [Fact]
    public async Task Profiling_Refused_IsInNoGroup()
    {
        var rows = await sample.World.CustomersAsync("segment.group", "rfm.group", "profiling");

        Assert.Contains(rows, r => !r.Is("profiling"));
        Assert.All(rows.Where(r => !r.Is("profiling")), r => Assert.Null(r.NumberOf("segment.group") ?? (object?)r.TextOf("rfm.group")));
    }

    [Fact]
    public void Rfm_ChampionsBringMoreThanTheirShare()
    {
        var best = sample.Rfm.Groups[0];

        Assert.Equal("111", best.Code);
        Assert.True(sample.Rfm.ShareOfRevenue(best) > 2 * best.Share);
        Assert.Equal(sample.Rfm.Customers, sample.Rfm.Groups.Sum(g => g.Customers));
    }

    [Fact]
    public async Task Training_Again_KeepsNumbersAndNames()
    {
        await sample.World.RunAsync(RunKinds.Segments);
        var again = (await sample.World.BehaviourAsync())!;

        Assert.Equal(sample.Behaviour.Groups.Select(g => (g.Number, g.Name.Code, g.Customers)), again.Groups.Select(g => (g.Number, g.Name.Code, g.Customers)));
    }
}
