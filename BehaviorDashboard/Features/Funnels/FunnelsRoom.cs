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
          "range": { "from": "2026-01-01", "to": "2026-02-01" }, "breakdown": { "property": "device", "attribution": "first", "step": 0 }, "people": { "step": 2, "outcome": "reached" },
          "revenue": true, "compare": "previous", "trend": "week", "times": { "from": 0, "to": 1 }, "next": { "after": 1 }, "distinguish": true }
        """;

    public static IServiceCollection AddFunnels(this IServiceCollection services) => services
        .AddScoped<FunnelsQuery>()
        .AddScoped<FunnelsWords>()
        .AddScoped<FunnelsExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 10, Icons.Material.Outlined.FilterAlt, typeof(FunnelsText), "Nav", "funnels", MemberRole.Viewer) { IsFiltered = true });

    public static void MapFunnels(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/funnels/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Funnels").WithName("QueryFunnel")
            .WithSummary("Counts a funnel, with breakdown, revenue, comparison, trend, times, what comes next and what distinguishes who came to the end; with people, names who was counted.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(FunnelsRequest)));
        routes.MapGet("/s/{store}/funnels/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, FunnelsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        FunnelsRequest.Parse,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => new FunnelsDocument(store.Currency).Of(answer, answer.People is { } people ? await query.IdsAsync(store.Id, people, ct) : null),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, FunnelsExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "funnel.csv", store => export.WriteAsync(store, FunnelsAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);
}
