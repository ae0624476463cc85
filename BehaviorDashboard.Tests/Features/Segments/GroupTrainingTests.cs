using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Segments;

/// <summary>Small stores whose groups can be counted by hand.</summary>
public sealed class GroupTrainingTests : IAsyncLifetime
{
    private SegmentsWorld _world = null!;

    public async Task InitializeAsync() => _world = await SegmentsWorld.OpenAsync("UTC");

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Rfm_FiveCustomers_ScoredByHand()
    {
        // Days 10 to 50, one to five orders, spending against frequency: c5 is latest and most frequent but spends least.
        await _world.AddAsync(Enumerable.Range(1, 5).SelectMany(c => Enumerable.Range(1, c).Select(o => Purchase($"c{c}", (c * 240) - o, 600m / c / c))));

        await _world.RunAsync(RunKinds.Rfm);

        var rows = (await _world.CustomersAsync("rfm.cell", "rfm.group")).ToDictionary(r => r.Id, r => (r.TextOf("rfm.cell"), r.TextOf("rfm.group")));
        Assert.Equal([("115", "001"), ("224", "001"), ("333", "000"), ("442", "110"), ("551", "110")], rows.OrderBy(r => r.Key).Select(r => r.Value));
        var result = (await _world.RfmAsync())!;
        Assert.Equal(5, result.Customers);
        Assert.Equal((2, 900.0), result.Groups.Where(g => g.Code == "001").Select(g => (g.Customers, g.NetRevenue)).Single());
    }

    [Fact]
    public async Task Behaviour_TooFewCustomers_IsAResultWithoutGroups()
    {
        await _world.AddAsync(Enumerable.Range(1, 10).Select(c => Purchase($"c{c}", c, 10)));

        await _world.RunAsync(RunKinds.Segments);

        var found = (await _world.BehaviourAsync())!;
        Assert.Equal((10, 0), (found.Customers, found.Groups.Count));
    }

    [Fact]
    public async Task Behaviour_EverybodyAlike_IsAResultWithoutGroups()
    {
        await _world.AddAsync(Enumerable.Range(1, 60).Select(c => Purchase($"c{c}", 1, 10)));

        await _world.RunAsync(RunKinds.Segments);

        var found = (await _world.BehaviourAsync())!;
        Assert.Equal((60, 0), (found.Customers, found.Groups.Count));
    }

    [Fact]
    public async Task Groups_OfVisitorsOnly_AreNone()
    {
        await _world.AddAsync([TestStore.Row("c1", 1, EventKind.View)]);

        await _world.RunAsync(RunKinds.Rfm);
        await _world.RunAsync(RunKinds.Segments);

        Assert.Equal((0, 0), ((await _world.RfmAsync())!.Customers, (await _world.BehaviourAsync())!.Customers));
    }

    [Theory]
    [InlineData(RunKinds.Rfm)]
    [InlineData(RunKinds.Segments)]
    public async Task Groups_OfAnEmptyStore_AreRefusedInWords(string kind)
    {
        var refused = await Assert.ThrowsAsync<RunRefused>(() => _world.RunAsync(kind));

        Assert.Equal("segments.no_events", refused.Problem.Code);
    }

    [Fact]
    public async Task Behaviour_Cancelled_PublishesNothing()
    {
        await _world.AddAsync(Enumerable.Range(1, 60).Select(c => Purchase($"c{c}", c, c)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.RunAsync(RunKinds.Segments, new CancellationToken(true)));

        Assert.Null(await _world.BehaviourAsync());
    }

    [Fact]
    public void Continued_MovedCentres_KeepTheirNumbers_NewOnesTakeTheFree()
    {
        var space = new GroupSpace([new GroupAxis("orders_all", false, false, 1, 0, 1), new GroupAxis("brand_share", false, false, 1, 0, 1)]);
        var former = new GroupModel(space, [[0, 0], [5, 0], [0, 5]], [2, 1, 3], []);

        var continued = former.Continued(space, [[0, 4.5], [0.3, 0], [9, 9]]);

        Assert.Equal([2, 0, null], continued);
        Assert.Equal([3, 2, 1], GroupNumbers.Of(continued, former));
    }

    [Fact]
    public void Translate_AnotherScale_FindsTheSamePoint()
    {
        var from = new GroupSpace([new GroupAxis("orders_all", false, false, 2, 10, 5)]);
        var to = new GroupSpace([new GroupAxis("brand_share", false, false, 1, 0, 1), new GroupAxis("orders_all", false, false, 1, 0, 10)]);

        // (4 / 2) * 5 + 10 = 20 orders, which is 2 deviations there.
        Assert.Equal([0, 2], to.Translate(from, [4]));
    }

    private static EventRow Purchase(string customer, double hours, decimal value) => TestStore.Row(customer, hours, EventKind.Purchase, $"{customer}-{hours}", value);
}
