using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Features.Campaigns;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Segments;

/// <summary>A saved segment as a filter of every question, and what is said when it is gone.</summary>
public sealed class SegmentFiltersTests
{
    private static readonly DateTime Left = new(2026, 6, 28, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Segment_InAListOfConditions_RestrictsTheQuestion()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(10, Left);
        var segment = (await world.Get<SegmentShelf>().CreateAsync(world.Id, "Three", null, new CustomerFilter.Customers(["c0001", "c0002", "c0003"]).ToJson(), "test", default)).Value!;

        Assert.Equal(3, await OpenedAsync(world, Condition("customer.segment", "eq", segment.Id.ToString())));
        Assert.Equal(7, await OpenedAsync(world, Condition("customer.segment", "ne", segment.Id.ToString())));
        Assert.Equal(1, await OpenedAsync(world, Condition("customer.segment", "eq", segment.Id.ToString()), Condition("customer.id", "eq", "c0002")));
        Assert.Equal(3, await OpenedAsync(world, Condition("customer.segment", "in", segment.Id.ToString()), Condition("product", "eq", "p1")));
    }

    [Fact]
    public async Task Segment_ThatIsGone_IsSaidByEveryQuestion()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(3, Left);
        var filter = QuestionJson.Element(new[] { Condition("customer.segment", "eq", Guid.NewGuid().ToString()) });
        var (id, calendar) = (world.Id, world.Store.Calendar);

        IReadOnlyList<Problem>[] problems =
        [
            (await world.Get<CartsQuery>().AskAsync(id, new CartsRequest { Filter = filter }, calendar, default)).Problems,
            (await world.Get<RetentionQuery>().AskAsync(id, new RetentionRequest { Start = new AskedStep(Event: "*"), Filter = filter }, calendar, default)).Problems,
            (await world.Get<LifecycleQuery>().AskAsync(id, new LifecycleRequest { Activity = new AskedStep(Event: "*"), Filter = filter }, calendar, default)).Problems,
            (await world.Get<TrendsQuery>().AskAsync(id, new TrendsRequest([new AskedMeasure("*")], Filter: filter), calendar, default)).Problems,
        ];

        Assert.All(problems, p => Assert.Equal("filter.segment_missing", Assert.Single(p).Code));
    }

    [Fact]
    public async Task Segment_OfAnotherStore_IsNone()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(3, Left);
        var segment = (await world.Get<SegmentShelf>().CreateAsync(new StoreId("other"), "Theirs", null, CustomerFilter.Everyone.ToJson(), "test", default)).Value!;

        var answer = await world.Get<CartsQuery>().AskAsync(world.Id, new CartsRequest { Filter = QuestionJson.Element(new[] { Condition("customer.segment", "eq", segment.Id.ToString()) }) }, world.Store.Calendar, default);

        Assert.Equal("filter.segment_missing", Assert.Single(answer.Problems).Code);
    }

    [Theory]
    [InlineData("customer.segment", "gt", "x", "filter.segment_operator")]
    [InlineData("customer.nonsense", "eq", "x", "filter.property_unknown")]
    [InlineData("customer.orders", "gte", "many", "filter.value_wrong")]
    public async Task Condition_OnCustomers_ThatDoesNotFit_IsRefused(string property, string op, string value, string code)
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(3, Left);

        var answer = await world.Get<CartsQuery>().AskAsync(world.Id, new CartsRequest { Filter = QuestionJson.Element(new[] { Condition(property, op, value) }) }, world.Store.Calendar, default);

        Assert.Equal(code, Assert.Single(answer.Problems).Code);
    }

    private static EventCondition Condition(string property, string op, string value) => EventCondition.Of(new Condition(property, op, value));

    private static async Task<long> OpenedAsync(CampaignWorld world, params EventCondition[] filter)
    {
        var answer = await world.Get<CartsQuery>().AskAsync(world.Id, new CartsRequest { Filter = QuestionJson.Element(filter) }, world.Store.Calendar, default);
        Assert.True(answer.Succeeded, answer.Problems.FirstOrDefault()?.Message);
        return answer.Value.Total.Opened;
    }
}
