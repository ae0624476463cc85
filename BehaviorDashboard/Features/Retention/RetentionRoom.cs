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
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 20, Icons.Material.Outlined.EventRepeat, typeof(RetentionText), "Nav", "retention", MemberRole.Viewer) { IsFiltered = true });

    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/retention/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Retention").WithName("QueryRetention").WithSummary("Who comes back, by cohort and period, with the mean of mature cohorts and the share that came back at least once.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(RetentionRequest)));
        routes.MapGet("/s/{store}/retention/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, RetentionQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<RetentionRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => Shape(answer, answer.People is null ? null : await query.IdsAsync(store.Id, answer, ct), store.Currency),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, RetentionExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "retention.csv", store => export.WriteAsync(store, RetentionAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

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
