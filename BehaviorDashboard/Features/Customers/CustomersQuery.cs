using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Customers;

/// <summary>The hall of the customers room: lists, one customer, their timeline, and why models score them as they do.</summary>
public sealed class CustomersQuery(CustomerReader reader, OrderReader orders, SegmentShelf segments, IEnumerable<ICustomerInsight> insights, CustomerEraser eraser, AudienceShelf audiences, RunLedger runs)
{
    public async Task<Outcome<CustomersResult>> ListAsync(StoreId store, CustomersRequest request, CancellationToken ct)
    {
        var query = request.ToCustomerQuery();
        if (!query.Succeeded)
        {
            return Outcome<CustomersResult>.Refused(query.Problems);
        }

        var filter = await FilterAsync(store, request, query.Value.Filter, ct);
        if (!filter.Succeeded)
        {
            return Outcome<CustomersResult>.Refused(filter.Problems);
        }

        var page = await reader.PageAsync(store, query.Value with { Filter = filter.Value }, ct);
        var next = request.After + page.Rows.Count;
        return new CustomersResult(page.Rows, page.Total, next < page.Total && page.Rows.Count > 0 ? next : null);
    }

    private async Task<Outcome<CustomerFilter>> FilterAsync(StoreId store, CustomersRequest request, CustomerFilter? filter, CancellationToken ct)
    {
        var within = filter ?? CustomerFilter.Everyone;
        if (request.Segment is not { } id)
        {
            return within;
        }

        if (await segments.FindAsync(store, id, ct) is not { } segment)
        {
            return new Problem("segment.missing", "There is no such segment.", "segment");
        }

        var saved = CustomerFilter.Parse(segment.FilterJson);
        return saved.Succeeded ? CustomerFilter.Both(saved.Value, within) : saved;
    }

    public Task<Outcome<CustomerRow>> FindAsync(StoreId store, string id, CancellationToken ct) => reader.FindAsync(store, id, ct);

    /// <summary>Erases a person for good: from both parts of the store, from frozen lists, and, by a merge that is queued, from the file's pages. Asked again after a kill in between, it goes on.</summary>
    public async Task<Outcome<Erasure>> EraseAsync(StoreId store, string id, string? by, CancellationToken ct)
    {
        // Names in frozen lists go first: afterwards nobody knows any more under which ids the person was known.
        var identities = await eraser.IdentitiesAsync(store, id, ct);
        await audiences.ForgetAsync(store, [.. identities], CancellationToken.None);
        var erased = await eraser.EraseAsync(store, id, CancellationToken.None);
        if (erased.Succeeded)
        {
            await runs.QueueAsync(store, RunKinds.Merge, new MergeArguments(true), by, CancellationToken.None);
        }

        return erased;
    }

    /// <param name="before">Only events before it; null starts at the newest.</param>
    public async Task<TimelineResult> TimelineAsync(StoreId store, string id, DateTime? before, int take, CancellationToken ct)
    {
        var entries = await reader.TimelineAsync(store, id, take, before, ct);
        return new TimelineResult(entries, entries.Count >= take ? entries[^1].Time : null);
    }

    public Task<IReadOnlyList<CustomerOrder>> OrdersAsync(StoreId store, string id, CancellationToken ct) => orders.OfCustomerAsync(store, id, ct);

    public Task<GuestOrders> GuestsAsync(StoreId store, CancellationToken ct) => orders.OfGuestsAsync(store, ct);

    public async Task<IReadOnlyList<CustomerInsight>> InsightsAsync(StoreId store, string id, CancellationToken ct)
    {
        var found = new List<CustomerInsight>();
        foreach (var insight in insights)
        {
            if (await insight.ExplainAsync(store, id, ct) is { } explained)
            {
                found.Add(explained);
            }
        }

        return found;
    }
}
