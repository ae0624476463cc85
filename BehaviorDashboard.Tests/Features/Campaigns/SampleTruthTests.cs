using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Campaigns.Plays;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Tests.Features.Samples;

namespace BehaviorDashboard.Tests.Features.Campaigns;

/// <summary>What was planted in the sample store comes back.</summary>
public sealed class SampleTruthTests(CampaignSample sample) : IClassFixture<CampaignSample>
{
    [Fact]
    public void PastCampaign_MeasuredUplift_CoversThePlantedOne()
    {
        var past = Assert.Single(sample.Answer.Details.Past);

        Assert.Equal((PlantedTruths.WinBackCampaign, PlayCodes.WinBack), (past.Name, past.Play));
        Assert.InRange(PlantedTruths.WinBackUplift, past.Uplift.Low, past.Uplift.High);
        Truth.Share(PlantedTruths.WinBackHoldOutShare, past.HoldOut, past.HoldOut + past.Treated);
    }

    [Fact]
    public void WinBack_GoesByTheMeasuredUplift_AndSaysSo()
    {
        var winBack = sample.Answer.Open.Single(s => s.Play == PlayCodes.WinBack);

        Assert.Equal([PlantedTruths.WinBackCampaign], winBack.Worth.Campaigns);
        Assert.Equal(sample.Answer.Details.Past[0].Uplift.Value, winBack.Worth.Uplift.Value, 1e-9);
        Assert.False(sample.Answer.Details.UsesModel);
        Assert.Contains(winBack.Why, w => w.Code == "win_back.rule");
    }

    [Fact]
    public async Task Carts_Reasons_HaveThePlantedShares()
    {
        var rows = await sample.World.Get<CustomerReader>().RowsAsync(sample.World.Id, CustomerFilter.Condition("cart.left_at", "exists"), ["cart.last", "cart.value", "cart.state"], default);

        Truth.Share(PlantedTruths.CartReasons[0].Share, rows.Count(r => CartReasons.Of(r.TextOf("cart.last")) == "shipping_cost"), rows.Count, 0.02);
        Truth.Share(PlantedTruths.CartReasons[1].Share, rows.Count(r => CartReasons.Of(r.TextOf("cart.last")) == "payment_failed"), rows.Count, 0.02);
        Truth.Share(PlantedTruths.CartReasons[2].Share, rows.Count(r => CartReasons.Of(r.TextOf("cart.last")) == CartReasons.Hesitation), rows.Count, 0.02);
        Assert.All(rows, r => Assert.True(r.NumberOf("cart.value") > 0));
    }

    [Fact]
    public async Task LapsedDiscountHunters_AreMostlyPlantedOnes()
    {
        var hunters = sample.Answer.Open.Single(s => s.Play == PlayCodes.LapsedDiscount);
        var rows = await sample.World.Get<CustomerReader>().RowsAsync(sample.World.Id, CustomerFilter.Parse(hunters.Who.FilterJson).Value!, [], default);

        var planted = rows.Count(r => PlantedTruths.ArchetypeOf(7, int.Parse(r.Id[1..], System.Globalization.CultureInfo.InvariantCulture)) == Archetype.DiscountHunter);
        Assert.True(planted > rows.Count * 0.8, $"{planted} of {rows.Count}");
    }

    [Fact]
    public void Suggestions_AllFourPlays_AreThereAndRanked()
    {
        Assert.Equal(PlayCodes.All.Order(StringComparer.Ordinal), sample.Answer.Open.Select(s => s.Play).Concat(sample.Answer.Details.Silent.Select(s => s.Play)).Order(StringComparer.Ordinal));
        Assert.Equal(sample.Answer.Open.Select(s => s.Worth.Expected).OrderDescending(), sample.Answer.Open.Select(s => s.Worth.Expected));
        Assert.All(sample.Answer.Open, s =>
        {
            Assert.InRange(s.Worth.Expected, s.Worth.Low, s.Worth.High);
            Assert.Equal(s.Who.Customers, s.Test.HoldOut + s.Test.Treated);
            Assert.Equal(s.Who.Matching, s.Who.Customers + s.Who.LeftOut.Sum(l => l.Customers));
            Assert.InRange(s.Test.Baseline, 0, 1);
        });
    }

    [Fact]
    public async Task Suggestions_Filters_MeanDifferentPeople()
    {
        var seen = new HashSet<string>();
        foreach (var suggestion in sample.Answer.Open)
        {
            var rows = await sample.World.Get<CustomerReader>().RowsAsync(sample.World.Id, CustomerFilter.Parse(suggestion.Who.FilterJson).Value!, [], default);
            Assert.Equal(suggestion.Who.Matching, rows.Count);
            Assert.All(rows, r => Assert.True(seen.Add(r.Id), $"{r.Id} stands in two suggestions"));
        }
    }

    [Fact]
    public async Task Suggestions_OfTheSameFacts_AreTheSame()
    {
        var again = await sample.World.SuggestAsync();

        Assert.Equal(sample.Answer.Open.Select(s => (s.Id, s.Who.Customers, s.Test.HoldOut)), again.Open.Select(s => (s.Id, s.Who.Customers, s.Test.HoldOut)));
    }
}
