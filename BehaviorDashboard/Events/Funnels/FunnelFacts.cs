using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// What was known of customers at the moment when they entered, and how many of them came to the last step. The moment is the first event of the range
/// that can be a first step, whatever became of it: had it been that of the chain that was completed, completing would decide what counts as
/// "before". Only events strictly before that instant and the entering event itself are looked at, so nothing that happened after a conversion
/// can count. Customers whose window was not over are left out on both sides.
/// </summary>
public sealed class FunnelFacts
{
    /// <summary>A property with more values tells customers apart, not groups of them: it is left out.</summary>
    public const int MostValues = 1_000;

    internal const EventColumns Columns = EventColumns.Channel | EventColumns.Device | EventColumns.Campaign | EventColumns.Category | EventColumns.Brand | EventColumns.Coupon;

    /// <summary>The value of facts that are there or not.</summary>
    public const string Yes = "yes";

    private static readonly string[] Properties = ["channel", "device", "campaign", "category", "brand"];
    private static readonly string[] Weekdays = [.. Enum.GetNames<DayOfWeek>().Select(d => d.ToLowerInvariant())];

    private readonly FunnelDefinition _funnel;
    private readonly long _known;
    private readonly Dictionary<string, (long Customers, long Converted)>[] _values = [.. Properties.Select(_ => new Dictionary<string, (long, long)>(StringComparer.Ordinal))];
    private readonly Dictionary<FunnelFact, (long Customers, long Converted)> _facts = [];
    private readonly string?[] _entered = new string?[Properties.Length];
    private readonly History _before = new();
    private readonly History _now = new();
    private long _instant;
    private long? _entry;

    internal FunnelFacts(FunnelDefinition funnel)
    {
        _funnel = funnel;
        _known = funnel.Known is { } known ? Periods.MicrosOf(known) : long.MaxValue;
    }

    /// <summary>Customers who were compared.</summary>
    public long Customers { get; private set; }

    /// <summary>Of those, who came to the last step.</summary>
    public long Converted { get; private set; }

    /// <summary>Of whom each is known, and who of them came to the last step.</summary>
    public IReadOnlyDictionary<FunnelFact, (long Customers, long Converted)> Counts =>
        _values.SelectMany((v, i) => v.Count > MostValues ? [] : v.Select(x => (Fact: new FunnelFact(Properties[i], x.Key), x.Value)))
            .Concat(_facts.Select(f => (Fact: f.Key, f.Value))).ToDictionary(f => f.Fact, f => f.Value);

    /// <summary>Whether a fact is something that is there or not, rather than a property's value.</summary>
    public static bool IsMark(string name) => new History().Marks.Any(m => m.Name == name);

    internal void Start()
    {
        _entry = null;
        _instant = long.MinValue;
        _before.Clear();
        _now.Clear();
        Array.Clear(_entered);
    }

    /// <param name="enters">Whether the event can be a first step of the range.</param>
    internal void See(TimelineEvent e, bool enters)
    {
        if (_entry < e.Micros)
        {
            return;
        }

        if (e.Micros != _instant)
        {
            _before.Add(_now);
            _now.Clear();
            _instant = e.Micros;
        }

        _now.See(e);
        if (enters)
        {
            _entry = e.Micros;
            Enter(e);
        }
    }

    internal void Add(bool converted)
    {
        if (!IsOver)
        {
            return;
        }

        Customers++;
        Converted += converted ? 1 : 0;
        for (var i = 0; i < Properties.Length; i++)
        {
            // One more than fit is enough to know that there are too many.
            if (_entered[i] is { } value && (_values[i].Count <= MostValues || _values[i].ContainsKey(value)))
            {
                Count(_values[i], value, converted);
            }
        }

        foreach (var fact in Known())
        {
            Count(_facts, fact, converted);
        }
    }

    internal void Add(FunnelFacts other)
    {
        Customers += other.Customers;
        Converted += other.Converted;
        for (var i = 0; i < _values.Length; i++)
        {
            Add(_values[i], other._values[i]);
        }

        Add(_facts, other._facts);
    }

    internal bool Holds(FunnelFact fact) => IsOver && (Array.IndexOf(Properties, fact.Name) is >= 0 and var i ? _entered[i] == fact.Value : Known().Contains(fact));

    private bool IsOver => _entry is { } entry && _funnel.Window.Deadline(entry, _funnel.Calendar) < _known;

    // Of several that enter in one instant, the first by the alphabet: their order is nobody's.
    private void Enter(TimelineEvent e)
    {
        for (var i = 0; i < Properties.Length; i++)
        {
            if (EventMatch.PropertyOf(e, Properties[i]) is { } value && (_entered[i] is null || string.CompareOrdinal(value, _entered[i]) < 0))
            {
                _entered[i] = value;
            }
        }
    }

    private IEnumerable<FunnelFact> Known()
    {
        var local = _funnel.Calendar.ToLocal(Periods.InstantOf(_entry!.Value));
        yield return new FunnelFact("weekday", Weekdays[(int)local.DayOfWeek]);
        yield return new FunnelFact("hour", local.Hour switch { < 6 => "night", < 12 => "morning", < 18 => "afternoon", _ => "evening" });
        yield return new FunnelFact("views", _before.Views switch { 0 => "0", <= 2 => "1-2", <= 9 => "3-9", _ => "10+" });
        foreach (var (name, known) in _before.Marks)
        {
            if (known)
            {
                yield return new FunnelFact(name, Yes);
            }
        }
    }

    private static void Count<TKey>(Dictionary<TKey, (long Customers, long Converted)> counts, TKey key, bool converted)
        where TKey : notnull
    {
        var (customers, on) = counts.GetValueOrDefault(key);
        counts[key] = (customers + 1, on + (converted ? 1 : 0));
    }

    private static void Add<TKey>(Dictionary<TKey, (long Customers, long Converted)> counts, Dictionary<TKey, (long Customers, long Converted)> others)
        where TKey : notnull
    {
        foreach (var (key, (customers, converted)) in others)
        {
            var mine = counts.GetValueOrDefault(key);
            counts[key] = (mine.Customers + customers, mine.Converted + converted);
        }
    }

    /// <summary>What a customer did up to an instant.</summary>
    private sealed class History
    {
        private bool _seen;
        private bool _bought;
        private bool _searched;
        private bool _wished;
        private bool _cart;
        private bool _coupon;
        private bool _clicked;

        public long Views { get; private set; }

        public IReadOnlyList<(string Name, bool Known)> Marks =>
            [("seen", _seen), ("bought", _bought), ("searched", _searched), ("wished", _wished), ("cart", _cart), ("coupon", _coupon), ("clicked", _clicked)];

        public void Clear()
        {
            Views = 0;
            _seen = _bought = _searched = _wished = _cart = _coupon = _clicked = false;
        }

        public void See(TimelineEvent e)
        {
            Views += e.Kind == EventKind.View ? 1 : 0;
            _seen |= EventMatch.OwnDoing.Contains(e.Kind);
            _bought |= e.Kind == EventKind.Purchase;
            _searched |= e.Kind == EventKind.Search;
            _wished |= e.Kind == EventKind.Wishlist;
            _cart |= e.Kind == EventKind.CartAdd;
            _clicked |= e.Kind == EventKind.MessageClicked;
            _coupon |= e.Coupon is not null;
        }

        public void Add(History other)
        {
            Views += other.Views;
            _seen |= other._seen;
            _bought |= other._bought;
            _searched |= other._searched;
            _wished |= other._wished;
            _cart |= other._cart;
            _clicked |= other._clicked;
            _coupon |= other._coupon;
        }
    }
}
