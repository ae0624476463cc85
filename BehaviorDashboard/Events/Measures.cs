using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>The figures of a period, defined here once for every page. Amounts are ten-thousandths of the store's currency.</summary>
/// <param name="GrossRevenue">Goods after discounts, without tax and shipping.</param>
/// <param name="Refunds">What refunds and cancellations of the period took back, not negative.</param>
/// <param name="Orders">Different orders placed; a cancellation is no order and takes none away.</param>
/// <param name="Customers">Different known customers who ordered; guests cannot be told apart and are not counted.</param>
/// <param name="RepeatCustomers">Of <paramref name="Customers"/>, those who had ordered before: in the period or earlier, at least two orders up to its end.</param>
/// <param name="Visitors">Different customers, known or anonymous, who did something in the store: viewed, searched, filled a cart, bought, came by a message.</param>
/// <param name="Converted">Of <paramref name="Visitors"/>, those who ordered in the period.</param>
/// <param name="Sessions">Different sessions.</param>
/// <param name="HasVisits">False where the data holds orders only, so that a conversion would say nothing.</param>
public sealed record Measures(
    long GrossRevenue,
    long Refunds,
    long Orders,
    long Customers,
    long RepeatCustomers,
    long Visitors,
    long Converted,
    long Sessions,
    bool HasVisits)
{
    public long NetRevenue => GrossRevenue - Refunds;

    /// <summary>Net revenue by order, in currency units; null without orders.</summary>
    public double? AverageOrderValue => Orders > 0 ? (double)NetRevenue / Money.Scale / Orders : null;

    /// <summary>Share of visitors who ordered; null where visits are not recorded.</summary>
    public double? Conversion => HasVisits && Visitors > 0 ? (double)Converted / Visitors : null;

    /// <summary>Share of the period's customers who had ordered before.</summary>
    public double? RepeatRate => Customers > 0 ? (double)RepeatCustomers / Customers : null;
}

/// <summary>One day of the store's calendar.</summary>
public sealed record DayMeasures(DateOnly Day, long NetRevenue, long Orders, long Customers, long Visitors);
