using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>Lifecycle and stickiness: who is new, stays, comes back and falls asleep, and how often customers are active.</summary>
public static class LifecycleRoom
{
    private const string Example = """
        { "activity": { "any": [ { "event": "@view" }, { "event": "@order" } ] }, "period": "week", "range": { "from": "2026-01-01", "to": "2026-06-30" },
          "filter": [ { "property": "device", "op": "eq", "value": "mobile" } ], "people": { "period": "2026-01-05", "status": "dormant" } }
        """;

    public static IServiceCollection AddLifecycle(this IServiceCollection services) => services
        .AddScoped<LifecycleQuery>()
        .AddScoped<LifecycleExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 30, Icons.Material.Outlined.Autorenew, typeof(LifecycleText), "Nav", "lifecycle", MemberRole.Viewer) { IsFiltered = true });

    public static void MapLifecycle(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/lifecycle/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Lifecycle").WithName("QueryLifecycle").WithSummary("New, returning, resurrected and dormant customers by period, and on how many days of each they were active.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(LifecycleRequest)));
        routes.MapGet("/s/{store}/lifecycle/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, LifecycleQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<LifecycleRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => Shape(answer, answer.People is null ? null : await query.IdsAsync(store.Id, answer, ct)),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, LifecycleExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "lifecycle.csv", store => export.WriteAsync(store, LifecycleAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

    private static object Shape(LifecycleResult result, IReadOnlyList<string>? people) => new
    {
        period = QuestionJson.NameOf(result.Unit),
        periods = result.Periods.Select(p => new
        {
            start = p.Start,
            @new = p.New,
            returning = p.Returning,
            resurrected = p.Resurrected,
            dormant = p.Dormant,
            active = p.Active,
            ended = p.Ended,
            days = p.Days,
            meanDays = p.MeanDays,
        }),
        people,
    };
}
