using BehaviorDashboard.Events.Carts;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>What a customer had done up to an instant.</summary>
/// <param name="LastOrder">Microseconds since 1970, UTC; 0 without orders.</param>
/// <param name="MeanGap">Days between orders; NaN with fewer than two.</param>
/// <param name="Discounted">Orders with a discount or a coupon.</param>
/// <param name="Cart">The cart that was left and is still open.</param>
public sealed record CustomerState(int Customer, int Orders, long FirstOrder, long LastOrder, double MeanGap, int Discounted, LeftCart? Cart)
{
    public const double DayMicros = 86_400_000_000;

    public double DaysSinceOrder(long at) => Orders == 0 ? double.PositiveInfinity : (at - LastOrder) / DayMicros;

    public double DiscountShare => Orders == 0 ? 0 : (double)Discounted / Orders;
}

/// <summary>Why a cart was left, as far as a reminder can answer it: the obstacles and steps of the checkout by their own code, everything before them together.</summary>
public static class CartReasons
{
    public const string Hesitation = "hesitation";

    /// <param name="last">A code of <see cref="CartCodes.Lasts"/>.</param>
    public static string Of(string? last) => CartCodes.Step(last) >= CartStep.Checkout ? last! : Hesitation;
}
