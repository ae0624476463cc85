using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Trends;

/// <summary>The shop's own figures as measures; the definitions are those of <see cref="Measures"/>.</summary>
public static class TrendsFigures
{
    public const string Revenue = "revenue";
    public const string Orders = "orders";
    public const string Buyers = "buyers";
    public const string OrderValue = "orderValue";
    public const string Visitors = "visitors";

    private static readonly AskedMeasure Net = new(Any: Of(EventKind.Purchase, EventKind.Refund, EventKind.Cancel), Math: "sum", Property: "value", Name: Revenue);
    private static readonly AskedMeasure Placed = new(EventWords.Order, Math: "count", Name: Orders);

    private static readonly Dictionary<string, AskedMeasure> All = new()
    {
        [Revenue] = Net,
        [Orders] = Placed,
        [Buyers] = new(EventWords.NameOf(EventKind.Purchase), Math: "customers", Name: Buyers),
        [OrderValue] = Net with { Name = OrderValue, Per = Placed },
        [Visitors] = new(
            Any: Of(EventKind.View, EventKind.ListView, EventKind.Search, EventKind.Wishlist, EventKind.CartAdd, EventKind.CartRemove, EventKind.Checkout, EventKind.Purchase, EventKind.MessageClicked, EventKind.Session),
            Math: "customers",
            Name: Visitors),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static AskedMeasure? Find(string? name) => name is null ? null : All.GetValueOrDefault(name);

    /// <summary>What a page opens with: money where there is any, otherwise events.</summary>
    public static IReadOnlyList<AskedMeasure> Usual(EventCatalog catalog) =>
        catalog.HasKind(EventKind.Purchase) ? [Net] : [new AskedMeasure(EventWords.Any, Math: "count")];

    private static AskedEvent[] Of(params IEnumerable<EventKind> kinds) => [.. kinds.Select(k => new AskedEvent(EventWords.NameOf(k)))];
}
