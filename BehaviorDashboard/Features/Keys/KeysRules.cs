using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Keys;

/// <summary>Nobody gives a program more than they may do themselves.</summary>
public static class KeysRules
{
    public static Problem? MayChange(MemberRole? role) =>
        role >= MemberRole.Owner ? null : new Problem("key.denied", "Only an owner or an admin of the store changes its keys.");

    public static Problem? MayCreate(MemberRole? role, IReadOnlyCollection<string> scopes) => MayChange(role)
        ?? (scopes.Contains(ApiScopes.Admin) && role < MemberRole.Admin ? new Problem("key.admin_scope", "Only an admin gives the scope admin.", "scopes") : null);
}
