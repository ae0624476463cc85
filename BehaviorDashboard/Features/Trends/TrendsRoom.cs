using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Trends;

/// <summary>Trends: any event or figure over time.</summary>
public static class TrendsRoom
{
    private const string Example = """
        {
          "measures": [
            { "name": "net revenue", "any": [ { "event": "@purchase" }, { "event": "@refund" }, { "event": "@cancel" } ], "math": "sum", "property": "value" },
            { "name": "orders by visitor", "event": "@order", "math": "count", "per": { "event": "@view", "math": "customers" } }
          ],
          "interval": "day", "range": { "from": "2026-01-01", "to": "2026-01-31" }, "breakdown": { "property": "channel", "limit": 5 }, "compare": "year"
        }
        """;

    public static IServiceCollection AddTrends(this IServiceCollection services) => services
        .AddScoped<TrendsQuery>()
        .AddScoped<TrendsWords>()
        .AddScoped<TrendsExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 5, Icons.Material.Outlined.ShowChart, typeof(TrendsText), "Nav", "trends", MemberRole.Viewer) { IsFiltered = true });

    public static void MapTrends(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/trends/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Trends").WithName("QueryTrends").WithSummary("Events, customers, sums, means and ratios by hour, day, week or month, with breakdown and comparison; with people, names who was counted.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(TrendsRequest)));
        routes.MapGet("/s/{store}/trends/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, TrendsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<TrendsRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => Shape(answer, answer.People is { } people ? await query.IdsAsync(store.Id, people, ct) : null, store.Calendar),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, TrendsExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "trends.csv", store => export.WriteAsync(store, TrendsAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

    private static object Shape(TrendsResult result, IReadOnlyList<string>? people, StoreCalendar calendar) => new
    {
        interval = QuestionJson.NameOf(result.Buckets.Interval),
        buckets = Starts(result.Buckets, calendar),
        before = result.Before is { } before ? Starts(before, calendar) : null,
        series = result.Lines.Select(line => new
        {
            name = line.Name,
            measure = line.Measure,
            group = line.Group?.Value,
            other = line.Group?.IsOther ?? false,
            everybody = line.Group is null,
            values = line.Values,
            total = line.Total,
            before = line.Before,
            totalBefore = line.TotalBefore,
            incompleteLast = result.IncompleteFrom is not null,
        }),
        people,
    };

    // Days of the store where buckets are days or longer, instants where they are hours.
    private static IEnumerable<object> Starts(TrendBuckets buckets, StoreCalendar calendar) =>
        Enumerable.Range(0, buckets.Count).Select(b => buckets.Interval == TrendInterval.Hour ? (object)buckets.StartOf(b) : AskedDay.Write(calendar.DayOf(buckets.StartOf(b))));
}
