using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>One condition on an event's property: a column of the event (product, category, brand, channel, ...) or a key of its remaining properties.</summary>
/// <param name="Op">eq, ne, in, contains, gt, gte, lt, lte, exists, missing.</param>
public sealed record EventCondition(string Property, string Op, JsonElement? Value = null)
{
    /// <summary>A condition as people wrote it.</summary>
    public static EventCondition Of(Condition condition) => new(condition.Property, condition.Op, condition.Op switch
    {
        "exists" or "missing" => null,
        "in" => JsonSerializer.SerializeToElement(condition.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        _ => JsonSerializer.SerializeToElement(condition.Text),
    });

    /// <summary>The condition as people write it.</summary>
    public Condition ToText() => new(Property, Op, Value is not { } value ? ""
        : value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray().Select(EventProperty.TextOf))
        : EventProperty.TextOf(value));
}

/// <summary>
/// Decides whether an event is meant. Names: an original name as the source gave it, <c>*</c> for any event, <c>@view</c>, <c>@purchase</c> and so on for
/// every event of a kind, <c>@order</c> for the first line of each order, <c>@active</c> for what customers do themselves (see <see cref="OwnDoing"/>).
/// </summary>
public sealed class EventMatch
{
    private readonly string _name;
    private readonly int _kinds;
    private readonly bool _any;
    private readonly bool _order;
    private readonly Test[] _tests;
    private int _number = -1;

    private EventMatch(string name, int kinds, Test[] tests)
    {
        _name = name;
        _kinds = kinds;
        _any = name == "*";
        _order = name == "@order";
        _tests = tests;
        Columns = tests.Aggregate(_order ? EventColumns.Order : EventColumns.Base, (all, t) => all | t.Column);
    }

    /// <summary>What a fold must read for <see cref="Matches"/> to be right.</summary>
    public EventColumns Columns { get; }

    /// <summary>What somebody does in the store; messages, refunds, reviews, support and unknown events also happen to people who stay away.</summary>
    public static IReadOnlyList<EventKind> OwnDoing { get; } =
    [
        EventKind.View, EventKind.ListView, EventKind.Search, EventKind.Wishlist, EventKind.CartAdd, EventKind.CartRemove, EventKind.Checkout, EventKind.Purchase,
        EventKind.MessageClicked, EventKind.Session,
    ];

    public static IReadOnlyList<string> Operators { get; } = ["eq", "ne", "in", "contains", "gt", "gte", "lt", "lte", "exists", "missing"];

    public static Outcome<EventMatch> Compile(string eventName, IReadOnlyList<EventCondition>? where = null)
    {
        var kinds = eventName == "@active" ? Bits(OwnDoing) : 0;
        if (eventName.StartsWith('@') && eventName is not ("@order" or "@active"))
        {
            if (!Enum.TryParse<EventKind>(eventName[1..], ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            {
                return new Problem("event.kind_unknown", $"'{eventName}' is no kind of event. Use @view, @search, @cartadd, @checkout, @purchase, @order, @active or an event's own name.", "event", eventName);
            }

            kinds = Bits([parsed]);
        }

        var tests = new List<Test>();
        foreach (var condition in where ?? [])
        {
            if (!Operators.Contains(condition.Op))
            {
                return new Problem("filter.operator_unknown", $"'{condition.Op}' is no operator. Use one of {string.Join(", ", Operators)}.", "op", condition.Op);
            }

            if (condition.Op is not ("exists" or "missing") && condition.Value is null)
            {
                return new Problem("filter.value_missing", $"The condition on '{condition.Property}' needs a value.", "value", condition.Property);
            }

            tests.Add(new Test(condition));
        }

        return new EventMatch(eventName, kinds, [.. tests]);
    }

    /// <summary>Resolves the name once per pass, so that matching compares numbers. A match is bound to one world.</summary>
    public void Bind(TimelineWorld world)
    {
        _number = int.MaxValue;
        for (var i = 0; i < world.Names.Count; i++)
        {
            if (world.Names[i] == _name)
            {
                _number = i;
            }
        }
    }

    /// <summary>How many kinds of events there are.</summary>
    internal const int Kinds = (int)EventKind.Session + 1;

    /// <summary>A match of the same meaning whose name is resolved in a world; several passes at once each take their own.</summary>
    internal EventMatch BoundTo(TimelineWorld world)
    {
        var bound = new EventMatch(_name, _kinds, _tests);
        bound.Bind(world);
        return bound;
    }

    /// <summary>Whether an event of this kind and name can match at all; what is left to see, <see cref="Confirms"/> sees.</summary>
    internal bool MayMean(EventKind kind, int nameNumber) => _any || (_kinds != 0 ? (_kinds & (1 << (int)kind)) != 0 : _order ? kind == EventKind.Purchase : nameNumber == _number);

    /// <summary>The rows that may match, as a condition on kind and name. Of a bound match.</summary>
    internal string Rows => _any ? "true"
        : _kinds != 0 ? $"kind IN ({string.Join(", ", Enumerable.Range(0, Kinds).Where(k => (_kinds & (1 << k)) != 0))})"
        : _order ? $"kind = {(int)EventKind.Purchase}"
        : _number < int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"name = {_number}")
        : "false";

    /// <summary>Nothing is left to see.</summary>
    internal bool IsSure => !_order && _tests.Length == 0;

    internal bool Confirms(TimelineEvent e)
    {
        if (_order && !e.StartsOrder)
        {
            return false;
        }

        foreach (var test in _tests)
        {
            if (!test.Holds(e))
            {
                return false;
            }
        }

        return true;
    }

    public bool Matches(TimelineEvent e)
    {
        var named = _any
            || (_kinds != 0 ? (_kinds & (1 << (int)e.Kind)) != 0
            : _order ? e.StartsOrder
            : _number == -1 ? e.Name == _name : e.NameNumber == _number);
        if (!named)
        {
            return false;
        }

        foreach (var test in _tests)
        {
            if (!test.Holds(e))
            {
                return false;
            }
        }

        return true;
    }

    private static int Bits(IEnumerable<EventKind> kinds) => kinds.Aggregate(0, (bits, kind) => bits | (1 << (int)kind));

    /// <summary>The text of a property of an event, as conditions and breakdowns see it; null when it has none.</summary>
    public static string? PropertyOf(TimelineEvent e, string property) => EventProperty.Read(e, property);

    /// <summary>The column that holds a property.</summary>
    public static EventColumns ColumnOf(string property) => EventProperty.ColumnOf(property);

    private sealed class Test
    {
        private readonly string _property;
        private readonly string _op;
        private readonly string[] _texts;
        private readonly double _number;

        public Test(EventCondition condition)
        {
            _property = condition.Property;
            _op = condition.Op;
            Column = EventProperty.ColumnOf(condition.Property);
            _texts = condition.Value is { } value ? Texts(value) : [];
            _number = _texts.Length > 0 && double.TryParse(_texts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN;
        }

        public EventColumns Column { get; }

        public bool Holds(TimelineEvent e)
        {
            var text = EventProperty.Read(e, _property);
            return _op switch
            {
                "exists" => text is not null,
                "missing" => text is null,
                "eq" => text is not null && Equal(text, _texts[0]),
                "ne" => text is null || !Equal(text, _texts[0]),
                "in" => text is not null && Array.Exists(_texts, t => Equal(text, t)),
                "contains" => text is not null && text.Contains(_texts[0], StringComparison.OrdinalIgnoreCase),
                _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Compare(number),
            };
        }

        private bool Compare(double number) => _op switch
        {
            "gt" => number > _number,
            "gte" => number >= _number,
            "lt" => number < _number,
            _ => number <= _number,
        };

        // 9.9 and 9.90 are the same number, whoever wrote them.
        private static bool Equal(string a, string b) =>
            string.Equals(a, b, StringComparison.Ordinal)
            || (double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && x == y);

        private static string[] Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(EventProperty.TextOf)]
            : [EventProperty.TextOf(value)];
    }
}
