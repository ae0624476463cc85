using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Events;

/// <summary>Says events, properties and what is wrong with a question in the reader's language; the same words in every room.</summary>
public sealed class EventWords(IStringLocalizer<EventText> text)
{
    // A store may hold ten thousand names; nobody scrolls through them, and any name can be asked for in the address.
    private const int MostNames = 200;

    /// <summary>Any event.</summary>
    public const string Any = "*";

    /// <summary>The first line of each order.</summary>
    public const string Order = "@order";

    /// <summary>What customers do themselves.</summary>
    public const string Active = "@active";

    private static readonly string[] Fields =
        ["channel", "device", "campaign", "category", "brand", "product", "price", "quantity", "value", "discount", "coupon", "page", "search", "rating", "currency", "session", "cart", EventProperty.CartState, EventProperty.CartLast, "order", "kind", "event"];

    private static readonly string[] Groups = ["channel", "device", "campaign", "category", "brand", "product", "coupon", "currency", EventProperty.CartState, EventProperty.CartLast, "kind", "event"];

    private IStringLocalizer<EventText> T { get; } = text;

    /// <summary>Properties that events have as fields; any other name is looked for among an event's remaining properties.</summary>
    public IReadOnlyList<Choice> Properties => [.. Fields.Select(p => new Choice(p, Property(p)))];

    /// <summary>Properties with few enough values to break down by.</summary>
    public IReadOnlyList<Choice> Breakdowns => [.. Groups.Select(p => new Choice(p, Property(p)))];

    public IReadOnlyList<Choice> Units => [.. Enum.GetValues<PeriodUnit>().Select(u => new Choice(QuestionJson.NameOf(u), T[$"Unit.{u}"]))];

    public static string NameOf(EventKind kind) => "@" + kind.ToString().ToLowerInvariant();

    /// <summary>The kind that <c>@view</c> and its like mean; null for everything else.</summary>
    public static EventKind? KindOf(string? name) =>
        name is ['@', .. var rest] && Enum.TryParse<EventKind>(rest, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    /// <summary>What it takes to be active in a store: the customer's own doing, or any event where the data knows no kind of it.</summary>
    public static string Doing(EventCatalog catalog) => EventMatch.OwnDoing.Any(catalog.HasKind) ? Active : Any;

    /// <summary>What a store's data offers: its kinds, any event, and the names that its sources gave, most frequent first.</summary>
    public IReadOnlyList<Choice> Choices(EventCatalog catalog)
    {
        var (kinds, names) = (T["Group.kinds"].Value, T["Group.names"].Value);
        return
        [
            .. catalog.HasKind(EventKind.Purchase) ? [new Choice(Order, Event(Order), kinds)] : Array.Empty<Choice>(),
            .. EventMatch.OwnDoing.Any(catalog.HasKind) ? [new Choice(Active, Event(Active), kinds)] : Array.Empty<Choice>(),
            .. Enum.GetValues<EventKind>().Where(k => k != EventKind.Other && catalog.HasKind(k)).Select(k => new Choice(NameOf(k), Event(NameOf(k)), kinds)),
            new Choice(Any, Event(Any), kinds),
            .. catalog.Names.Select(n => n.Name).Distinct().Take(MostNames).Select(n => new Choice(n, n, names)),
        ];
    }

    public string Event(string? name) => name switch
    {
        null => "–",
        Any => T["Event.any"],
        Order => T["Event.order"],
        Active => T["Event.active"],
        _ => KindOf(name) is { } kind ? T[$"Kind.{kind}"] : name,
    };

    /// <summary>A union in words: "Order or Refund".</summary>
    public string Step(AskedStep step) =>
        step.Events().Select(e => Event(e.Event)).DefaultIfEmpty("–").Aggregate((one, other) => T["Step.either", one, other]);

    /// <summary>A field of events in words; any other property by its own name.</summary>
    public string Property(string name) => Fields.Contains(name) ? T[$"Property.{name}"] : name;

    /// <summary>What became of a cart, by its code.</summary>
    public string CartState(string code) => T[$"CartState.{code}"];

    /// <summary>The last thing before a cart was left, by its code.</summary>
    public string CartLast(string code) => T[$"CartLast.{code}"];

    /// <summary>The values that a property of a closed set may have; empty for any other.</summary>
    public IReadOnlyList<Choice> Values(string property) => property switch
    {
        EventProperty.CartState => [.. CartCodes.States.Select(s => new Choice(s, CartState(s)))],
        EventProperty.CartLast => [.. CartCodes.Lasts.Select(s => new Choice(s, CartLast(s)))],
        _ => [],
    };

    /// <summary>A value of a property in words; any other value is its own word.</summary>
    public string Value(string property, string value) => Values(property).FirstOrDefault(v => v.Value == value)?.Words ?? value;

    /// <summary>What is wrong with a question, in the reader's language where the code is known here.</summary>
    public string Problem(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : problem.Message;
}
