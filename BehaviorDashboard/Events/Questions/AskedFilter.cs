using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>
/// A filter as a list of conditions, which is how pages keep it in their address. Conditions speak of events; those whose property starts with
/// <see cref="Customer"/> speak of the customer: <c>customer.orders</c>, <c>customer.churn.probability</c>, and <c>customer.segment</c> for a saved segment by its id.
/// </summary>
public static class AskedFilter
{
    /// <summary>The key of the filter in the address of every page that asks about events.</summary>
    public const string Key = "where";

    public const string Customer = "customer.";

    /// <summary>The property that names a saved segment.</summary>
    public const string Segment = Customer + "segment";

    public static bool SpeaksOfCustomers(EventCondition? condition) => condition?.Property is { } property && property.StartsWith(Customer, StringComparison.Ordinal);

    internal static Outcome<CustomerFilter> CustomerPart(EventCondition condition) => condition.Property == Segment
        ? SegmentPart(condition)
        : CustomerFilter.Parse(QuestionJson.Element(condition with { Property = condition.Property[Customer.Length..] }));

    internal static IEnumerable<string> SegmentsOf(CustomerFilter filter) => filter switch
    {
        CustomerFilter.Segment segment => [segment.Id],
        CustomerFilter.All all => all.Parts.SelectMany(SegmentsOf),
        CustomerFilter.Any any => any.Parts.SelectMany(SegmentsOf),
        CustomerFilter.Not not => SegmentsOf(not.Part),
        _ => [],
    };

    /// <summary>The filter with each segment replaced by what it means.</summary>
    internal static CustomerFilter Resolved(CustomerFilter filter, IReadOnlyDictionary<string, CustomerFilter> segments) => filter switch
    {
        CustomerFilter.Segment segment => segments[segment.Id],
        CustomerFilter.All all => new CustomerFilter.All([.. all.Parts.Select(p => Resolved(p, segments))]),
        CustomerFilter.Any any => new CustomerFilter.Any([.. any.Parts.Select(p => Resolved(p, segments))]),
        CustomerFilter.Not not => new CustomerFilter.Not(Resolved(not.Part, segments)),
        _ => filter,
    };

    private static Outcome<CustomerFilter> SegmentPart(EventCondition condition)
    {
        if (condition is not { Op: "eq" or "ne" or "in", Value: { } value })
        {
            return new Problem("filter.segment_operator", "A segment is compared by eq, ne or in, with its id.", "filter");
        }

        var any = new CustomerFilter.Any([.. CustomerFilter.Values(value).Select(id => new CustomerFilter.Segment(id))]);
        return condition.Op == "ne" ? new CustomerFilter.Not(any) : any;
    }
}

/// <summary>Says what a saved segment means. The room of segments implements it; questions ask.</summary>
public interface ISegmentFilters
{
    /// <summary>Null where there is no such segment, or it can no longer be read.</summary>
    Task<CustomerFilter?> FindAsync(StoreId store, string segment, CancellationToken ct);
}
