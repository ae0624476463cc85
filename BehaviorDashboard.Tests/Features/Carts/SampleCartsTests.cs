using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Features.Campaigns.Plays;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Tests.Features.Campaigns;
using BehaviorDashboard.Tests.Features.Samples;

namespace BehaviorDashboard.Tests.Features.Carts;

/// <summary>What was planted in the sample store comes back, and suggestions go by the same carts.</summary>
public sealed class SampleCartsTests(CampaignSample sample) : IClassFixture<CampaignSample>
{
    [Fact]
    public async Task Lasts_HaveThePlantedShares()
    {
        var result = await AskAsync(new CartsRequest { Period = "month" });

        int Left(params CartStep[] steps) => (int)result.Lasts.Where(l => steps.Contains(l.Last)).Sum(l => l.Tally.Opened);
        Truth.Share(PlantedTruths.CartReasons[0].Share, Left(CartStep.ShippingCost), (int)result.Total.Left, 0.02);
        Truth.Share(PlantedTruths.CartReasons[1].Share, Left(CartStep.PaymentFailed), (int)result.Total.Left, 0.02);
        Truth.Share(PlantedTruths.CartReasons[2].Share, Left(CartStep.Add, CartStep.Remove), (int)result.Total.Left, 0.02);
    }

    [Fact]
    public async Task TimeOut_FollowsThePlantedReturns()
    {
        var result = await AskAsync(new CartsRequest { Period = "month" });

        // Whoever comes back for a cart does so one to three days after.
        Assert.Equal((4, CartTimeOutSource.Curve), (result.TimeOut.Days, result.TimeOut.Source));
        Assert.True(result.Recovery[3].Share > 0.95 * result.Recovery[^1].Share);
    }

    [Fact]
    public async Task OpenCarts_AreWhomTheReminderGoesTo()
    {
        var result = await AskAsync(new CartsRequest { Period = "month", People = new CartsPeopleRequest("open", Left: true) });
        var open = await sample.World.Get<CustomerReader>().NumbersAsync(sample.World.Id, CustomerFilter.Condition("cart.state", "eq", "open"), default);
        var reminder = sample.Answer.Open.SingleOrDefault(s => s.Play == PlayCodes.AbandonedCart);

        Assert.NotNull(reminder);
        var reminded = await sample.World.Get<CustomerReader>().NumbersAsync(sample.World.Id, CustomerFilter.Parse(reminder.Who.FilterJson).Value!, default);
        Assert.NotEmpty(reminded);
        Assert.Subset(result.People!.ToHashSet(), reminded.ToHashSet());
        Assert.Subset(open.ToHashSet(), reminded.ToHashSet());
        Assert.Equal(result.People!.Count, reminded.Count);
    }

    private async Task<CartsResult> AskAsync(CartsRequest request)
    {
        var answer = await sample.World.Get<CartsQuery>().AskAsync(sample.World.Id, request, sample.World.Store.Calendar, default);
        Assert.True(answer.Succeeded, answer.Problems.FirstOrDefault()?.Message);
        return answer.Value;
    }
}
