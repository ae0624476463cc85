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
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 30, Icons.Material.Outlined.Autorenew, typeof(LifecycleText), "Nav", "lifecycle", MemberRole.Viewer));

    public static void MapLifecycle(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/lifecycle/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Lifecycle").WithName("QueryLifecycle").WithSummary("New, returning, resurrected and dormant customers by period, and on how many days of each they were active.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(LifecycleRequest)));
        routes.MapGet("/s/{store}/lifecycle/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static async Task<IResult> AskAsync(string store, HttpRequest http, LifecycleQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        using var body = new StreamReader(http.Body);
        var request = QuestionJson.Read<LifecycleRequest>(await body.ReadToEndAsync(ct));
        if (!request.Succeeded)
        {
            return Refusal.From(request.Problems);
        }

        var answer = await query.AskAsync(id, request.Value, found.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Refusal.From(answer.Problems, answer.Problems[0].Code == "question.too_slow" ? StatusCodes.Status503ServiceUnavailable : null);
        }

        var people = answer.Value.People is null ? null : await query.IdsAsync(id, answer.Value, ct);
        return Results.Ok(Shape(answer.Value, people));
    }

    private static async Task<IResult> ExportAsync(string store, HttpRequest http, LifecycleExport export, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var file = await export.WriteAsync(found, LifecycleAddress.FromUri(http.QueryString.Value ?? ""), ct);
        return file.Succeeded ? Results.File(file.Value, "text/csv; charset=utf-8", "lifecycle.csv") : Refusal.From(file.Problems);
    }

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
