using BehaviorDashboard.Events;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Shell;

/// <summary>A store as the pages see it: what its people set up, and from when to when its data reaches.</summary>
public sealed class ScopeReader(EventCatalogReader catalog)
{
    public async Task<StoreScope> ReadAsync(StoreOfMember entry, CancellationToken ct)
    {
        var store = entry.Store;
        var data = await catalog.ReadAsync(store.Id, ct);
        return new StoreScope(store.Id, store.Name, store.Currency, store.Calendar, entry.Role)
        {
            DataStart = data.First is { } first ? store.Calendar.DayOf(first) : null,
            DataEnd = data.Last is { } last ? store.Calendar.DayOf(last) : null,
            IsSample = store.IsSample,
        };
    }
}
