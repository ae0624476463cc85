using System.Runtime.InteropServices;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>One customer's carts while their timeline is read, by <see cref="CartRule"/>. An instant is gathered before it is judged, as its events are a set.</summary>
internal sealed class CartTimeline
{
    private readonly long _timeOut;
    private readonly long _gap;
    private readonly CartStep[] _named;
    private readonly Dictionary<string, Cart> _open = new(StringComparer.Ordinal);
    private readonly List<Cart> _carts = [];
    private readonly List<Touch> _instant = [];
    private readonly List<Cart> _taken = [];
    private readonly List<(int Event, Cart Cart)> _owners = [];
    private long _at;
    private long _visitLast;
    private CartStep _visitStep;

    /// <param name="names">Names of the store's events.</param>
    public CartTimeline(CartRule rule, IReadOnlyList<string> names)
    {
        (_timeOut, _gap) = (rule.TimeOut.Ticks / TimeSpan.TicksPerMicrosecond, rule.VisitGap.Ticks / TimeSpan.TicksPerMicrosecond);
        _named = [.. names.Select(CartCodes.OfName)];
    }

    /// <summary>All carts of the customer, in the order of their opening; those of one instant by id.</summary>
    public IReadOnlyList<Cart> Carts => _carts;

    /// <summary>Which events belong to which cart; of a purchase, the cart that it took.</summary>
    public IReadOnlyList<(int Event, Cart Cart)> Owners => _owners;

    /// <summary>The open cart that was touched last, otherwise the one that opened last.</summary>
    public Cart? Latest => Current() ?? _carts.MaxBy(c => (c.Opened, c.Key), Comparer<(long Opened, string Key)>.Create(
        (a, b) => a.Opened != b.Opened ? a.Opened.CompareTo(b.Opened) : string.CompareOrdinal(a.Key, b.Key)));

    public void Clear()
    {
        _open.Clear();
        _carts.Clear();
        _instant.Clear();
        _owners.Clear();
    }

    /// <param name="place">Names the event among <see cref="Owners"/>.</param>
    /// <param name="isMeant">Whether a cart counts that this event opens.</param>
    /// <param name="group">Of a cart that this event opens.</param>
    public void Add(TimelineEvent e, int place = 0, bool isMeant = true, string? group = null)
    {
        if (_instant.Count > 0 && e.Micros != _at)
        {
            Judge();
        }

        var step = CartCodes.StepOf(e.Kind, _named[e.NameNumber]);
        // Without a cart nothing but an add can matter, at this instant either.
        if (step == CartStep.None && !IsVisit(e.Kind))
        {
            return;
        }

        if (_open.Count > 0 || e.Kind == EventKind.CartAdd || _instant.Count > 0 || CartCodes.Touches(step) || e.Kind == EventKind.Purchase)
        {
            _at = e.Micros;
            _instant.Add(new Touch(OrderOf(e.Kind, step), step, e.Cart, e.Product ?? "", Quantity(e), e.Price, place, isMeant, group));
        }
    }

    /// <summary>The end of what is known: the last instant is judged, and the visit and the carts whose time is over end.</summary>
    /// <param name="known">Last instant that is known, microseconds.</param>
    public void End(long known)
    {
        Judge();
        Advance(known);
    }

    /// <summary>The open cart that was touched last, as it stood before an instant; null where there is none, or where its visit may still go on.</summary>
    /// <param name="at">Not before any event that was added.</param>
    public LeftCart? LeftBefore(long at)
    {
        if (_instant.Count > 0 && _at < at)
        {
            Judge();
        }

        var known = at - 1;
        if (Current() is not { } cart || (cart.InVisit && known - _visitLast <= _gap))
        {
            return null;
        }

        var (left, last) = cart.InVisit ? (_visitLast, _visitStep) : (cart.LeftAt, cart.Last);
        return known - left > _timeOut ? null : new LeftCart(left, cart.Products, cart.Value, last);
    }

    private void Judge()
    {
        if (_instant.Count == 0)
        {
            return;
        }

        Advance(_at);
        if (_instant.Count > 1)
        {
            _instant.Sort();
        }

        var touches = CollectionsMarshal.AsSpan(_instant);
        var changes = touches[..Before(touches, Order.Step)];
        var lines = touches[Before(touches, Order.Purchase)..];
        foreach (var touch in changes)
        {
            Judge(touch);
        }

        CloseEmpty();
        foreach (var touch in touches[changes.Length..^lines.Length])
        {
            Judge(touch);
        }

        if (lines.Length > 0)
        {
            Purchase(lines);
        }

        var last = _instant.Max(t => t.Step);
        (_visitLast, _visitStep) = (_at, last == CartStep.None ? _visitStep : last);
        _instant.Clear();
    }

    private void Judge(in Touch touch)
    {
        switch (touch.Order)
        {
            case Order.Add:
                var added = FindForAdd(touch);
                Own(touch, added);
                added.Put(touch.Product, touch.Quantity, touch.Price, _at);
                break;
            case Order.Remove or Order.Step when Find(touch.Cart) is { } cart:
                Own(touch, cart);
                if (touch.Order == Order.Remove)
                {
                    cart.Take(touch.Product, touch.Quantity);
                }

                break;
        }
    }

    private Cart FindForAdd(in Touch touch)
    {
        if ((touch.Cart is { } id ? _open.GetValueOrDefault(id) : Current()) is not { } cart)
        {
            cart = new Cart(touch.Cart ?? "", _at);
            _open.Add(cart.Key, cart);
            _carts.Add(cart);
        }

        if (cart.Opened == _at)
        {
            cart.OpenedBy(touch.IsMeant, touch.Group);
        }

        return cart;
    }

    private Cart? Find(string? id) =>
        id is null ? Current()
        : _open.GetValueOrDefault(id) ?? (Current() is { Key: "" } nameless ? nameless : null);

    private void Own(in Touch touch, Cart cart)
    {
        (cart.Touched, cart.InVisit) = (_at, true);
        _owners.Add((touch.Place, cart));
    }

    private Cart? Current()
    {
        Cart? current = null;
        foreach (var cart in _open.Values)
        {
            if (current is null || cart.Touched > current.Touched || (cart.Touched == current.Touched && string.CompareOrdinal(cart.Key, current.Key) > 0))
            {
                current = cart;
            }
        }

        return current;
    }

    private void CloseEmpty()
    {
        foreach (var cart in _open.Values)
        {
            if (cart.Products == 0)
            {
                Close(cart, CartState.Emptied, _at);
            }
        }
    }

    private void Purchase(ReadOnlySpan<Touch> lines)
    {
        _taken.Clear();
        foreach (var line in lines)
        {
            if (line.Cart is { } id && _open.GetValueOrDefault(id) is { } named)
            {
                Take(named);
            }
        }

        // Lines without an id stand last.
        if (_taken.Count == 0 && Current() is { } current && (current.Key.Length == 0 || lines[^1].Cart is null))
        {
            Take(current);
        }

        foreach (var line in lines)
        {
            if ((_taken.Find(c => c.Key == line.Cart) ?? _taken.LastOrDefault()) is { } cart)
            {
                _owners.Add((line.Place, cart));
            }
        }

        foreach (var cart in _open.Values)
        {
            Close(cart, CartState.Replaced, _at);
        }
    }

    private void Take(Cart cart)
    {
        Close(cart, cart.WasLeft ? CartState.Recovered : CartState.Bought, _at);
        _taken.Add(cart);
    }

    /// <summary>Ends the visit and the carts whose time is over at an instant.</summary>
    private void Advance(long at)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var over = at - _visitLast > _gap;
        foreach (var cart in _open.Values)
        {
            if (over && cart.InVisit)
            {
                cart.Leave(_visitLast, _visitStep);
            }

            if (!cart.InVisit && at - cart.LeftAt > _timeOut)
            {
                Close(cart, CartState.Lost, cart.LeftAt + _timeOut);
            }
        }
    }

    // A dictionary allows removing while it is walked through.
    private void Close(Cart cart, CartState state, long at)
    {
        cart.Close(state, at);
        _open.Remove(cart.Key);
    }

    private static int Before(ReadOnlySpan<Touch> touches, int order)
    {
        var count = 0;
        while (count < touches.Length && touches[count].Order < order)
        {
            count++;
        }

        return count;
    }

    private static bool IsVisit(EventKind kind) => kind is EventKind.Purchase or EventKind.MessageClicked or EventKind.Session;

    private static int OrderOf(EventKind kind, CartStep step) => kind switch
    {
        EventKind.CartAdd => Order.Add,
        EventKind.CartRemove => Order.Remove,
        EventKind.Purchase => Order.Purchase,
        _ => CartCodes.Touches(step) ? Order.Step : Order.Other,
    };

    // A removal or an add without a quantity is one piece.
    private static long Quantity(TimelineEvent e) => e.Quantity is > 0 and < 1e9 ? (long)Math.Round(e.Quantity * Money.Scale) : Money.Scale;

    private static class Order
    {
        public const int Add = 0;
        public const int Remove = 1;
        public const int Step = 2;
        public const int Other = 3;
        public const int Purchase = 4;
    }

    private readonly record struct Touch(int Order, CartStep Step, string? Cart, string Product, long Quantity, long Price, int Place, bool IsMeant, string? Group) : IComparable<Touch>
    {
        // Those with an id come first: what has none belongs to the cart touched last.
        public int CompareTo(Touch other)
        {
            var order = Order.CompareTo(other.Order);
            return order != 0 ? order
                : Cart is null != other.Cart is null ? (Cart is null ? 1 : -1)
                : string.CompareOrdinal(Cart, other.Cart);
        }
    }
}

/// <summary>A cart that was left and is still open.</summary>
/// <param name="LeftAt">Microseconds since 1970, UTC.</param>
/// <param name="Value">Ten-thousandths; 0 where cart events carry no price.</param>
public sealed record LeftCart(long LeftAt, int Products, long Value, CartStep Last);
