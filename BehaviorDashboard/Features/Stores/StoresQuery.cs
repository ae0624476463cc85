using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Stores;

/// <summary>The hall of the room. Roles are looked at again with every change: an open page may be older than they are.</summary>
public sealed class StoresQuery(StoreDirectory stores)
{
    public Task<Store?> FindAsync(StoreId store, CancellationToken ct) => stores.FindAsync(store, ct);

    /// <summary>Who is owner or admin of one store may open another.</summary>
    public async Task<bool> MayCreateAsync(Guid actor, CancellationToken ct) => StoresRules.MayChange(await stores.StrongestRoleAsync(actor, ct)) is null;

    public async Task<Outcome<Store>> CreateAsync(Guid actor, NewStore store, CancellationToken ct) =>
        StoresRules.MayChange(await stores.StrongestRoleAsync(actor, ct)) is { } refused ? refused : await stores.CreateAsync(store, actor, ct);

    public async Task<Outcome<Store>> UpdateAsync(Guid actor, Store store, CancellationToken ct)
    {
        var refused = StoresRules.MayChange(await stores.RoleAsync(store.Id, actor, ct)) ?? StoresRules.CheckHorizon(store.Settings.ChurnHorizonDays);
        return refused is null ? await stores.UpdateAsync(store, ct) : refused;
    }
}
