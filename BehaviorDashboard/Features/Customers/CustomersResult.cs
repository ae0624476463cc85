using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Customers;

/// <param name="Total">All who match.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record CustomersResult(IReadOnlyList<CustomerRow> Rows, long Total, int? Next);

/// <param name="Before">Where the next page of older events starts; null when there are none.</param>
public sealed record TimelineResult(IReadOnlyList<TimelineEntry> Entries, DateTime? Before);
