namespace BehaviorDashboard.Events.Carts;

/// <summary>What became of a cart, see <see cref="CartRule"/>.</summary>
public enum CartState
{
    /// <summary>Neither bought nor given up, as far as the store's data goes.</summary>
    Open,

    /// <summary>Bought in the visit that opened it.</summary>
    Bought,

    /// <summary>Left, and bought in a later visit.</summary>
    Recovered,

    /// <summary>The customer bought something else instead.</summary>
    Replaced,

    /// <summary>Not bought until the time-out.</summary>
    Lost,

    /// <summary>The customer took out what was in it.</summary>
    Emptied,
}

/// <summary>What a customer did last in the visit in which a cart was left; of several things at one instant the last of this list.</summary>
public enum CartStep
{
    None,
    Search,
    ListView,
    View,
    Wishlist,
    Remove,
    Add,
    Checkout,
    ShippingCost,
    CouponRefused,
    PaymentFailed,
}

/// <summary>States and steps as programs write them, and how a step is told from an event.</summary>
public static class CartCodes
{
    private static readonly Dictionary<CartStep, string> Steps = new()
    {
        [CartStep.Search] = "search",
        [CartStep.ListView] = "list_view",
        [CartStep.View] = "view",
        [CartStep.Wishlist] = "wishlist",
        [CartStep.Remove] = "cart_remove",
        [CartStep.Add] = "cart_add",
        [CartStep.Checkout] = "checkout",
        [CartStep.ShippingCost] = "shipping_cost",
        [CartStep.CouponRefused] = "coupon_refused",
        [CartStep.PaymentFailed] = "payment_failed",
    };

    /// <summary>Codes of <see cref="CartState"/>, in its order.</summary>
    public static IReadOnlyList<string> States { get; } = ["open", "bought", "recovered", "replaced", "lost", "emptied"];

    /// <summary>Codes of <see cref="CartStep"/>, from checkout's end backwards.</summary>
    public static IReadOnlyList<string> Lasts { get; } = [.. Enum.GetValues<CartStep>().Where(s => s != CartStep.None).Reverse().Select(s => Steps[s])];

    public static string Of(CartState state) => States[(int)state];

    /// <summary>Null for <see cref="CartStep.None"/>: the cart was never left.</summary>
    public static string? Of(CartStep step) => Steps.GetValueOrDefault(step);

    public static CartState? State(string? code) => code is not null && Array.IndexOf([.. States], code) is >= 0 and var i ? (CartState)i : null;

    public static CartStep? Step(string? code) => Steps.Where(s => s.Value == code).Select(s => (CartStep?)s.Key).FirstOrDefault();

    /// <summary>An obstacle that the source's own name of an event tells; <see cref="CartStep.None"/> for every other name.</summary>
    public static CartStep OfName(string name)
    {
        bool Has(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
        bool bad = Has("fail") || Has("declin") || Has("error") || Has("denied") || Has("reject") || Has("失败") || Has("拒绝");
        return Has("shipping") || Has("delivery cost") || Has("运费") ? CartStep.ShippingCost
            : bad && (Has("payment") || Has("card") || Has("支付") || Has("付款")) ? CartStep.PaymentFailed
            : bad && (Has("coupon") || Has("voucher") || Has("优惠")) ? CartStep.CouponRefused
            : CartStep.None;
    }

    /// <param name="named">What <see cref="OfName"/> says of the event's name.</param>
    internal static CartStep StepOf(EventKind kind, CartStep named) => kind switch
    {
        EventKind.CartAdd => CartStep.Add,
        EventKind.CartRemove => CartStep.Remove,
        EventKind.Checkout => named == CartStep.None ? CartStep.Checkout : named,
        EventKind.View => named == CartStep.None ? CartStep.View : named,
        EventKind.ListView => CartStep.ListView,
        EventKind.Search => CartStep.Search,
        EventKind.Wishlist => CartStep.Wishlist,
        EventKind.Other or EventKind.Session => named,
        _ => CartStep.None,
    };

    /// <summary>Whether a step is about a cart, not only done while there is one.</summary>
    internal static bool Touches(CartStep step) => step >= CartStep.Remove;
}
