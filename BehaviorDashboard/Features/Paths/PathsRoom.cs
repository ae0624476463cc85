using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Paths;

/// <summary>Paths: what people do after, and before, any event.</summary>
public static class PathsRoom
{
    private const string Example = """
        {
          "start": { "event": "@view", "where": [ { "property": "device", "op": "eq", "value": "mobile" } ] }, "direction": "forward", "limit": { "value": 7, "unit": "day" },
          "target": { "event": "@order" }, "depth": 4, "label": "kind", "collapse": true, "minShare": 0.01, "mostLabels": 8,
          "range": { "from": "2026-01-01", "to": "2026-06-30" }, "compare": "previous",
          "people": { "step": 1, "node": { "label": "CartAdd" }, "next": { "kind": "ended" } }
        }
        """;

    public static IServiceCollection AddPaths(this IServiceCollection services) => services
        .AddScoped<PathsQuery>()
        .AddScoped<PathsWords>()
        .AddScoped<PathsExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 22, Icons.Material.Outlined.Route, typeof(PathsText), "Nav", "paths", MemberRole.Viewer) { IsFiltered = true });

    public static void MapPaths(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/paths/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Paths").WithName("QueryPaths").WithSummary("What happens step by step after (or before) an event, a session's start or its end, with the share that reaches a target. Edges lead away from the start, backward ones too. With people, names who was counted.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(PathsRequest)));
        routes.MapGet("/s/{store}/paths/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, PathsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<PathsRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, question, answer) => Shape(answer, question.Target is not null, answer.People is { } people ? await query.IdsAsync(store.Id, people, ct) : null),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, PathsExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "paths.csv", store => export.WriteAsync(store, PathsAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

    private static object Shape(PathsResult result, bool target, IReadOnlyList<string>? people) => new
    {
        paths = result.Total.Paths,
        customers = result.Customers,
        reached = target ? result.Total.Reached : (long?)null,
        nodes = result.Graph.Nodes.Select(n => new
        {
            step = n.Step,
            node = Shape(n.Node),
            labels = n.Labels,
            paths = n.Count.Paths,
            share = result.ShareOf(n.Count),
            reached = target ? n.Count.Reached : (long?)null,
            shareBefore = result.Before?.ShareOf(n.Step, n.Node),
        }),
        edges = result.Graph.Ordered().Select(e => new
        {
            step = e.Edge.Step,
            from = Shape(e.Edge.From),
            to = Shape(e.Edge.To),
            paths = e.Count.Paths,
            share = result.ShareOf(e.Count),
            reached = target ? e.Count.Reached : (long?)null,
            shareBefore = result.Before?.ShareOf(e.Edge),
        }),
        pathsBefore = result.Before?.Total.Paths,
        people,
    };

    private static object Shape(PathNode node) => new { kind = QuestionJson.NameOf(node.Kind), label = node.Label };
}
