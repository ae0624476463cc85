using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Keys;

/// <summary>The hall of the room. Roles are looked at again with every change: an open page may be older than they are.</summary>
public sealed class KeysQuery(ApiKeyLedger keys, StoreDirectory stores)
{
    public Task<IReadOnlyList<ApiKey>> ListAsync(StoreId store, CancellationToken ct) => keys.ListAsync(store, ct);

    /// <param name="createdBy">The name that the list shows.</param>
    public async Task<Outcome<IssuedKey>> CreateAsync(StoreId store, Guid actor, string createdBy, string name, IReadOnlyCollection<string> scopes, CancellationToken ct)
    {
        var role = await stores.RoleAsync(store, actor, ct);
        return KeysRules.MayCreate(role, scopes) is { } refused ? refused : await keys.CreateAsync(store, name, scopes, ct, createdBy);
    }

    public async Task<Outcome<Guid>> RevokeAsync(StoreId store, Guid actor, Guid key, CancellationToken ct)
    {
        if (KeysRules.MayChange(await stores.RoleAsync(store, actor, ct)) is { } refused)
        {
            return refused;
        }

        return await keys.RevokeAsync(store, key, ct) ? key : new Problem("key.missing", "There is no such key.");
    }
}
