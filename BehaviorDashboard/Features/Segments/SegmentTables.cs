using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What both jobs of this room work on.</summary>
/// <param name="AsOf">Last day that is known.</param>
/// <param name="Tables">Ascending; the last is the end of the data.</param>
public sealed record SegmentInput(DateOnly AsOf, StoreCalendar Calendar, IReadOnlyList<FeatureTable> Tables)
{
    public FeatureTable Now => Tables[^1];

    /// <summary>The last known day of a table.</summary>
    public DateOnly DayOf(FeatureTable table) => Calendar.DayOf(table.AsOf).AddDays(-1);
}

/// <summary>Reads features of known customers who ordered and did not refuse profiling, at the ends of months and now.</summary>
public sealed class SegmentTables(StoreDirectory stores, EventCatalogReader catalog, CustomerReader customers, TimelineReader timelines)
{
    /// <summary>Null in a store without events.</summary>
    public async Task<SegmentInput?> ReadAsync(StoreId id, CancellationToken ct)
    {
        var store = await stores.FindAsync(id, ct) ?? throw new RunRefused(new Problem("store.unknown", $"There is no store '{id}'."));
        var facts = await catalog.ReadAsync(id, ct);
        if (facts is not { First: { } first, Last: { } last })
        {
            return null;
        }

        var allowed = await customers.NumbersAsync(id, Allowed, ct);
        var asOf = store.Calendar.DayOf(last);
        var dates = MonthEnds.Of(first, asOf.AddDays(1), store.Calendar);
        var fold = await timelines.FoldInJobAsync(id, _ => new FeatureFold(dates, store.Calendar, TimeSpan.Zero, (_, customer) => allowed.Contains(customer)), ct);
        return new SegmentInput(asOf, store.Calendar, fold.Tables());
    }

    private static CustomerFilter Allowed { get; } = CustomerFilter.Both(
        CustomerFilter.Condition("anonymous", "eq", false),
        CustomerFilter.Condition("profiling", "eq", true));
}
