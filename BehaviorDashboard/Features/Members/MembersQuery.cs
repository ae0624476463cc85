using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Features.Members;

/// <summary>
/// The hall of the room. A page stays open after its member's role was taken away, so every change looks at the role again.
/// <paramref name="accounts"/> gives rules and hashing only; what is stored goes through the directory.
/// </summary>
public sealed class MembersQuery(MemberDirectory members, StoreDirectory stores, UserManager<Member> accounts)
{
    public int MinimumPassword => accounts.Options.Password.RequiredLength;

    public Task<IReadOnlyList<StoreMember>> ListAsync(StoreId store, CancellationToken ct) => members.ListAsync(store, ct);

    public async Task<Outcome<AddedMember>> AddAsync(StoreId store, Guid actor, NewMember member, MemberRole role, CancellationToken ct) =>
        await RefusedAsync(store, actor, ct) is { } refused ? refused : await members.AddAsync(store, member, role, accounts, ct);

    public async Task<Outcome<MemberRole>> ChangeRoleAsync(StoreId store, Guid actor, Guid member, MemberRole role, CancellationToken ct) =>
        await RefusedAsync(store, actor, ct) is { } refused ? refused : await members.ChangeRoleAsync(store, member, role, ct);

    public async Task<Outcome<MemberRole>> RemoveAsync(StoreId store, Guid actor, Guid member, CancellationToken ct) =>
        await RefusedAsync(store, actor, ct) is { } refused ? refused : await members.RemoveAsync(store, member, ct);

    /// <summary>Puts a member back who was just removed.</summary>
    public async Task<Outcome<MemberRole>> PutBackAsync(StoreId store, Guid actor, Guid member, MemberRole role, CancellationToken ct) =>
        await RefusedAsync(store, actor, ct) is { } refused ? refused : await stores.GrantAsync(store, member, role, ct);

    private async Task<Problem?> RefusedAsync(StoreId store, Guid actor, CancellationToken ct) =>
        await stores.RoleAsync(store, actor, ct) is MemberRole.Admin ? null : new Problem("member.denied", "Only an admin of the store changes its members.");
}
