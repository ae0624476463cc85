using System.Runtime.InteropServices;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Features;

/// <summary>What is known of one customer so far; reused for the next customer.</summary>
internal sealed class FeatureTimeline
{
    /// <summary>Microseconds of a day.</summary>
    public const double Day = 86_400_000_000d;

    private const long HalfHour = 1_800_000_000;
    private const long CartLife = 3 * 86_400_000_000;

    private readonly List<OrderSeen> _orders = [];
    private readonly List<(long Micros, long Value)> _sales = [];
    private readonly List<long> _visits = [];
    private readonly List<long> _searches = [];
    private readonly List<long> _cartAdds = [];
    private readonly List<long> _wishes = [];
    private readonly List<long> _contacts = [];
    private readonly HashSet<string> _viewedSinceOrder = new(StringComparer.Ordinal);
    private readonly HashSet<string> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _brands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _orderNumbers = new(StringComparer.Ordinal);
    private readonly CartsSeen _carts = new();
    private long _first;
    private long _lastOwn;
    private long _lastVisitEvent;
    private string? _visitSession;
    private long _returned;
    private double _priceSum;
    private int _lines;
    private int _views;
    private int _compared;
    private int _discounted;
    private int _weekend;
    private int _evening;
    private int _reviews;
    private int _ratings;
    private int _ratingSum;
    private int _sent;
    private int _opened;
    private int _clicked;

    public bool HasOrder => _orders.Count > 0;

    public void Clear()
    {
        _orders.Clear();
        _sales.Clear();
        _visits.Clear();
        _searches.Clear();
        _cartAdds.Clear();
        _wishes.Clear();
        _contacts.Clear();
        _viewedSinceOrder.Clear();
        _channels.Clear();
        _devices.Clear();
        _brands.Clear();
        _categories.Clear();
        _orderNumbers.Clear();
        _carts.Clear();
        _first = _lastOwn = _lastVisitEvent = long.MinValue;
        _visitSession = null;
        _returned = 0;
        _priceSum = 0;
        _lines = _views = _compared = _discounted = _weekend = _evening = _reviews = _ratings = _ratingSum = _sent = _opened = _clicked = 0;
    }

    public void Add(TimelineEvent e, StoreCalendar calendar)
    {
        _first = _first == long.MinValue ? e.Micros : _first;
        if (IsOwnDoing(e.Kind))
        {
            _lastOwn = e.Micros;
            Seen(_channels, e.Channel);
            Seen(_devices, e.Device);
        }

        if (IsVisit(e.Kind))
        {
            Visit(e);
        }

        switch (e.Kind)
        {
            case EventKind.View: View(e); break;
            case EventKind.Search: _searches.Add(e.Micros); break;
            case EventKind.Wishlist: _wishes.Add(e.Micros); break;
            case EventKind.CartAdd: _cartAdds.Add(e.Micros); _carts.Filled(e); break;
            case EventKind.Purchase: Purchase(e, calendar); break;
            case EventKind.Refund or EventKind.Cancel: _returned -= e.Value; _sales.Add((e.Micros, e.Value)); break;
            case EventKind.Review: Review(e); break;
            case EventKind.Support: _contacts.Add(e.Micros); break;
            case EventKind.MessageSent: _sent++; break;
            case EventKind.MessageOpened: _opened++; break;
            case EventKind.MessageClicked: _clicked++; break;
            default: break;
        }
    }

    /// <summary>Writes the features as of an instant, in the order of <see cref="CustomerFeatures.All"/>.</summary>
    public void Write(Span<double> row, long asOf)
    {
        var next = 0;
        void Put(Span<double> target, double value) => target[next++] = value;

        var last = _orders[^1];
        var sinceOrder = (asOf - last.Micros) / Day;
        var orders = _orders.Count;
        var gross = _orders.Sum(o => (double)o.Value) / Money.Scale;
        var gap = orders > 1 ? (last.Micros - _orders[0].Micros) / Day / (orders - 1) : double.NaN;
        Put(row, sinceOrder);
        Put(row, Since(_visits.Count > 0 ? _lastVisitEvent : long.MinValue, asOf));
        Put(row, Since(_lastOwn, asOf));
        Put(row, OrdersWithin(asOf, 30));
        Put(row, OrdersWithin(asOf, 90));
        Put(row, OrdersWithin(asOf, 180));
        Put(row, OrdersWithin(asOf, 365));
        Put(row, orders);
        Put(row, NetWithin(asOf, 90));
        Put(row, NetWithin(asOf, 365));
        Put(row, NetWithin(asOf, 1e6));
        Put(row, gross / orders);
        Put(row, (double)last.Value / Money.Scale);
        Put(row, gap);
        // Orders of one day would make any silence look endless.
        Put(row, sinceOrder / Math.Max(gap, 1));
        Put(row, (2 * OrdersWithin(asOf, 90)) - OrdersWithin(asOf, 180));
        Put(row, Within(_visits, asOf, 7));
        Put(row, Within(_visits, asOf, 30));
        Put(row, Within(_visits, asOf, 90));
        Put(row, (2 * Within(_visits, asOf, 90)) - Within(_visits, asOf, 180));
        Put(row, (double)_views / orders);
        Put(row, (double)_compared / orders);
        Put(row, (double)_discounted / orders);
        Put(row, TopShare(_brands));
        Put(row, Entropy(_categories));
        Put(row, Ratio(_priceSum / Money.Scale, _lines));
        Put(row, _orders.Sum(o => o.Items) / orders);
        Put(row, (double)_lines / orders);
        Put(row, Within(_searches, asOf, 90));
        Put(row, Within(_cartAdds, asOf, 90));
        Put(row, _carts.AbandonedShare(asOf));
        Put(row, Within(_wishes, asOf, 90));
        Put(row, Ratio(Math.Min(_returned / (double)Money.Scale, gross), gross));
        Put(row, _reviews);
        Put(row, Ratio(_ratingSum, _ratings));
        Put(row, Within(_contacts, asOf, 90));
        Put(row, Ratio(Math.Min(_opened, _sent), _sent));
        Put(row, Ratio(Math.Min(_clicked, _sent), _sent));
        Put(row, (double)_weekend / orders);
        Put(row, (double)_evening / orders);
        Put(row, Since(_first, asOf));
        Put(row, _channels.Count);
        Put(row, _devices.Count);
    }

    private void Visit(TimelineEvent e)
    {
        var sameSession = e.Session is not null && e.Session == _visitSession;
        var soon = e.Session is null && _visitSession is null && _visits.Count > 0 && e.Micros - _lastVisitEvent < HalfHour;
        if (!sameSession && !soon)
        {
            _visits.Add(e.Micros);
        }

        _visitSession = e.Session;
        _lastVisitEvent = e.Micros;
    }

    private void View(TimelineEvent e)
    {
        _views++;
        Seen(_viewedSinceOrder, e.Product);
    }

    private void Purchase(TimelineEvent e, StoreCalendar calendar)
    {
        _sales.Add((e.Micros, e.Value));
        if (e.StartsOrder)
        {
            StartOrder(e, calendar);
        }

        if (e.Order is null || !_orderNumbers.TryGetValue(e.Order, out var number))
        {
            return;
        }

        ref var order = ref CollectionsMarshal.AsSpan(_orders)[number];
        order.Value += e.Value;
        order.Items += e.Quantity;
        if (!order.Discounted && (e.Discount > 0 || e.Coupon is not null))
        {
            order.Discounted = true;
            _discounted++;
        }

        _lines++;
        _priceSum += e.Price;
        Counted(_brands, e.Brand);
        Counted(_categories, e.Category);
    }

    private void StartOrder(TimelineEvent e, StoreCalendar calendar)
    {
        _orderNumbers[e.Order!] = _orders.Count;
        _orders.Add(new OrderSeen { Micros = e.Micros });
        _compared += _viewedSinceOrder.Count;
        _viewedSinceOrder.Clear();
        _carts.Bought(e);
        var local = calendar.ToLocal(e.Time);
        _weekend += local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
        _evening += local.Hour >= 18 ? 1 : 0;
    }

    private void Review(TimelineEvent e)
    {
        _reviews++;
        if (e.Rating > 0)
        {
            _ratings++;
            _ratingSum += e.Rating;
        }
    }

    private double OrdersWithin(long asOf, double days)
    {
        var count = 0;
        for (var i = _orders.Count - 1; i >= 0 && asOf - _orders[i].Micros <= days * Day; i--)
        {
            count++;
        }

        return count;
    }

    private double NetWithin(long asOf, double days)
    {
        long net = 0;
        for (var i = _sales.Count - 1; i >= 0 && asOf - _sales[i].Micros <= days * Day; i--)
        {
            net += _sales[i].Value;
        }

        return (double)net / Money.Scale;
    }

    private static double Within(List<long> instants, long asOf, double days)
    {
        var count = 0;
        for (var i = instants.Count - 1; i >= 0 && asOf - instants[i] <= days * Day; i--)
        {
            count++;
        }

        return count;
    }

    private static double Since(long instant, long asOf) => instant == long.MinValue ? double.NaN : (asOf - instant) / Day;

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    private static double TopShare(Dictionary<string, int> counts) => counts.Count == 0 ? double.NaN : (double)counts.Values.Max() / counts.Values.Sum();

    private static double Entropy(Dictionary<string, int> counts)
    {
        if (counts.Count == 0)
        {
            return double.NaN;
        }

        double all = counts.Values.Sum();
        // Sorted, so that the sum does not depend on the order in which categories were met.
        return counts.Values.Order().Sum(n => -n / all * Math.Log(n / all));
    }

    private static void Seen(HashSet<string> set, string? text)
    {
        if (text is not null)
        {
            set.Add(text);
        }
    }

    private static void Counted(Dictionary<string, int> counts, string? text)
    {
        if (text is not null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, text, out _)++;
        }
    }

    private static bool IsVisit(EventKind kind) => kind is EventKind.View or EventKind.ListView or EventKind.Search or EventKind.CartAdd or EventKind.Session;

    private static bool IsOwnDoing(EventKind kind) =>
        kind is (>= EventKind.View and <= EventKind.Purchase) or EventKind.MessageClicked or EventKind.Session;

    private struct OrderSeen
    {
        public long Micros;
        public long Value;
        public double Items;
        public bool Discounted;
    }

    /// <summary>Carts so far: one is open from its first product until an order, another cart, or three days without a change.</summary>
    private sealed class CartsSeen
    {
        private int _filled;
        private int _bought;
        private long _open;
        private string? _cart;

        public void Clear()
        {
            _filled = _bought = 0;
            _open = long.MinValue;
            _cart = null;
        }

        public void Filled(TimelineEvent e)
        {
            if (_open == long.MinValue || e.Micros - _open > CartLife || e.Cart != _cart)
            {
                _filled++;
                _cart = e.Cart;
            }

            _open = e.Micros;
        }

        public void Bought(TimelineEvent e)
        {
            if (_open != long.MinValue && e.Micros - _open <= CartLife)
            {
                _bought++;
            }

            _open = long.MinValue;
        }

        // A cart that may still be bought is not abandoned.
        public double AbandonedShare(long asOf)
        {
            var undecided = _open != long.MinValue && asOf - _open <= CartLife ? 1 : 0;
            var decided = _filled - undecided;
            return decided > 0 ? (double)(decided - _bought) / decided : double.NaN;
        }
    }
}
