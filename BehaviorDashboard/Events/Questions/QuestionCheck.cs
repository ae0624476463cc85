using System.Text.Json;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>
/// Checks the parts that every question about events has (steps, filter, range, period) and turns them into what folds take.
/// Problems are collected, so that an answer names all of them at once; their codes are the same in every room.
/// </summary>
public sealed class QuestionCheck(StoreCalendar calendar, EventCatalog catalog)
{
    /// <summary>Most events in the union of one step.</summary>
    public const int MostEvents = 10;

    private readonly List<Problem> _problems = [];
    private readonly HashSet<string> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _segments = new(StringComparer.Ordinal);

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Properties without a column that the question named; only a look at the events can say whether they exist.</summary>
    public IReadOnlyCollection<string> LooseProperties => _properties;

    /// <summary>Ids of saved segments that the question names; only the workspace knows whether they exist.</summary>
    public IReadOnlyCollection<string> Segments => _segments;

    public void Say(string code, string message, string field, params object[] arguments) => _problems.Add(new Problem(code, message, field, arguments));

    /// <summary>The union of a step; each of its events also meets the filter.</summary>
    public IReadOnlyList<EventMatch> Step(AskedStep? step, IReadOnlyList<EventCondition> filter, string field)
    {
        var events = step?.Events() ?? [];
        if (events.Count is 0 or > MostEvents)
        {
            Say("step.events", $"A step names 1 to {MostEvents} events.", field, MostEvents);
            return [];
        }

        return [.. events.Select(e => Match(e.Event, [.. e.Where ?? [], .. filter], field)).OfType<EventMatch>()];
    }

    public EventMatch? Match(string? name, IReadOnlyList<EventCondition> where, string field)
    {
        if (string.IsNullOrEmpty(name))
        {
            Say("step.event_missing", "Name the event: its own name, * for any, or a kind such as @view.", field);
            return null;
        }

        if (where.Any(c => string.IsNullOrWhiteSpace(c?.Property)))
        {
            Say("filter.property_missing", "A condition names a property.", field);
            return null;
        }

        foreach (var condition in where)
        {
            CheckValue(condition, field);
        }

        _properties.UnionWith(where.Select(c => c.Property).Where(EventProperty.IsLoose));
        var match = EventMatch.Compile(name, where);
        _problems.AddRange(match.Problems.Select(p => p with { Field = p.Field is null ? field : $"{field}.{p.Field}" }));
        return match.Value;
    }

    /// <summary>The conditions on events: a filter that is a list, less what it says of customers. A filter that is an object speaks of customers alone, see <see cref="Customers"/>.</summary>
    public IReadOnlyList<EventCondition> Filter(JsonElement? filter)
    {
        var conditions = Conditions(filter);
        if (conditions is null)
        {
            Say("filter.malformed", "A filter is a list of { property, op, value }, or a condition tree over customers.", "filter");
        }

        return [.. (conditions ?? []).Where(c => !AskedFilter.SpeaksOfCustomers(c))];
    }

    /// <summary>The condition over customers: a filter that is an object, or those parts of a list whose property starts with <see cref="AskedFilter.Customer"/>; null where there is none.</summary>
    public CustomerFilter? Customers(JsonElement? filter)
    {
        if (filter is { ValueKind: JsonValueKind.Object } tree)
        {
            return Taken(CustomerFilter.Parse(tree));
        }

        var parts = (Conditions(filter) ?? []).Where(AskedFilter.SpeaksOfCustomers).Select(c => Taken(AskedFilter.CustomerPart(c))).OfType<CustomerFilter>().ToList();
        return parts.Count == 0 ? null : new CustomerFilter.All(parts);
    }

    private CustomerFilter? Taken(Outcome<CustomerFilter> part)
    {
        _problems.AddRange(part.Problems);
        if (part.Value is { } filter)
        {
            _segments.UnionWith(AskedFilter.SegmentsOf(filter));
        }

        return part.Value;
    }

    /// <summary>Null for what is no list of conditions.</summary>
    private static List<EventCondition>? Conditions(JsonElement? filter) =>
        filter is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object) } list ? QuestionJson.Read<List<EventCondition>>(list.GetRawText()).Value : [];

    /// <summary>First instant of the range, and the first behind it; UTC.</summary>
    public (DateTime From, DateTime Until) Range(AskedRange? asked)
    {
        var from = asked?.From is { } first ? Instant(first, "range.from", false) : catalog.First ?? DateTime.UnixEpoch;
        var until = asked?.To is { } last ? Instant(last, "range.to", true) : (catalog.Last ?? DateTime.UnixEpoch).AddMicroseconds(1);
        if (until <= from && !_problems.Exists(p => p.Code == "range.day"))
        {
            Say("range.order", "The range ends before it starts.", "range");
            return (from, from.AddMicroseconds(1));
        }

        return (from, until);
    }

    public PeriodUnit Period(string? text, PeriodUnit otherwise) => text is null ? otherwise : Named<PeriodUnit>(text, "period.unit", "period");

    /// <summary>One word of a closed set, in lower camel case as programs write it.</summary>
    public T Named<T>(string text, string code, string field)
        where T : struct, Enum
    {
        if (!text.All(char.IsAsciiLetter) || !Enum.TryParse<T>(text, ignoreCase: true, out var value))
        {
            var legal = string.Join(", ", Enum.GetValues<T>().Select(v => QuestionJson.NameOf(v)));
            Say(code, $"'{text}' is none of: {legal}.", field, text, legal);
            return default;
        }

        return value;
    }

    /// <summary>The property of a breakdown, written as its name or as <c>{ "property": name }</c>; null without one.</summary>
    public string? Breakdown(JsonElement? breakdown)
    {
        var property = breakdown is { ValueKind: JsonValueKind.Object } shape && shape.TryGetProperty("property", out var named) ? named : breakdown;
        if (property is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } text)
        {
            return null;
        }

        if (text.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(text.GetString()))
        {
            Say("breakdown.property", "A breakdown names a property.", "breakdown");
            return null;
        }

        return Property(text.GetString());
    }

    /// <summary>A property that the question names by itself; null without one.</summary>
    public string? Property(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        if (EventProperty.IsLoose(name))
        {
            _properties.Add(name);
        }

        return name;
    }

    // A property of a closed set that is compared with anything else is a slip, not an empty answer.
    private void CheckValue(EventCondition condition, string field)
    {
        var legal = condition.Property switch
        {
            EventProperty.CartState => CartCodes.States,
            EventProperty.CartLast => CartCodes.Lasts,
            _ => [],
        };
        if (legal.Count > 0 && condition is { Op: "eq" or "ne" or "in", Value: { } value } && CustomerFilter.Values(value).FirstOrDefault(v => !legal.Contains(v)) is { } wrong)
        {
            var all = string.Join(", ", legal);
            Say("filter.value_unknown", $"'{condition.Property}' is never '{wrong}'. Use one of: {all}.", field, condition.Property, wrong, all);
        }
    }

    private DateTime Instant(string text, string field, bool last)
    {
        if (AskedDay.Instant(text, calendar, last) is { } at)
        {
            return at;
        }

        Say("range.day", AskedDay.Legal, field);
        return DateTime.UnixEpoch;
    }
}
