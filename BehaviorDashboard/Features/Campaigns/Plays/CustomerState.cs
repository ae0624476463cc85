namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>What a customer had done up to an instant.</summary>
/// <param name="LastOrder">Microseconds since 1970, UTC; 0 without orders.</param>
/// <param name="MeanGap">Days between orders; NaN with fewer than two.</param>
/// <param name="Discounted">Orders with a discount or a coupon.</param>
/// <param name="Cart">The cart left last, with products in it and no order since.</param>
public sealed record CustomerState(int Customer, int Orders, long FirstOrder, long LastOrder, double MeanGap, int Discounted, LeftCart? Cart)
{
    public const double DayMicros = 86_400_000_000;

    public double DaysSinceOrder(long at) => Orders == 0 ? double.PositiveInfinity : (at - LastOrder) / DayMicros;

    public double DiscountShare => Orders == 0 ? 0 : (double)Discounted / Orders;
}

/// <param name="LeftAt">Microseconds since 1970, UTC: the last step in the cart.</param>
/// <param name="Value">Ten-thousandths; 0 where cart events carry no price.</param>
/// <param name="Reason">A code of <see cref="CartReasons"/>.</param>
public sealed record LeftCart(long LeftAt, int Products, long Value, string Reason);

/// <summary>The last step before a cart was left, told by the kind and the source's name of the event.</summary>
public static class CartReasons
{
    public const string ShippingCost = "shipping_cost";
    public const string PaymentFailed = "payment_failed";
    public const string Coupon = "coupon_refused";
    public const string Checkout = "checkout";
    public const string Hesitation = "hesitation";

    public static IReadOnlyList<string> All { get; } = [ShippingCost, PaymentFailed, Coupon, Checkout, Hesitation];

    /// <summary>Null for an event that is no step of a cart by its name.</summary>
    public static string? OfName(string name)
    {
        bool Has(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
        bool bad = Has("fail") || Has("declin") || Has("error") || Has("denied") || Has("reject") || Has("失败") || Has("拒绝");
        return Has("shipping") || Has("delivery cost") || Has("运费") ? ShippingCost
            : bad && (Has("payment") || Has("card") || Has("支付") || Has("付款")) ? PaymentFailed
            : bad && (Has("coupon") || Has("voucher") || Has("优惠")) ? Coupon
            : null;
    }
}
