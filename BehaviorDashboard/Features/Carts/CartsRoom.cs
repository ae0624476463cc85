using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Carts;

/// <summary>Carts across visits: which were bought, recovered and lost, and what came last before they were left.</summary>
public static class CartsRoom
{
    private const string Example = """
        { "range": { "from": "2026-01-01", "to": "2026-01-31" }, "filter": [ { "property": "device", "op": "eq", "value": "mobile" } ], "breakdown": { "property": "channel" },
          "period": "week", "timeOutDays": 7, "compare": "previous", "people": { "state": "lost", "last": "shipping_cost" } }
        """;

    public static IServiceCollection AddCarts(this IServiceCollection services)
    {
        services.AddOptions<CartsOptions>().BindConfiguration(CartsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ICartPatience, CartPatience>()
            .AddScoped<CartsQuery>()
            .AddScoped<CartsExport>()
            .AddScoped<IRunJob, CartsJob>()
            .AddSingleton(new NavEntry(NavGroup.Behaviour, 40, Icons.Material.Outlined.ShoppingCart, typeof(CartsText), "Nav", "carts", MemberRole.Viewer) { IsFiltered = true });
    }

    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/stores/{store}/carts/query", AskAsync)
            .RequireAuthorization(Access.ApiRead)
            .WithTags("Carts").WithName("QueryCarts").WithSummary("Carts across visits: opened, bought, recovered, replaced, lost, emptied and open, with the recovery curve and the last thing before leaving.")
            .WithMetadata(new RequestExample("application/json", Example, typeof(CartsRequest)));
        routes.MapGet("/s/{store}/carts/export", ExportAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string store, HttpRequest http, CartsQuery query, StoreDirectory stores, CancellationToken ct) => StoreDoor.AskAsync(
        store,
        http,
        stores,
        QuestionJson.Read<CartsRequest>,
        (store, question) => query.AskAsync(store.Id, question, store.Calendar, ct),
        async (store, _, answer) => Shape(answer, answer.People is { } people ? await query.IdsAsync(store.Id, people, ct) : null, store.Currency),
        ct);

    private static Task<IResult> ExportAsync(string store, HttpRequest http, CartsExport export, StoreDirectory stores, CancellationToken ct) =>
        StoreDoor.CsvAsync(store, stores, "carts.csv", store => export.WriteAsync(store, CartsAddress.FromUri(http.QueryString.Value ?? ""), ct), ct);

    private static object Shape(CartsResult result, IReadOnlyList<string>? people, string currency) => new
    {
        timeOut = new { days = result.TimeOut.Days, source = QuestionJson.NameOf(result.TimeOut.Source), recovered = result.TimeOut.Recovered },
        total = Shape(result.Total, currency),
        before = result.Before is { } before ? Shape(before, currency) : null,
        period = QuestionJson.NameOf(result.Unit),
        periods = result.Periods.Select(p => new { start = p.Start, settled = p.Settled, carts = Shape(p.Tally, currency) }),
        recovery = result.Recovery.Select(r => new { days = r.Days, share = r.Share, low = r.Low, high = r.High }),
        last = result.Lasts.Select(l => new { last = CartCodes.Of(l.Last), carts = Shape(l.Tally, currency) }),
        breakdown = result.Groups?.Select(g => new { value = g.Value, rest = g.IsRest, carts = Shape(g.Tally, currency) }),
        people,
    };

    private static object Shape(CartTally tally, string currency) => new
    {
        opened = tally.Opened,
        left = tally.Left,
        states = Enum.GetValues<CartState>().ToDictionary(CartCodes.Of, s => new { carts = tally.Count(s), left = tally.Count(s, left: true), value = Amount(tally.Value(s), currency) }),
        recovered = CartsResult.Recovered(tally) is { } rate ? new { share = rate.Value, low = rate.Low, high = rate.High, of = tally.Settled } : null,
    };

    private static object Amount(long scaled, string currency) => new { amount = (decimal)scaled / Money.Scale, currency };
}
