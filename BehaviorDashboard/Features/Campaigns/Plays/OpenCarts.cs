using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>
/// One customer's carts while their timeline is read. A cart is an object across visits; events without a cart id belong to one cart. An order
/// ends all of the customer's carts: whoever has just bought needs no reminder of an older one.
/// </summary>
internal sealed class OpenCarts(string?[] reasonOfName)
{
    // Younger than this, the customer may still be shopping.
    private const long StillShopping = 3_600_000_000;

    private readonly Dictionary<string, Cart> _carts = new(StringComparer.Ordinal);

    public void Clear() => _carts.Clear();

    public void Add(TimelineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Purchase:
                _carts.Clear();
                break;
            case EventKind.CartAdd when e.Product is not null:
                Change(e, Quantity(e));
                break;
            case EventKind.CartRemove when e.Product is not null:
                Change(e, -Quantity(e));
                break;
            case EventKind.Checkout:
                Step(e, reasonOfName[e.NameNumber] ?? CartReasons.Checkout);
                break;
            default:
                if (_carts.Count > 0 && reasonOfName[e.NameNumber] is { } reason)
                {
                    Step(e, reason);
                }

                break;
        }
    }

    public LeftCart? LeftBefore(long at)
    {
        Cart? last = null;
        foreach (var cart in _carts.Values)
        {
            if (cart.Lines.Count > 0 && cart.At <= at - StillShopping && (last is null || cart.At > last.At))
            {
                last = cart;
            }
        }

        return last is null ? null : new LeftCart(last.At, last.Lines.Count, last.Lines.Values.Sum(l => (long)(l.Quantity * l.Price)), last.Reason);
    }

    private static double Quantity(TimelineEvent e) => e.Quantity > 0 ? e.Quantity : 1;

    private void Change(TimelineEvent e, double quantity)
    {
        var cart = _carts.GetValueOrDefault(e.Cart ?? "") ?? (_carts[e.Cart ?? ""] = new Cart());
        var (had, price) = cart.Lines.GetValueOrDefault(e.Product!);
        if (had + quantity > 0)
        {
            cart.Lines[e.Product!] = (had + quantity, e.Price > 0 ? e.Price : price);
        }
        else
        {
            cart.Lines.Remove(e.Product!);
        }

        (cart.At, cart.Reason) = (e.Micros, CartReasons.Hesitation);
    }

    // A step without a cart id is about the cart touched last.
    private void Step(TimelineEvent e, string reason)
    {
        if ((e.Cart is { } id ? _carts.GetValueOrDefault(id) : _carts.Values.MaxBy(c => c.At)) is { } cart)
        {
            (cart.At, cart.Reason) = (e.Micros, reason);
        }
    }

    private sealed class Cart
    {
        public Dictionary<string, (double Quantity, long Price)> Lines { get; } = new(StringComparer.Ordinal);

        public long At { get; set; }

        public string Reason { get; set; } = CartReasons.Hesitation;
    }
}
