using BehaviorDashboard.Features.Samples;

namespace BehaviorDashboard.Tests.Features.Samples;

/// <summary>Every truth of <see cref="PlantedTruths"/>, asked back from the rows alone (the archetype only says whose rows to look at).</summary>
public sealed class PlantedTruthsTests(SampleRowsFixture world) : IClassFixture<SampleRowsFixture>
{
    [Fact]
    public void Archetypes_HaveTheirShares()
    {
        var people = Enumerable.Range(1, world.Shape.Customers).CountBy(world.ArchetypeOf).ToDictionary();

        Assert.Equal(1, PlantedTruths.Archetypes.Sum(a => a.Share), 9);
        Assert.All(PlantedTruths.Archetypes, a => Truth.Share(a.Share, people[a.Archetype], world.Shape.Customers));
    }

    [Fact]
    public void DiscountHunters_BuyNearlyOnlyWithCoupons()
    {
        var orders = OrderLines().DistinctBy(r => r.Order).ToLookup(r => world.ArchetypeOf(r.Number) == Archetype.DiscountHunter, r => r.Coupon is not null);

        Truth.Share(PlantedTruths.HunterCouponShare, orders[true].Count(c => c), orders[true].Count());
        Truth.Share(PlantedTruths.OtherCouponShare, orders[false].Count(c => c), orders[false].Count());
    }

    [Fact]
    public void BrandLoyalists_StayWithOneBrand()
    {
        var regulars = OrderLines().GroupBy(r => r.Number).Where(g => g.Count() >= 5)
            .ToLookup(g => world.ArchetypeOf(g.Key), g => g.GroupBy(r => r.Brand).Max(b => b.Count()) / (double)g.Count());

        Assert.True(regulars[Archetype.BrandLoyalist].Average() >= 0.8);
        Assert.True(regulars[Archetype.Regular].Average() < 0.5);
    }

    [Fact]
    public void Researchers_CompareAboutSevenProductsBeforeBuying()
    {
        var bought = world.Sessions.Where(s => s.Any(r => r.Event == "Order Completed"))
            .ToLookup(s => world.ArchetypeOf(s.Last().Number) == Archetype.Researcher, s => (double)s.Where(r => r.Event == "Product Viewed").Select(r => r.Product).Distinct().Count());

        Truth.Ratio(PlantedTruths.ResearcherProducts, bought[true].Average(), 0.06);
        Truth.Ratio(PlantedTruths.OtherProducts, bought[false].Average(), 0.06);
    }

    [Fact]
    public void OneTimeBuyers_OrderOnceAtMost()
    {
        var orders = OrderLines().DistinctBy(r => r.Order).CountBy(r => r.Number).ToDictionary();
        var once = Enumerable.Range(1, world.Shape.Customers).Where(c => world.ArchetypeOf(c) == Archetype.OneTime).Select(c => orders.GetValueOrDefault(c)).ToList();

        // The second order is the campaign's: its extra orders are for anybody who had gone quiet.
        Assert.True(once.Count(n => n > 1) < once.Count * 0.02);
        Assert.True(once.Count(n => n == 1) > once.Count * 0.7);
    }

    [Fact]
    public void Vips_SpendMost()
    {
        var spent = OrderLines().GroupBy(r => r.Number).ToDictionary(g => g.Key, g => g.Sum(r => r.Value!.Value));
        var mean = Enumerable.Range(1, world.Shape.Customers).GroupBy(world.ArchetypeOf).ToDictionary(g => g.Key, g => g.Average(c => spent.GetValueOrDefault(c)));

        Assert.All(mean.Where(m => m.Key != Archetype.Vip), m => Assert.True(mean[Archetype.Vip] > 3 * m.Value, $"{m}"));
    }

    [Fact]
    public void LapsingVips_ThinOutBeforeTheyStop()
    {
        var end = world.Rows.Max(r => r.Time);
        var vips = world.Customers.Where(c => world.ArchetypeOf(c.Key) == Archetype.Vip)
            .Select(c => c.Where(r => r.Event == "Session Started").Select(r => r.Time).ToList()).Where(v => v.Count >= 12).ToList();
        var gone = vips.Where(v => v.Max() < end.AddDays(-60)).ToList();
        var thinning = gone.Select(v => (Before: v.Count(t => t > v.Max().AddDays(-100) && t <= v.Max().AddDays(-70)), Last: v.Count(t => t > v.Max().AddDays(-30) && t < v.Max()))).ToList();

        Assert.InRange(gone.Count / (double)vips.Count, 0.15, PlantedTruths.FadingShare(Archetype.Vip));
        Assert.True(thinning.Sum(t => t.Last) < 0.75 * thinning.Sum(t => t.Before), $"{thinning.Sum(t => t.Last)} of {thinning.Sum(t => t.Before)}");
    }

    [Fact]
    public void WeekendEvenings_ElectronicsConvertBetter()
    {
        var sessions = world.Sessions.Where(s => SessionCategory(s) == PlantedTruths.WeekendEveningCategory && s.All(r => r.Campaign is null))
            .ToLookup(s => IsWeekendEvening(s.First().Time), s => s.Any(r => r.Event == "Order Completed"));

        Truth.Ratio(PlantedTruths.WeekendEveningLift, Rate(sessions[true]) / Rate(sessions[false]), 0.15);
    }

    [Fact]
    public void WeekendEvenings_OtherCategoriesDoNot()
    {
        var sessions = world.Sessions.Where(s => SessionCategory(s) != PlantedTruths.WeekendEveningCategory)
            .ToLookup(s => IsWeekendEvening(s.First().Time), s => s.Any(r => r.Event == "Order Completed"));

        Truth.Ratio(1, Rate(sessions[true]) / Rate(sessions[false]), 0.12);
    }

    [Fact]
    public void AbandonedCarts_EndForTheirReasons()
    {
        var left = world.Sessions.Where(s => s.Any(r => r.Event == "Product Added") && s.All(r => r.Event != "Order Completed")).Select(s => s.MaxBy(r => r.Time)!.Event).ToList();
        var found = left.CountBy(last => last switch
        {
            "Shipping Cost Shown" => CartReason.ShippingCost,
            "Payment Failed" => CartReason.PaymentFailure,
            _ => CartReason.Hesitation,
        }).ToDictionary();

        Assert.All(PlantedTruths.CartReasons, r => Truth.Share(r.Share, found[r.Reason], left.Count));
    }

    [Fact]
    public void AbandonedCarts_AreSometimesRecoveredInALaterSession()
    {
        var carts = world.Rows.Where(r => r.Cart is not null).GroupBy(r => r.Cart!).Select(c => (Sessions: c.Select(r => r.Session).Distinct().Count(), Bought: c.Any(r => r.Event == "Order Completed"))).ToList();

        Assert.InRange(carts.Count(c => c is { Sessions: > 1, Bought: true }) / (double)carts.Count(c => c.Sessions > 1 || !c.Bought), 0.05, 0.25);
    }

    [Fact]
    public void Seasons_FollowTheMonthAndWeekCurves()
    {
        var visits = world.Rows.Where(r => r.Customer is null && r.Event == "Session Started" && r.Anonymous!.StartsWith("av", StringComparison.Ordinal))
            .Select(r => DateOnly.FromDateTime(world.LocalTime(r.Time))).Where(d => d != PlantedTruths.SaleDay(world.Shape.End)).ToList();
        var days = Enumerable.Range(0, SampleShape.Days).Select(world.Shape.Start.AddDays).Where(d => d != PlantedTruths.SaleDay(world.Shape.End)).ToList();
        var busy = days.Sum(Planted);

        Assert.All(Enumerable.Range(1, 12), month => Truth.Share(days.Where(d => d.Month == month).Sum(Planted) / busy, visits.Count(d => d.Month == month), visits.Count, slack: 0));
        Assert.All(Enum.GetValues<DayOfWeek>(), weekday => Truth.Share(days.Where(d => d.DayOfWeek == weekday).Sum(Planted) / busy, visits.Count(d => d.DayOfWeek == weekday), visits.Count, slack: 0));

        static double Planted(DateOnly day) => PlantedTruths.MonthCurve[day.Month - 1] * PlantedTruths.WeekCurve[(int)day.DayOfWeek];
    }

    [Fact]
    public void SaleDay_SellsAboutSixTimes()
    {
        var sale = PlantedTruths.SaleDay(world.Shape.End);
        var orders = OrderLines().DistinctBy(r => r.Order).CountBy(r => DateOnly.FromDateTime(world.LocalTime(r.Time))).ToDictionary();
        var around = new[] { -21, -14, -7, 7, 14, 21 }.Average(d => orders[sale.AddDays(d)]);

        Assert.Equal(DayOfWeek.Wednesday, sale.DayOfWeek);
        Truth.Ratio(PlantedTruths.SaleDayFactor, orders[sale] / around, 0.3);
    }

    [Fact]
    public void WinBack_HoldOutAndUplift_AreAsPlanted()
    {
        var treated = Arm(r => r.Event == "Message Sent" && r.Campaign == PlantedTruths.WinBackCampaign);
        var holdOut = Arm(r => r.Event == "Experiment Assigned");
        var error = Math.Sqrt((0.06 * 0.94 / holdOut.People) + (0.10 * 0.90 / treated.People));

        Truth.Share(PlantedTruths.WinBackHoldOutShare, holdOut.People, holdOut.People + treated.People);
        Truth.Share(PlantedTruths.WinBackBaseline, holdOut.Converted, holdOut.People, slack: 0.02);
        Assert.InRange(treated.Rate - holdOut.Rate, PlantedTruths.WinBackUplift - (3 * error), PlantedTruths.WinBackUplift + (3 * error));
    }

    private (int People, int Converted, double Rate) Arm(Func<SampleRow, bool> assigned)
    {
        var arm = world.Rows.Where(assigned).ToList();
        var converted = arm.Count(a => world.Customers[a.Number].Any(r => r.Event == "Order Completed" && r.Time > a.Time && r.Time <= a.Time.AddDays(30)));
        return (arm.Count, converted, converted / (double)arm.Count);
    }

    private IEnumerable<SampleRow> OrderLines() => world.Rows.Where(r => r.Event == "Order Completed");

    private static string? SessionCategory(IEnumerable<SampleRow> session) => session.FirstOrDefault(r => r.Category is not null)?.Category;

    private bool IsWeekendEvening(DateTime utc)
    {
        var local = world.LocalTime(utc);
        return local.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday && local.Hour is >= 18 and < 23;
    }

    private static double Rate(IEnumerable<bool> outcomes) => outcomes.Average(o => o ? 1.0 : 0);
}
