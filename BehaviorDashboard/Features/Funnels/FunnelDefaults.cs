using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>The funnel that a store's data asks for by itself.</summary>
internal static class FunnelDefaults
{
    private const string Order = "@order";

    private static readonly (string Name, EventKind Kind)[] Kinds =
    [
        ("@search", EventKind.Search), ("@view", EventKind.View), ("@wishlist", EventKind.Wishlist), ("@cartadd", EventKind.CartAdd), ("@cartremove", EventKind.CartRemove), ("@checkout", EventKind.Checkout),
        ("@purchase", EventKind.Purchase), ("@refund", EventKind.Refund), ("@cancel", EventKind.Cancel), ("@review", EventKind.Review), ("@support", EventKind.Support),
        ("@messagesent", EventKind.MessageSent), ("@messageopened", EventKind.MessageOpened), ("@messageclicked", EventKind.MessageClicked), ("@session", EventKind.Session),
    ];

    /// <summary>Kinds that the data holds, in the order of a purchase.</summary>
    public static IEnumerable<string> KindsOf(EventCatalog catalog)
    {
        var there = Kinds.Where(k => catalog.HasKind(k.Kind)).Select(k => k.Name);
        return catalog.HasKind(EventKind.Purchase) ? there.Prepend(Order) : there;
    }

    /// <summary>From the view to the order where visits are recorded; first, second and third order where only orders are; else the commonest events.</summary>
    public static FunnelsRequest For(EventCatalog catalog)
    {
        string[] way = ["@view", "@cartadd", "@checkout", Order];
        var steps = way.Where(KindsOf(catalog).Contains).ToList();
        var orders = catalog.OrdersOnly || (steps.Count < 2 && catalog.HasKind(EventKind.Purchase));
        if (orders)
        {
            steps = [Order, Order, Order];
        }
        else if (steps.Count < 2)
        {
            steps = [.. catalog.Names.Select(n => n.Name).Distinct().Take(2)];
            steps = steps.Count < 2 ? ["*", "*"] : steps;
        }

        return new FunnelsRequest([.. steps.Select(s => new AskedStep([new AskedEvent(s)]))], "ordered", new AskedWindow(orders ? 90 : 7, "day"));
    }

    /// <summary>Whether the last step is an order, so that reaching it is worth an order.</summary>
    public static bool EndsInOrder(FunnelsRequest request, EventCatalog catalog) =>
        request.Steps is [.., { Any: [{ Event: { } last }] }]
        && (last is Order or "@purchase" || catalog.Names.Any(n => n.Name == last && n.Kind == EventKind.Purchase));
}
