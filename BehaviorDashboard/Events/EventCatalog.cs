namespace BehaviorDashboard.Events;

/// <summary>What a store's data really holds; pages offer only this.</summary>
/// <param name="Customers">Customers with at least one event.</param>
/// <param name="First">Instant of the oldest event, UTC; null in an empty store.</param>
public sealed record EventCatalog(long Events, long Customers, DateTime? First, DateTime? Last, IReadOnlyList<EventNameCount> Names)
{
    public bool HasKind(EventKind kind) => Names.Any(n => n.Kind == kind);

    public long CountOf(EventKind kind) => Names.Where(n => n.Kind == kind).Sum(n => n.Count);

    /// <summary>True when purchases (and what undoes them) are all there is, as after importing an order file.</summary>
    public bool OrdersOnly => HasKind(EventKind.Purchase) && Names.All(n => n.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel or EventKind.Other);
}

/// <summary>An event name of the store, and how much of it there is.</summary>
/// <param name="Customers">Customers who have such an event.</param>
public sealed record EventNameCount(string Name, EventKind Kind, long Count, long Customers);

/// <summary>What a batch holds, before it is committed.</summary>
/// <param name="Rows">Rows added.</param>
/// <param name="Duplicates">Rows that the store, or an earlier row of the batch with the same given id, already holds.</param>
/// <param name="Customers">Different known customers.</param>
/// <param name="RowsWithoutCustomer">Rows with neither a customer nor an anonymous id.</param>
/// <param name="Orders">Different orders among purchases.</param>
/// <param name="NetRevenue">Sum of values, ten-thousandths.</param>
public sealed record BatchSummary(
    long Rows,
    long Duplicates,
    long Customers,
    long RowsWithoutCustomer,
    long Orders,
    long NetRevenue,
    DateTime? First,
    DateTime? Last,
    IReadOnlyList<(EventKind Kind, long Count)> Kinds)
{
    /// <summary>Rows of persons who were erased; they are left out, and count in none of the other figures.</summary>
    public long Erased { get; init; }
}

/// <summary>What a committed batch brought.</summary>
/// <param name="Accepted">Events that are new in the store.</param>
/// <param name="Erased">Rows of persons who were erased: left out.</param>
public sealed record CommitReport(long Accepted, long Duplicates, long NewCustomers, long Erased = 0);
