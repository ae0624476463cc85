using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>What every hall of questions about events needs beside its fold.</summary>
public sealed class QuestionReader(EventCatalogReader catalogs, CustomerReader customers, ISegmentFilters? segments = null)
{
    public Task<EventCatalog> CatalogAsync(StoreId store, CancellationToken ct) => catalogs.ReadAsync(store, ct);

    /// <summary>All problems of a checked question, with those that only the store can tell: a property that no event has, a segment that is gone.</summary>
    public async Task<IReadOnlyList<Problem>> ProblemsAsync(StoreId store, QuestionCheck check, CancellationToken ct)
    {
        foreach (var property in check.LooseProperties)
        {
            if (!await catalogs.HasPropertyAsync(store, property, ct))
            {
                check.Say("filter.property_unknown", $"No event has a property '{property}'.", "property", property);
            }
        }

        foreach (var segment in check.Segments)
        {
            if (await FindAsync(store, segment, ct) is null)
            {
                check.Say("filter.segment_missing", $"There is no segment '{segment}' any more. Remove the filter, or choose another segment.", "filter", segment);
            }
        }

        return check.Problems;
    }

    /// <summary>Numbers of the customers whom a filter means; null for all.</summary>
    public async Task<IReadOnlySet<int>?> CustomersAsync(StoreId store, CustomerFilter? filter, CancellationToken ct)
    {
        if (filter is null)
        {
            return null;
        }

        var meant = new Dictionary<string, CustomerFilter>(StringComparer.Ordinal);
        foreach (var segment in AskedFilter.SegmentsOf(filter).Distinct())
        {
            // Deleted since it was checked: nobody is in it.
            meant[segment] = await FindAsync(store, segment, ct) ?? new CustomerFilter.Any([]);
        }

        return await customers.NumbersAsync(store, AskedFilter.Resolved(filter, meant), ct);
    }

    /// <summary>Ids of customers, in the order of their numbers.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(StoreId store, IReadOnlyCollection<int> people, CancellationToken ct) => customers.IdsAsync(store, people, ct);

    /// <summary>A part of a list of people, in the list's order, so that a list of a million costs no more than its numbers.</summary>
    public Task<IReadOnlyList<Person>> PeopleAsync(StoreId store, IReadOnlyList<int> people, int skip, int take, CancellationToken ct) =>
        customers.PeopleAsync(store, [.. people.Skip(skip).Take(take)], ct);

    private Task<CustomerFilter?> FindAsync(StoreId store, string segment, CancellationToken ct) => segments?.FindAsync(store, segment, ct) ?? Task.FromResult<CustomerFilter?>(null);
}
