using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>A page as somebody left it: a room with its question.</summary>
/// <param name="Path">Below the store: <c>carts?breakdown=channel</c>.</param>
/// <param name="Member">Whose it is; null where a program made it.</param>
/// <param name="Shared">Everybody of the store sees it.</param>
public sealed record SavedView(Guid Id, StoreId Store, string Name, string Path, Guid? Member, bool Shared, DateTimeOffset Created, string? CreatedBy);

/// <param name="Path">Below the store, with its query.</param>
public sealed record NewView(string? Name = null, string? Path = null, bool Shared = false);

/// <summary>Who asks: a member with their role in the store, or a program, which is no member.</summary>
public sealed record ViewOwner(Guid? Member, string? Name, MemberRole Role)
{
    public bool Sees(SavedView view) => view.Shared || (Member is { } member && view.Member == member);

    /// <summary>One's own; what is shared also those who run the store.</summary>
    public bool MayChange(SavedView view) => (Member is { } member && view.Member == member) || (view.Shared && (Role >= MemberRole.Owner || (Member is null && view.Member is null)));
}
