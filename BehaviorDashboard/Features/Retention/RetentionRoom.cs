using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Retention;

/// <summary>Retention: who comes back, when, and what they bring.</summary>
public static class RetentionRoom
{
    private const string Example = """
        { "start": { "any": [ { "event": "@order" } ] }, "return": { "any": [ { "event": "@order" } ] }, "period": "month", "periods": 12, "kind": "first", "returnOn": "on",
          "range": { "from": "2026-01-01", "to": "2026-06-30" }, "filter": [ { "property": "device", "op": "eq", "value": "mobile" } ], "breakdown": { "property": "channel" }, "revenue": true,
          "people": { "cohort": "2026-01-01", "period": 1, "outcome": "returned" } }
        """;

    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddScoped<RetentionQuery>()
        .AddScoped<RetentionExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 20, Icons.Material.Outlined.EventRepeat, typeof(RetentionText), "Nav", "retention", MemberRole.Viewer));

    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/retention/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Retention").WithName("QueryRetention").WithSummary("Who comes back, by cohort and period, with the mean of mature cohorts and the share that came back at least once.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(RetentionRequest)));
        routes.MapGet("/s/{store}/retention/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static async Task<IResult> AskAsync(string store, HttpRequest http, RetentionQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        using var body = new StreamReader(http.Body);
        var request = QuestionJson.Read<RetentionRequest>(await body.ReadToEndAsync(ct));
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
        return Results.Ok(Shape(answer.Value, people, found.Currency));
    }

    private static async Task<IResult> ExportAsync(string store, HttpRequest http, RetentionExport export, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var file = await export.WriteAsync(found, RetentionAddress.FromUri(http.QueryString.Value ?? ""), ct);
        return file.Succeeded ? Results.File(file.Value, "text/csv; charset=utf-8", "retention.csv") : Refusal.From(file.Problems);
    }

    private static object Shape(RetentionResult result, IReadOnlyList<string>? people, string currency) => new
    {
        period = QuestionJson.NameOf(result.Unit),
        customers = result.Customers,
        cohorts = result.Table.Cohorts.Select(c => Shape(c, currency)),
        mean = result.Table.Mean,
        meanRevenue = result.Table.MeanRevenue?.Select(m => Amount(m, currency)),
        cameBack = result.CameBack.Select(s => new { share = s.Share, low = s.Low, high = s.High }),
        breakdown = result.Groups?.Select(g => new
        {
            value = g.Value,
            rest = g.IsRest,
            customers = g.Customers,
            cohorts = g.Table.Cohorts.Select(c => Shape(c, currency)),
            mean = g.Table.Mean,
            meanRevenue = g.Table.MeanRevenue?.Select(m => Amount(m, currency)),
        }),
        people,
    };

    private static object Shape(RetentionCohort cohort, string currency) => new
    {
        start = cohort.Start,
        size = cohort.Size,
        returned = cohort.Returned,
        mature = cohort.Mature,
        revenue = cohort.Revenue?.Select(r => Amount(r, currency)),
    };

    private static object? Amount(double? scaled, string currency) => scaled is { } value ? new { amount = Math.Round((decimal)value / Money.Scale, 4), currency } : null;
}
