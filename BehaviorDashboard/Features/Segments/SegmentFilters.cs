using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Lets questions about events ask for the customers of a saved segment.</summary>
public sealed class SegmentFilters(SegmentShelf shelf) : ISegmentFilters
{
    public async Task<CustomerFilter?> FindAsync(StoreId store, string segment, CancellationToken ct) =>
        Guid.TryParse(segment, out var id) && await shelf.FindAsync(store, id, ct) is { } found ? CustomerFilter.Parse(found.FilterJson).Value : null;
}
