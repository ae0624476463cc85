namespace BehaviorDashboard.Events.Carts;

/// <summary>
/// A cart is an object across visits. This is its definition; every page, filter, column and suggestion goes by it.
/// <list type="bullet">
/// <item>A <b>visit</b> is a run of what a customer does (<see cref="EventMatch.OwnDoing"/>, and obstacles told by name) without a gap longer than <see cref="VisitGap"/>, as sessions are cut everywhere.</item>
/// <item>A cart <b>opens</b> with a cart add that belongs to no open cart. An add, a removal or a step of the checkout belongs to the open cart of its cart id; without an id,
/// to the customer's open cart that was touched last. A step whose id no open cart has belongs to the cart touched last if that has no id.</item>
/// <item>Adds put products in, removals take them out; a cart with nothing left in it closes as <see cref="CartState.Emptied"/>. Its <b>value</b> is what lies in it, each product at its last known price.</item>
/// <item>A cart is <b>left</b> when a visit ends in which it was touched. <b>Left at</b> is that visit's last event, and what that was is the <b>last thing before leaving</b>.</item>
/// <item>A <b>purchase</b> takes the open carts that it names; where it names none of them, the one touched last, unless the purchase names an id and that cart has another. A cart that was never
/// left is then <see cref="CartState.Bought"/>, any other <see cref="CartState.Recovered"/>. All other open carts of the customer are <see cref="CartState.Replaced"/>: nobody comes back for them.</item>
/// <item>A cart is <see cref="CartState.Lost"/> when more than <see cref="TimeOut"/> has passed since it was left last; what happens later belongs to other carts. Until then it is <see cref="CartState.Open"/>.</item>
/// <item>Events of one instant are a set: adds come first, then removals, other steps, and purchases, and where one of several carts is meant, the greatest id in ordinal order. Nothing depends on the order of rows.</item>
/// </list>
/// Guests cannot be told apart and have no carts.
/// </summary>
/// <param name="TimeOut">See <see cref="CartTimeOut"/>.</param>
public sealed record CartRule(TimeSpan TimeOut)
{
    /// <summary>The longest gap inside a visit: <see cref="EventsOptions.SessionGapMinutes"/>.</summary>
    public TimeSpan VisitGap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What a fold must read for carts.</summary>
    public const EventColumns Columns = EventColumns.Product | EventColumns.Quantity | EventColumns.Price | EventColumns.Cart;
}

/// <summary>Where a time-out comes from.</summary>
public enum CartTimeOutSource
{
    /// <summary>The store's own recovery curve.</summary>
    Curve,

    /// <summary>Too few carts of the store were recovered to say.</summary>
    Usual,

    /// <summary>A setting of the program.</summary>
    Setting,

    /// <summary>The question itself.</summary>
    Question,
}

/// <summary>After how long a cart counts as lost.</summary>
/// <param name="Days">Days of 24 hours since the cart was left last.</param>
/// <param name="Recovered">Recovered carts that the curve stands on; 0 where it was not asked.</param>
public sealed record CartTimeOut(int Days, CartTimeOutSource Source, long Recovered)
{
    public TimeSpan After => TimeSpan.FromDays(Days);
}

/// <summary>Reads a time-out out of a store's recovery times. The room of carts implements it, which may use survival curves.</summary>
public interface ICartPatience
{
    /// <summary>How long carts are watched at most, in days.</summary>
    int LongestDays { get; }

    /// <summary>The time-out that a setting fixes; null where the store's own times decide.</summary>
    CartTimeOut? Fixed { get; }

    CartTimeOut Of(RecoveryTimes times);
}

/// <summary>What is assumed where no room reads recovery times.</summary>
internal sealed class UsualCartPatience : ICartPatience
{
    public int LongestDays => Fixed!.Days;

    public CartTimeOut? Fixed { get; } = new(7, CartTimeOutSource.Usual, 0);

    public CartTimeOut Of(RecoveryTimes times) => Fixed!;
}
