using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Features.Overview;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Features.Campaigns;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Stories;

/// <summary>Stores with hardly anything in them: whatever follows an import ends well, and every hall answers.</summary>
public sealed class SmallStoresTests
{
    private static readonly DateTime Day = new(2026, 6, 20, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateRange Range = new(new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 30));

    public static TheoryData<string> Stores => ["no purchases", "one customer", "one visitor", "guests only", "one instant"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Store_WithHardlyAnything_IsComputedAndAnswers(string store)
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.AddAsync(RowsOf(store));

        foreach (var kind in (string[])[RunKinds.Rfm, RunKinds.Segments, RunKinds.Churn, RunKinds.Suggestions])
        {
            await world.RunAsync(kind);
        }

        var (orders, customers) = (store is "one customer" or "guests only" ? 1 : 0, store is "no purchases" or "one instant" ? 20 : store == "guests only" ? 0 : 1);
        await AskedAsync(world, orders, customers);
    }

    private static async Task AskedAsync(CampaignWorld world, int orders, int customers)
    {
        var (id, calendar, ct) = (world.Id, world.Store.Calendar, CancellationToken.None);
        var overview = await world.Get<OverviewQuery>().AskAsync(id, Range, true, calendar, ct);
        Assert.Equal(orders, overview.Now.Orders);
        await world.Get<AttentionQuery>().AskAsync(id, overview, calendar, ct);
        Assert.Equal(customers, (await world.Get<CustomersQuery>().ListAsync(id, new CustomersRequest(), ct)).Value!.Total);
        var funnel = await world.Get<FunnelsQuery>().AskAsync(id, FunnelsRequest.Parse("""{"steps":[{"any":[{"event":"*"}]},{"any":[{"event":"Purchase"}]}],"range":{"from":"2026-06-01","to":"2026-06-30"}}""").Value!, calendar, ct);
        Assert.Equal(customers, funnel.Value!.Steps[0].Count);
        Assert.True(await world.Get<SegmentsQuery>().BehaviourAsync(id, ct) is null or { Groups.Count: 0 });
        Assert.False(await world.Get<ChurnQuery>().SummaryAsync(id, ct) is { Ready: true });
        Assert.Empty((await world.Get<SuggestionsQuery>().ListAsync(id, ct))?.Open ?? []);
    }

    private static IEnumerable<EventRow> RowsOf(string store) => store switch
    {
        "no purchases" => Enumerable.Range(0, 20).Select(i => CampaignWorld.Row($"c{i}", Day.AddHours(i), EventKind.View)),
        "one customer" => [CampaignWorld.Row("c1", Day, EventKind.Purchase, "Purchase", "o1", 10)],
        "one visitor" => [CampaignWorld.Row("c1", Day, EventKind.View)],
        "guests only" => [Guest()],
        "one instant" => Enumerable.Range(0, 20).Select(i => CampaignWorld.Row($"c{i}", Day, EventKind.Other, $"Thing {i}")),
        _ => throw new ArgumentOutOfRangeException(nameof(store)),
    };

    private static EventRow Guest()
    {
        var row = CampaignWorld.Row("c1", Day, EventKind.Purchase, "Purchase", "o1", 10);
        row.Customer = null;
        return row;
    }
}
