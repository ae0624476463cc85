using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>Open carts that were left in the last days, by the definition that the page of carts counts by.</summary>
internal sealed class AbandonedCartPlay : IPlay
{
    public string Code => PlayCodes.AbandonedCart;

    public SuggestionWhat What { get; } = new("email", 1, 0);

    public static CustomerFilter FreshCart(PlayWorld world) => CustomerFilter.Both(
        CustomerFilter.Condition("cart.state", "eq", CartCodes.Of(CartState.Open)),
        CustomerFilter.Condition("cart.left_at", "gte", DateTime.UnixEpoch.AddMicroseconds(world.End - (long)(world.CartDays * CustomerState.DayMicros)).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));

    public PlayRule Rule(PlayWorld world, double valuable) =>
        world.Customers.Any(c => c.Cart is not null) ? new PlayRule(FreshCart(world)) : new PlayRule(null, new SilentPlay(Code, "no_carts", 0, 1));

    public IReadOnlyList<SuggestionReason> Why(PlayWorld world, IReadOnlyList<CustomerRow> who)
    {
        var values = who.Select(r => r.NumberOf("cart.value") ?? 0).Where(v => v > 0).ToList();
        var reasons = who.GroupBy(r => CartReasons.Of(r.TextOf("cart.last"))).OrderByDescending(g => g.Count());
        return
        [
            new("cart.open", [new(world.CartDays, "days"), .. values.Count > 0 ? [new Figure(values.Sum(), "money")] : Array.Empty<Figure>()]),
            .. reasons.Select(g => new SuggestionReason("cart." + g.Key, [new((double)g.Count() / who.Count, "share"), new(g.Count(), "count")])),
        ];
    }
}

/// <summary>Valuable customers with several orders who are likely to stay away: by the churn model, or by a silence twice their own gap where there is none.</summary>
internal sealed class WinBackPlay : IPlay
{
    private const double Likely = 0.5;
    private const double Twice = 2;
    private const int GoneDays = 365;

    public string Code => PlayCodes.WinBack;

    public SuggestionWhat What { get; } = new("email", 7, 0);

    public PlayRule Rule(PlayWorld world, double valuable)
    {
        if (!world.Customers.Any(c => c.Orders > 1))
        {
            return new PlayRule(null, new SilentPlay(Code, "no_orders", 0, 2));
        }

        var risk = world.HasModel ? CustomerFilter.Condition("churn.probability", "gte", Likely) : CustomerFilter.Condition("habit.overdue", "gte", Twice);
        return new PlayRule(new CustomerFilter.All(
        [
            risk,
            CustomerFilter.Condition("netRevenue", "gte", Math.Round(valuable, 2)),
            CustomerFilter.Condition("orders", "gte", 2),
            CustomerFilter.Condition("daysSinceOrder", "lte", GoneDays),
            new CustomerFilter.Not(LapsedDiscountPlay.Hunters),
            new CustomerFilter.Not(AbandonedCartPlay.FreshCart(world)),
        ]));
    }

    public IReadOnlyList<SuggestionReason> Why(PlayWorld world, IReadOnlyList<CustomerRow> who)
    {
        var risk = world.HasModel
            ? new SuggestionReason("win_back.model", [new(who.Average(r => r.NumberOf("churn.probability") ?? 0), "share"), new(who.Sum(r => r.NumberOf("churn.value_at_risk") ?? 0), "money")])
            : new SuggestionReason("win_back.rule", [new(Twice, "times")]);
        return
        [
            risk,
            new("win_back.value", [new(who.Average(r => r.NumberOf("netRevenue") ?? 0), "money"), new(who.Average(r => r.NumberOf("orders") ?? 0), "times")]),
            new("win_back.silence", [new(who.Average(r => r.NumberOf("daysSinceOrder") ?? 0), "days"), new(who.Average(r => r.NumberOf("habit.usual_gap") ?? world.StoreGap), "days")]),
        ];
    }
}

/// <summary>Customers with one order, in the days after it in which the middle half of all second orders come.</summary>
internal sealed class SecondOrderPlay : IPlay
{
    private const int FewestSecondOrders = 50;

    public string Code => PlayCodes.SecondOrder;

    public SuggestionWhat What { get; } = new("email", 7, 0);

    public static (double From, double To) Window(PlayWorld world) =>
        (Math.Floor(PlayWorld.Quantile(world.SecondGaps, 0.25)), Math.Ceiling(PlayWorld.Quantile(world.SecondGaps, 0.75)));

    public PlayRule Rule(PlayWorld world, double valuable)
    {
        if (world.SecondGaps.Count < FewestSecondOrders)
        {
            return new PlayRule(null, new SilentPlay(Code, "few_second_orders", world.SecondGaps.Count, FewestSecondOrders));
        }

        var (from, to) = Window(world);
        return new PlayRule(new CustomerFilter.All(
        [
            CustomerFilter.Condition("orders", "eq", 1),
            CustomerFilter.Condition("daysSinceOrder", "gte", from),
            CustomerFilter.Condition("daysSinceOrder", "lte", to),
            new CustomerFilter.Not(AbandonedCartPlay.FreshCart(world)),
        ]));
    }

    public IReadOnlyList<SuggestionReason> Why(PlayWorld world, IReadOnlyList<CustomerRow> who)
    {
        var (from, to) = Window(world);
        var repeat = (double)world.SecondGaps.Count / world.Customers.Count(c => c.Orders > 0);
        return
        [
            new("second_order.window", [new(from, "days"), new(to, "days"), new(world.SecondGaps.Count, "count")]),
            new("second_order.rate", [new(repeat, "share")]),
        ];
    }
}

/// <summary>Customers who mostly buy with a discount and are silent well beyond their own rhythm.</summary>
internal sealed class LapsedDiscountPlay : IPlay
{
    private const double MostOrders = 0.6;
    private const int Orders = 3;
    private const double Late = 1.5;
    private const int GoneDays = 365;

    /// <summary>Whoever is meant here is not asked back without a discount elsewhere.</summary>
    public static CustomerFilter Hunters { get; } = new CustomerFilter.All(
    [
        CustomerFilter.Condition("orders", "gte", Orders),
        CustomerFilter.Condition("habit.discount_share", "gte", MostOrders),
    ]);

    public string Code => PlayCodes.LapsedDiscount;

    public SuggestionWhat What { get; } = new("email", 7, 0.1);

    public PlayRule Rule(PlayWorld world, double valuable) => !world.Customers.Any(c => c.Discounted > 0)
        ? new PlayRule(null, new SilentPlay(Code, "no_discounts", 0, 1))
        : new PlayRule(new CustomerFilter.All(
        [
            Hunters,
            CustomerFilter.Condition("habit.overdue", "gte", Late),
            CustomerFilter.Condition("daysSinceOrder", "lte", GoneDays),
            new CustomerFilter.Not(AbandonedCartPlay.FreshCart(world)),
        ]));

    public IReadOnlyList<SuggestionReason> Why(PlayWorld world, IReadOnlyList<CustomerRow> who) =>
    [
        new("lapsed.discounts", [new(who.Average(r => r.NumberOf("habit.discount_share") ?? 0), "share")]),
        new("lapsed.silence", [new(who.Average(r => r.NumberOf("daysSinceOrder") ?? 0), "days"), new(who.Average(r => r.NumberOf("habit.usual_gap") ?? 0), "days")]),
    ];
}
