using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>Sessions: how many, how long, how deep, where they begin and end, and what they bring.</summary>
public static class SessionsRoom
{
    private const string Example = """
        {
          "range": { "from": "2026-01-01", "to": "2026-06-30" }, "interval": "week", "filter": [ { "property": "device", "op": "eq", "value": "mobile" } ],
          "breakdown": { "property": "channel" }, "label": "kind", "compare": "previous", "sessions": "inactivity", "sessionGapMinutes": 30,
          "people": { "trait": "bounced", "entry": { "value": "View" } }
        }
        """;

    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddScoped<SessionsQuery>()
        .AddScoped<SessionsWords>()
        .AddScoped<SessionsExport>()
        .AddSingleton(new NavEntry(NavGroup.Behaviour, 24, Icons.Material.Outlined.Timelapse, typeof(SessionsText), "Nav", "sessions", MemberRole.Viewer) { IsFiltered = true });

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/sessions/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Sessions").WithName("QuerySessions").WithSummary("Sessions over time with duration, depth, bounces, purchases and net revenue, by group, entry and exit; with people, names who was counted.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(SessionsRequest)));
        routes.MapGet("/s/{store}/sessions/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, SessionsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<SessionsRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => Shape(answer, answer.People is { } people ? await query.IdsAsync(store.Id, people, ct) : null, store),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, SessionsExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "sessions.csv", store => export.WriteAsync(store, SessionsAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

    private static object Shape(SessionsResult result, IReadOnlyList<string>? people, Store store) => new
    {
        total = Shape(result.Total, store),
        before = result.Before is { } before ? Shape(before.Total, store) : null,
        interval = QuestionJson.NameOf(result.Buckets.Interval),
        incompleteLast = result.IncompleteFrom is not null,
        buckets = Enumerable.Range(0, result.Buckets.Count).Select(b => new { start = result.Buckets.NameOf(b, store.Calendar), figures = Shape(result.Total.Figures(b), store.Currency) }),
        bucketsBefore = result.Before is { } former ? Enumerable.Range(0, former.Buckets.Count).Select(b => new { start = former.Buckets.NameOf(b, store.Calendar), figures = Shape(former.Total.Figures(b), store.Currency) }) : null,
        groups = result.Groups.Select(g => new { value = g.Group.Value, other = g.Group.IsOther, figures = Shape(g.Tally.Figures(null), store.Currency), before = g.Former is { } f ? Shape(f, store.Currency) : null }),
        entries = result.Entries.Select(Shape),
        exits = result.Exits.Select(Shape),
        durations = result.Total.Durations.Select((n, i) => new { fromSeconds = SessionBins.Seconds[i], sessions = n }),
        depths = result.Total.Depths.Select((n, i) => new { fromEvents = SessionBins.Events[i], sessions = n }),
        people,
    };

    private static object Shape(SessionTally tally, Store store) => new
    {
        figures = Shape(tally.Figures(null), store.Currency),
        medianSeconds = tally.MedianSeconds,
    };

    private static object Shape(SessionFigures figures, string currency) => new
    {
        sessions = figures.Sessions,
        customers = figures.Customers,
        perCustomer = figures.PerCustomer,
        meanSeconds = figures.MeanSeconds,
        meanEvents = figures.MeanEvents,
        meanViews = figures.MeanViews,
        bounceRate = figures.BounceRate,
        boughtRate = figures.BoughtRate,
        netRevenue = new { amount = (decimal)figures.Revenue / Money.Scale, currency },
        netRevenuePerSession = figures.MeanRevenue is { } mean ? new { amount = Math.Round((decimal)mean, 4), currency } : null,
    };

    private static object Shape(SessionPlaceRow row) => new { value = row.Place.Value, others = row.Others, sessions = row.Count.Sessions, bounced = row.Count.Bounces, bought = row.Count.Bought };
}
