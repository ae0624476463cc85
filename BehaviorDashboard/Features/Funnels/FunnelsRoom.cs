using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Funnels: who goes on, who leaves, and where.</summary>
public static class FunnelsRoom
{
    private const string Example = """
        { "steps": [ { "any": [ { "event": "Product Viewed", "where": [ { "property": "device", "op": "eq", "value": "mobile" } ] } ] }, { "any": [ { "event": "Order Completed" } ], "optional": false } ],
          "order": "ordered", "window": { "value": 14, "unit": "day" }, "exclusions": [ { "event": "Order Cancelled", "after": 0, "before": 1 } ],
          "range": { "from": "2026-01-01", "to": "2026-02-01" }, "breakdown": { "property": "device", "attribution": "first", "step": 0 }, "people": { "step": 2, "outcome": "reached" } }
        """;

    public static IServiceCollection AddFunnels(this IServiceCollection services) => services
        .AddScoped<FunnelsQuery>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 10, Icons.Material.Outlined.FilterAlt, typeof(FunnelsText), "Nav", "funnels", MemberRole.Viewer) { IsFiltered = true });

    public static void MapFunnels(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/stores/{store}/funnels/query", AskAsync)
        .RequireAuthorization(Access.ApiRead)
        .WithTags("Funnels").WithName("QueryFunnel").WithSummary("Counts a funnel; with people, names who reached or left a step.")
        .WithMetadata(new RequestExample("application/json", Example, typeof(FunnelsRequest)));

    private static Task<IResult> AskAsync(string store, HttpRequest http, FunnelsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        FunnelsRequest.Parse,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        (_, question, answer) => Task.FromResult(Shape(answer, question.Breakdown is not null)),
        ct);

    private static object Shape(FunnelsResult result, bool grouped) => new
    {
        steps = result.Steps.Select(Shape),
        breakdown = grouped ? result.Groups.Select(g => new { value = g.Value, steps = g.Steps.Select(Shape) }) : null,
        people = result.People,
    };

    private static object Shape(StepCount step) => new
    {
        count = step.Count,
        fromFirst = step.FromFirst,
        fromPrevious = step.FromPrevious,
        meanSeconds = step.MeanSeconds,
        medianSeconds = step.MedianSeconds,
    };
}
