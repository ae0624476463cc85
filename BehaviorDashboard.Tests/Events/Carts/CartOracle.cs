using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;

namespace BehaviorDashboard.Tests.Events.Carts;

/// <summary>
/// Carts taken at the word of their definition: a cart is nothing but the list of the events that belong to it; visits, leaving and contents are looked up again from the whole
/// timeline whenever they are asked for.
/// </summary>
internal sealed class CartOracle
{
    private static readonly CartStep[] Far = [.. Enum.GetValues<CartStep>().Order()];

    private static readonly TimeSpan VisitGap = TimeSpan.FromMinutes(30);

    private readonly TimeSpan _timeOut;
    private readonly DateTime _known;
    private readonly List<CartEvent> _doing;
    private readonly List<OracleCart> _open = [];

    /// <param name="known">The last instant that is known.</param>
    public CartOracle(IEnumerable<CartEvent> timeline, TimeSpan timeOut, DateTime known)
    {
        (_timeOut, _known) = (timeOut, known);
        var events = timeline.Where(e => e.Time <= known).ToList();
        _doing = [.. events.Where(IsDoing)];
        foreach (var instant in events.GroupBy(e => e.Time).OrderBy(g => g.Key))
        {
            Live(instant.Key, [.. instant]);
        }

        GiveUp(known);
        foreach (var cart in Carts)
        {
            cart.Leavings = [.. Leavings(cart, cart.Closed ?? known)];
        }
    }

    public List<OracleCart> Carts { get; } = [];

    /// <summary>The cart that an event belongs to.</summary>
    public Dictionary<CartEvent, OracleCart> Of { get; } = new(ReferenceEqualityComparer.Instance);

    public long Value(OracleCart cart) => cart.State == CartState.Emptied ? 0 : Contents(cart, DateTime.MaxValue).Sum(l => l.Quantity * l.Price / 10_000);

    public string? Group(OracleCart cart, Func<CartEvent, bool> isMeant) => Openers(cart).Where(isMeant).Select(e => e.Device).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();

    public IEnumerable<CartEvent> Openers(OracleCart cart) => cart.Events.Where(e => e.Kind == EventKind.CartAdd && e.Time == cart.Events[0].Time);

    private void Live(DateTime at, List<CartEvent> events)
    {
        GiveUp(at);
        foreach (var add in Named(events, e => e.Kind == EventKind.CartAdd))
        {
            var cart = add.Cart is null ? Current() : _open.Find(c => c.Key == add.Cart);
            if (cart is null)
            {
                cart = new OracleCart(add.Cart ?? "");
                _open.Add(cart);
                Carts.Add(cart);
            }

            Join(add, cart);
        }

        Mean(Named(events, e => e.Kind == EventKind.CartRemove));
        foreach (var cart in _open.Where(c => Contents(c, at).Count == 0).ToList())
        {
            Close(cart, CartState.Emptied, at);
        }

        Mean(Named(events, e => e.Kind is not (EventKind.CartAdd or EventKind.CartRemove or EventKind.Purchase) && StepOf(e) >= CartStep.Checkout));
        Buy(at, Named(events, e => e.Kind == EventKind.Purchase));
    }

    private void Mean(List<CartEvent> events)
    {
        foreach (var e in events)
        {
            var cart = e.Cart is null ? Current() : _open.Find(c => c.Key == e.Cart) ?? (Current() is { Key: "" } nameless ? nameless : null);
            if (cart is not null)
            {
                Join(e, cart);
            }
        }
    }

    private void Buy(DateTime at, List<CartEvent> purchases)
    {
        if (purchases.Count == 0)
        {
            return;
        }

        var taken = _open.Where(c => purchases.Exists(p => p.Cart == c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        if (taken.Count == 0 && Current() is { } current && (current.Key == "" || purchases.Exists(p => p.Cart is null)))
        {
            taken.Add(current);
        }

        foreach (var purchase in purchases.Where(_ => taken.Count > 0))
        {
            Of[purchase] = taken.Find(c => c.Key == purchase.Cart) ?? taken[^1];
        }

        foreach (var cart in _open.ToList())
        {
            Close(cart, !taken.Contains(cart) ? CartState.Replaced : Leavings(cart, at).Any() ? CartState.Recovered : CartState.Bought, at);
        }
    }

    private void GiveUp(DateTime at)
    {
        foreach (var cart in _open.ToList())
        {
            // A visit that goes on at this instant has not been left.
            if (!IsInVisit(cart, at) && Leavings(cart, at).LastOrDefault() is { } left && at - left.At > _timeOut)
            {
                Close(cart, CartState.Lost, left.At + _timeOut);
            }
        }
    }

    private void Close(OracleCart cart, CartState state, DateTime at)
    {
        (cart.State, cart.Closed) = (state, at);
        _open.Remove(cart);
    }

    private void Join(CartEvent e, OracleCart cart)
    {
        cart.Events.Add(e);
        Of[e] = cart;
    }

    private OracleCart? Current() => _open.OrderBy(c => c.Events.Max(e => e.Time)).ThenBy(c => c.Key, StringComparer.Ordinal).LastOrDefault();

    private static List<CartEvent> Named(List<CartEvent> events, Func<CartEvent, bool> which) =>
        [.. events.Where(which).OrderBy(e => e.Cart is null).ThenBy(e => e.Cart, StringComparer.Ordinal)];

    /// <summary>Visits that held the cart and were over before an instant.</summary>
    private IEnumerable<Leaving> Leavings(OracleCart cart, DateTime at) => cart.Events.Where(e => e.Time < at || at == _known).Select(e => VisitEnd(e.Time)).Distinct().Order()
        .Where(end => at - end > VisitGap)
        .Select(end => new Leaving(end, LastBefore(end)));

    private bool IsInVisit(OracleCart cart, DateTime at) => cart.Events.Exists(e => at - VisitEnd(e.Time) <= VisitGap);

    private DateTime VisitEnd(DateTime at)
    {
        var end = at;
        foreach (var e in _doing.Where(e => e.Time > at).OrderBy(e => e.Time))
        {
            if (e.Time - end > VisitGap)
            {
                break;
            }

            end = e.Time;
        }

        return end;
    }

    private CartStep LastBefore(DateTime end)
    {
        var last = _doing.Where(e => e.Time <= end && StepOf(e) != CartStep.None).Max(e => e.Time);
        return _doing.Where(e => e.Time == last).Max(e => Far[(int)StepOf(e)]);
    }

    private static List<(long Quantity, long Price)> Contents(OracleCart cart, DateTime until)
    {
        var lines = new List<(long, long)>();
        foreach (var product in cart.Events.Where(e => e.Time <= until && e.Kind is EventKind.CartAdd or EventKind.CartRemove).GroupBy(e => e.Product ?? ""))
        {
            var (quantity, price) = (0L, 0L);
            foreach (var instant in product.GroupBy(e => e.Time).OrderBy(g => g.Key))
            {
                foreach (var add in instant.Where(e => e.Kind == EventKind.CartAdd))
                {
                    quantity += Pieces(add);
                }

                price = instant.Where(e => e.Kind == EventKind.CartAdd).Select(e => e.Price).DefaultIfEmpty(0).Max() is > 0 and var said ? said : price;
                quantity = Math.Max(0, quantity - instant.Where(e => e.Kind == EventKind.CartRemove).Sum(Pieces));
                price = quantity == 0 ? 0 : price;
            }

            if (quantity > 0)
            {
                lines.Add((quantity, price));
            }
        }

        return lines;
    }

    private static long Pieces(CartEvent e) => (e.Quantity > 0 ? (long)e.Quantity : 1) * 10_000;

    private static bool IsDoing(CartEvent e) => EventMatch.OwnDoing.Contains(e.Kind) || StepOf(e) != CartStep.None;

    private static CartStep StepOf(CartEvent e) => e.Name switch
    {
        "Add" => CartStep.Add,
        "Remove" => CartStep.Remove,
        "Checkout" => CartStep.Checkout,
        "View" => CartStep.View,
        "Search" => CartStep.Search,
        "Payment Failed" => CartStep.PaymentFailed,
        "Shipping Cost Shown" => CartStep.ShippingCost,
        _ => CartStep.None,
    };
}

internal sealed class OracleCart(string key)
{
    public string Key => key;

    public List<CartEvent> Events { get; } = [];

    public CartState State { get; set; }

    public DateTime? Closed { get; set; }

    public List<Leaving> Leavings { get; set; } = [];

    public DateTime Opened => Events[0].Time;
}

internal sealed record Leaving(DateTime At, CartStep Last);
