using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>The funnel that a store's data asks for by itself.</summary>
internal static class FunnelDefaults
{
    private const int OrdersWindow = 90;
    private const int VisitsWindow = 7;

    private static readonly string[] Way = ["@view", "@cartadd", "@checkout", EventWords.Order];

    /// <summary>From the view to the order where visits are recorded; first, second and third order where only orders are; else the commonest events.</summary>
    public static FunnelsRequest For(EventCatalog catalog)
    {
        List<string> steps = [.. Way.Where(s => s == EventWords.Order ? catalog.HasKind(EventKind.Purchase) : EventWords.KindOf(s) is { } kind && catalog.HasKind(kind))];
        var orders = catalog.OrdersOnly || (steps.Count < FunnelsRules.FewestSteps && catalog.HasKind(EventKind.Purchase));
        if (orders)
        {
            steps = [EventWords.Order, EventWords.Order, EventWords.Order];
        }
        else if (steps.Count < FunnelsRules.FewestSteps)
        {
            steps = [.. catalog.Names.Select(n => n.Name).Distinct().Take(FunnelsRules.FewestSteps)];
            steps = steps.Count < FunnelsRules.FewestSteps ? [EventWords.Any, EventWords.Any] : steps;
        }

        return new FunnelsRequest([.. steps.Select(Step)], "ordered", new AskedWindow(orders ? OrdersWindow : VisitsWindow, "day"));
    }

    /// <summary>A step that is not there yet, on the way to the order.</summary>
    public static AskedFunnelStep Next(EventCatalog catalog, IReadOnlyList<AskedFunnelStep> steps)
    {
        var there = steps.SelectMany(s => s.ToStep().Events()).Select(e => e.Event).ToHashSet();
        var kind = Way.FirstOrDefault(s => !there.Contains(s) && (s == EventWords.Order ? catalog.HasKind(EventKind.Purchase) : EventWords.KindOf(s) is { } k && catalog.HasKind(k)));
        return Step(kind ?? catalog.Names.Select(n => n.Name).FirstOrDefault(n => !there.Contains(n)) ?? (catalog.HasKind(EventKind.Purchase) ? EventWords.Order : EventWords.Any));
    }

    public static AskedFunnelStep Step(string name) => new([new AskedEvent(name)]);
}
