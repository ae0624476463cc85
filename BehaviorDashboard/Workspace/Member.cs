using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Workspace;

/// <summary>Somebody who signs in. What they may do is said per store, see <see cref="StoreOfMember"/>.</summary>
public sealed class Member : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";
}

/// <summary>Names of the claims that a signed-in member or a key carries.</summary>
public static class WorkspaceClaims
{
    public const string Name = "bd.name";
    public const string KeyStore = "bd.key.store";
    public const string KeyScope = "bd.key.scope";

    /// <summary>The owner-only key of the running server's own machine: every store, every scope.</summary>
    public const string LocalOperator = "bd.local";

}
