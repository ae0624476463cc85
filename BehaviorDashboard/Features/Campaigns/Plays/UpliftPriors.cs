using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>
/// What a play is assumed to add where the store has not measured it: extra share of contacted customers who order within the window. Assumptions,
/// not findings. Anchor: orders that e-mail flows are credited with, 1.7 % of recipients in the median and 5.7 % in the best tenth of stores
/// (Klaviyo, 2024 Benchmark Report, all flows). A good part of credited orders would have come anyway (T. Blake, C. Nosko, S. Tadelis,
/// Econometrica 83, 2015, measured it for paid search), so half of the median stands in the middle, a quarter or less at the low end, and half of
/// the best tenth at the high end; carts stand higher because the wish is fresh, a coupon because it is an offer. A store's own campaigns
/// with a hold-out replace these numbers.
/// </summary>
public static class UpliftPriors
{
    /// <summary>Share of unasked orders where the facts are too short to measure it.</summary>
    public const double Baseline = 0.05;

    private static readonly Dictionary<string, Estimate> Table = new(StringComparer.Ordinal)
    {
        [PlayCodes.AbandonedCart] = new(0.015, 0.004, 0.030),
        [PlayCodes.WinBack] = new(0.009, 0.002, 0.028),
        [PlayCodes.SecondOrder] = new(0.009, 0.002, 0.028),
        [PlayCodes.LapsedDiscount] = new(0.015, 0.004, 0.035),
    };

    public static Estimate Of(string play) => Table[play];
}

/// <summary>The plays, in the words of programs.</summary>
public static class PlayCodes
{
    public const string WinBack = "win_back";
    public const string AbandonedCart = "abandoned_cart";
    public const string SecondOrder = "second_order";
    public const string LapsedDiscount = "lapsed_discount";

    public static IReadOnlyList<string> All { get; } = [AbandonedCart, WinBack, LapsedDiscount, SecondOrder];
}
