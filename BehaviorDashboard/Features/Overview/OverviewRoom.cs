using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Overview;

/// <summary>Overview: the figures of a period, and what to do about them.</summary>
public static class OverviewRoom
{
    public static IServiceCollection AddOverview(this IServiceCollection services) => services
        .AddScoped<OverviewQuery>()
        .AddScoped<AttentionQuery>()
        .AddSingleton(new NavEntry(NavGroup.Today, 0, Icons.Material.Outlined.Dashboard, typeof(OverviewText), "Nav", "overview", MemberRole.Viewer));

    public static void MapOverview(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/stores/{store}/overview", AskAsync)
        .RequireAuthorization(Access.ApiRead)
        .WithTags("Overview").WithName("GetOverview").WithSummary("Figures of a range of days beside the range before; without one, the last 30 days of the data.");

    private static async Task<IResult> AskAsync(
        string store, OverviewQuery query, StoreDirectory stores, EventCatalogReader catalog, TimeProvider clock, CancellationToken ct, string? from = null, string? to = null)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        DateOnly? end = (await catalog.ReadAsync(id, ct)).Last is { } last ? found.Calendar.DayOf(last) : null;
        var range = OverviewRules.Range(from, to, RangePresets.Resolve(RangePresets.Default, StoreScope.AnchorOf(found.Calendar, end, clock)));
        return range.Succeeded
            ? Results.Ok(Shape(await query.AskAsync(id, range.Value, true, found.Calendar, ct), found.Currency))
            : Refusal.From(range.Problems);
    }

    private static object Shape(OverviewResult result, string currency) => new
    {
        from = result.Range.From,
        to = result.Range.To,
        now = Shape(result.Now, currency),
        before = result.Before is { } before ? Shape(before, currency) : null,
        days = result.Days.Select(d => new { day = d.Day, netRevenue = Amount(d.NetRevenue, currency), orders = d.Orders, customers = d.Customers, visitors = d.Visitors }),
    };

    private static object Shape(Measures measures, string currency) => new
    {
        netRevenue = Amount(measures.NetRevenue, currency),
        grossRevenue = Amount(measures.GrossRevenue, currency),
        refunds = Amount(measures.Refunds, currency),
        orders = measures.Orders,
        customers = measures.Customers,
        averageOrderValue = measures.AverageOrderValue is { } value ? new { amount = decimal.Round((decimal)value, 4), currency } : null,
        visitors = measures.Visitors,
        conversion = measures.Conversion,
        repeatRate = measures.RepeatRate,
    };

    private static object Amount(long scaled, string currency) => new { amount = (decimal)scaled / Money.Scale, currency };
}
