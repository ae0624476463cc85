using System.Globalization;
using System.Security.Claims;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Customers;

/// <summary>Customers: the list, one customer, their timeline.</summary>
public static class CustomersRoom
{
    private static readonly string[] Amounts = ["netRevenue", "averageOrderValue", "churn.value_at_risk", "cart.value"];

    public static IServiceCollection AddCustomers(this IServiceCollection services) => services
        .AddScoped<CustomersQuery>()
        .AddScoped<Events.Features.FeatureWords>()
        .AddSingleton(new NavEntry(NavGroup.Customers, 10, Icons.Material.Outlined.People, typeof(CustomersText), "Nav", "customers", MemberRole.Viewer));

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/api/v1/stores/{store}/customers").RequireAuthorization(Access.ApiRead).WithTags("Customers");
        customers.MapGet("", ListAsync).WithName("ListCustomers").WithSummary("Customers who meet a condition, sorted; `after` is the `next` of the page before.");
        customers.MapGet("{id}", FindAsync).WithName("GetCustomer").WithSummary("One customer: identity, facts, groups and scores.");
        customers.MapDelete("{id}", EraseAsync).RequireAuthorization(Access.ApiAdmin).WithName("EraseCustomer").WithSummary("Erases a customer for good, under all identities; files that bring them again are refused their rows.");
        customers.MapGet("{id}/orders", OrdersAsync).WithName("GetCustomerOrders").WithSummary("The customer's orders, newest first: bought, undone by refunds and cancellations, and what became of them.");
        customers.MapGet("{id}/timeline", TimelineAsync).WithName("GetCustomerTimeline").WithSummary("The customer's events, newest first; `before` is the `before` of the page before.");
    }

    private static async Task<IResult> ListAsync(
        string store, CustomersQuery query, StoreDirectory stores, CancellationToken ct, string? q = null, string? filter = null, string? sort = null, string? after = null, int take = 100, Guid? segment = null)
    {
        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Refusal.From(new Problem("customers.after_wrong", "after is what `next` of the page before said.", "after"));
        }

        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var request = new CustomersRequest(q, filter, sort, after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture), take, segment);
        var answer = await query.ListAsync(found.Id, request, ct);
        return answer.Succeeded
            ? Results.Ok(new { total = answer.Value.Total, customers = answer.Value.Rows.Select(c => Shape(c, found.Currency)), next = answer.Value.Next?.ToString(CultureInfo.InvariantCulture) })
            : Refusal.From(answer.Problems);
    }

    private static async Task<IResult> FindAsync(string store, string id, CustomersQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var customer = await query.FindAsync(found.Id, id, ct);
        return customer.Succeeded ? Results.Ok(Shape(customer.Value, found.Currency)) : Refusal.From(customer.Problems, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> EraseAsync(string store, string id, CustomersQuery query, StoreDirectory stores, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var erased = await query.EraseAsync(found.Id, id, caller.Identity?.Name, ct);
        return erased.Succeeded ? Results.Ok(new { id, erased.Value.Events, erased.Value.Identities }) : Refusal.From(erased.Problems, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> TimelineAsync(
        string store, string id, CustomersQuery query, StoreDirectory stores, CancellationToken ct, DateTimeOffset? before = null, int take = 100)
    {
        if (take is < 1 or > CustomersRequest.MaximumTake)
        {
            return Refusal.From(new Problem("customers.take_out_of_range", $"Ask for 1 to {CustomersRequest.MaximumTake} events.", "take"));
        }

        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        if (await query.FindAsync(found.Id, id, ct) is { Succeeded: false, Problems: var problems })
        {
            return Refusal.From(problems, StatusCodes.Status404NotFound);
        }

        var page = await query.TimelineAsync(found.Id, id, before?.UtcDateTime, take, ct);
        return Results.Ok(new { events = page.Entries.Select(e => Shape(e, found.Currency)), before = page.Before });
    }

    private static async Task<IResult> OrdersAsync(string store, string id, CustomersQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        return await query.FindAsync(found.Id, id, ct) is { Succeeded: false, Problems: var problems }
            ? Refusal.From(problems, StatusCodes.Status404NotFound)
            : Results.Ok(new { orders = (await query.OrdersAsync(found.Id, id, ct)).Select(o => Shape(o, found.Currency)) });
    }

    private static async Task<Store?> FindStoreAsync(string store, StoreDirectory stores, CancellationToken ct) =>
        StoreId.TryParse(store, out var id) ? await stores.FindAsync(id, ct) : null;

    private static object Shape(CustomerRow customer, string currency) => new
    {
        id = customer.Id,
        name = customer.Name,
        email = customer.Email,
        properties = customer.Values
            .Where(v => v.Key is not ("id" or "name" or "email" or "churn.reasons"))
            .ToDictionary(v => v.Key, v => Amounts.Contains(v.Key) && v.Value is double amount ? new { amount = Math.Round(amount, 4), currency } : v.Value),
    };

    private static object Shape(CustomerOrder order, string currency) => new
    {
        order = order.Number,
        time = order.Time,
        state = Camel(order.State.ToString()),
        lines = order.Lines,
        bought = Money(order.Bought, currency),
        undone = Money(order.Undone, currency),
        net = Money(order.Net, currency),
    };

    private static object Shape(TimelineEntry e, string currency) => new
    {
        time = e.Time,
        @event = e.Name,
        kind = Camel(e.Kind.ToString()),
        product = e.Product,
        productName = e.ProductName,
        category = e.Category,
        brand = e.Brand,
        quantity = e.Quantity,
        price = Amount(e.Price, currency),
        value = Amount(e.Value, currency),
        order = e.Order,
        session = e.Session,
        channel = e.Channel,
        campaign = e.Campaign,
        device = e.Device,
        search = e.Search,
        coupon = e.Coupon,
        rating = e.Rating == 0 ? (int?)null : e.Rating,
        review = e.Review,
    };

    private static object? Amount(long scaled, string currency) => scaled == 0 ? null : Money(scaled, currency);

    private static object Money(long scaled, string currency) => new { amount = (decimal)scaled / Kernel.Money.Scale, currency };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
