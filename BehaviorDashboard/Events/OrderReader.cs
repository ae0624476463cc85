using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>What became of an order.</summary>
public enum OrderState
{
    /// <summary>Bought, and nothing of it came back.</summary>
    Placed,

    /// <summary>Part of its value came back.</summary>
    PartlyUndone,

    /// <summary>All of its value came back as a refund.</summary>
    Refunded,

    /// <summary>All of its value came back, and a cancellation says so.</summary>
    Cancelled,

    /// <summary>A refund or cancellation that names no order bought before: many shops give it a number of its own.</summary>
    Credit,
}

/// <summary>One order of a customer. All orders of a customer add up to their net revenue.</summary>
/// <param name="Number">The source's number; null gathers what came without one.</param>
/// <param name="Time">UTC; when it was placed, or for a credit when it was given.</param>
/// <param name="Bought">Goods after discounts, in ten-thousandths, like <paramref name="Undone"/>.</param>
/// <param name="Undone">Refunds and cancellations of it, not negative as a rule.</param>
/// <param name="Lines">Purchases of which it is made.</param>
public sealed record CustomerOrder(string? Number, DateTime Time, long Bought, long Undone, long Lines, bool HasCancel)
{
    public long Net => Bought - Undone;

    public OrderState State => this switch
    {
        { Lines: 0 } => OrderState.Credit,
        { Undone: 0, HasCancel: false } => OrderState.Placed,
        { Net: > 0 } => OrderState.PartlyUndone,
        { HasCancel: true } => OrderState.Cancelled,
        _ => OrderState.Refunded,
    };
}

/// <summary>What guests bought: they count in revenue and cannot be told apart.</summary>
/// <param name="Net">Ten-thousandths.</param>
public sealed record GuestOrders(long Orders, long Net);

/// <summary>Orders, put together from purchases, refunds and cancellations.</summary>
public sealed class OrderReader(EventStores stores)
{
    /// <returns>Newest first; empty for somebody unknown.</returns>
    public Task<IReadOnlyList<CustomerOrder>> OfCustomerAsync(StoreId store, string id, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<CustomerOrder>>(
        store,
        connection => Sql.Rows(
            connection,
            """
            SELECT order_id, coalesce(min(time) FILTER (WHERE kind = 8), min(time)) AS placed,
                   coalesce(sum(value) FILTER (WHERE kind = 8), 0)::BIGINT, coalesce(-sum(value) FILTER (WHERE kind IN (9, 10)), 0)::BIGINT,
                   count(*) FILTER (WHERE kind = 8), coalesce(bool_or(kind = 10), false)
            FROM events
            WHERE kind IN (8, 9, 10) AND customer = (SELECT number FROM customers WHERE id = ? ORDER BY anonymous LIMIT 1)
            GROUP BY order_id ORDER BY placed DESC, order_id DESC
            """,
            r => new CustomerOrder(Sql.Text(r, 0), Sql.Instant(r, 1)!.Value, Sql.Long(r, 2), Sql.Long(r, 3), Sql.Long(r, 4), r.GetBoolean(5)),
            id),
        ct);

    public Task<GuestOrders> OfGuestsAsync(StoreId store, CancellationToken ct) => stores.ReadAsync(
        store,
        connection => Sql.Rows(
            connection,
            """
            SELECT count(DISTINCT order_id) FILTER (WHERE kind = 8), coalesce(sum(value), 0)::BIGINT FROM events WHERE customer = 0 AND kind IN (8, 9, 10)
            """,
            r => new GuestOrders(Sql.Long(r, 0), Sql.Long(r, 1)))[0],
        ct);
}
