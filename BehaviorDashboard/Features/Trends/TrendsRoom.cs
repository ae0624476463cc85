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
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 5, Icons.Material.Outlined.ShowChart, typeof(TrendsText), "Nav", "trends", MemberRole.Viewer));

    public static void MapTrends(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/trends/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Trends").WithName("QueryTrends").WithSummary("Events, customers, sums, means and ratios by hour, day, week or month, with breakdown and comparison; with people, names who was counted.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(TrendsRequest)));
        routes.MapGet("/s/{store}/trends/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static async Task<IResult> AskAsync(string store, HttpRequest http, TrendsQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        using var body = new StreamReader(http.Body);
        var request = QuestionJson.Read<TrendsRequest>(await body.ReadToEndAsync(ct));
        if (!request.Succeeded)
        {
            return Refusal.From(request.Problems);
        }

        var answer = await query.AskAsync(id, request.Value, found.Calendar, ct);
        if (!answer.Succeeded)
        {
            return Refusal.From(answer.Problems, answer.Problems[0].Code == "question.too_slow" ? StatusCodes.Status503ServiceUnavailable : null);
        }

        var people = answer.Value.People is { } numbers ? await query.IdsAsync(id, numbers, ct) : null;
        return Results.Ok(Shape(answer.Value, people, found.Calendar));
    }

    private static async Task<IResult> ExportAsync(string store, HttpRequest http, TrendsExport export, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var file = await export.WriteAsync(found, TrendsAddress.FromUri(http.QueryString.Value ?? ""), ct);
        return file.Succeeded ? Results.File(file.Value, "text/csv; charset=utf-8", "trends.csv") : Refusal.From(file.Problems);
    }

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
