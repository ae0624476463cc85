using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>
/// Lets any fold see what became of a cart while it reads the cart's events: keeps a customer's timeline, judges the carts, and tells the timeline again. Only folds pay for it
/// whose question names a property of carts (<see cref="EventColumns.CartFate"/>).
/// </summary>
internal sealed class CartHindsight<TFold>(TFold inner, TimelineWorld world, TimelineScope scope, CartRule rule, long known) : ITimelineFold<CartHindsight<TFold>>
    where TFold : class, ITimelineFold<TFold>
{
    private readonly CartTimeline _carts = new(rule, world.Names);
    private readonly List<TimelineEvent> _timeline = [];
    private readonly HashSet<string> _orders = new(StringComparer.Ordinal);
    private readonly long _from = scope.From is { } from ? Periods.MicrosOf(from) : long.MinValue;
    private readonly long _until = scope.Until is { } until ? Periods.MicrosOf(until) : long.MaxValue;
    private int _customer;

    public TFold Inner => inner;

    public EventColumns Columns => (inner.Columns & ~EventColumns.CartFate) | CartRule.Columns;

    /// <summary>What came before and comes after the part that the fold reads decides about carts in it.</summary>
    public static TimelineScope Whole(TimelineScope scope) => scope with { From = null, Until = null };

    public void Start(int customer)
    {
        _customer = customer;
        _timeline.Clear();
        _carts.Clear();
    }

    public void Event(TimelineEvent e)
    {
        // Guests are many people.
        if (_customer > 0)
        {
            _carts.Add(e, _timeline.Count);
        }

        _timeline.Add(e.Copy());
    }

    public void End()
    {
        _carts.End(known);
        foreach (var (place, cart) in _carts.Owners)
        {
            (_timeline[place].CartState, _timeline[place].CartLast) = (CartCodes.Of(cart.State), CartCodes.Of(cart.Last));
        }

        _orders.Clear();
        var started = false;
        foreach (var e in _timeline.Where(e => e.Micros >= _from && e.Micros < _until))
        {
            if (!started)
            {
                inner.Start(_customer);
                started = true;
            }

            // The first line that the fold sees, as if nothing before had been read.
            e.StartsOrder = e is { Kind: EventKind.Purchase, Order: { } order } && _orders.Add(order);
            inner.Event(e);
        }

        if (started)
        {
            inner.End();
        }
    }

    public void Merge(CartHindsight<TFold> other) => inner.Merge(other.Inner);
}
