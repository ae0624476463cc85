using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Authorization;

namespace BehaviorDashboard.Hosting;

/// <summary>What a policy of <see cref="Access"/> asks: a role in the store that the address names, or a key's scope for it.</summary>
/// <param name="Scope">Null: no key opens this.</param>
internal sealed record StoreRequirement(MemberRole Minimum, string? Scope) : IAuthorizationRequirement;

/// <summary>Decides per store, read anew each time: a role that was taken away ends at once.</summary>
internal sealed class StoreAccess(StoreDirectory stores) : AuthorizationHandler<StoreRequirement>
{
    public static void AddPolicies(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        Add(options, Access.Viewer, MemberRole.Viewer, null);
        Add(options, Access.Marketer, MemberRole.Marketer, null);
        Add(options, Access.Owner, MemberRole.Owner, null);
        Add(options, Access.Admin, MemberRole.Admin, null);
        Add(options, Access.ApiRead, MemberRole.Viewer, ApiScopes.Read);
        Add(options, Access.ApiWrite, MemberRole.Marketer, ApiScopes.Write);
        Add(options, Access.ApiAdmin, MemberRole.Admin, ApiScopes.Admin);
    }

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StoreRequirement requirement)
    {
        // Who asks without saying where is refused: otherwise a role in one store would open another.
        if (context.Resource is HttpContext or Microsoft.AspNetCore.Components.RouteData && await AllowsAsync(context.User, StoreOf(context.Resource), requirement))
        {
            context.Succeed(requirement);
        }
    }

    private async Task<bool> AllowsAsync(ClaimsPrincipal user, string? store, StoreRequirement requirement)
    {
        if (user.HasClaim(c => c.Type == WorkspaceClaims.LocalOperator))
        {
            return requirement.Scope is not null;
        }

        if (user.FindFirstValue(WorkspaceClaims.KeyStore) is { } keyStore)
        {
            return requirement.Scope is { } scope && store == keyStore
                && (user.HasClaim(WorkspaceClaims.KeyScope, scope) || user.HasClaim(WorkspaceClaims.KeyScope, ApiScopes.Admin));
        }

        if (!Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var member))
        {
            return false;
        }

        // Pages of the installation name no store: the strongest role counts.
        var role = store is null ? await stores.StrongestRoleAsync(member, CancellationToken.None)
            : StoreId.TryParse(store, out var id) ? await stores.RoleAsync(id, member, CancellationToken.None)
            : null;
        return role >= requirement.Minimum;
    }

    // Endpoints bring the request, pages inside a circuit the route that the router found.
    private static string? StoreOf(object? resource) => resource switch
    {
        HttpContext context => context.Request.RouteValues["store"] as string,
        Microsoft.AspNetCore.Components.RouteData route => route.RouteValues.FirstOrDefault(v => string.Equals(v.Key, "store", StringComparison.OrdinalIgnoreCase)).Value as string,
        _ => null,
    };

    private static void Add(AuthorizationOptions options, string policy, MemberRole minimum, string? scope) =>
        options.AddPolicy(policy, p => p.RequireAuthenticatedUser().AddRequirements(new StoreRequirement(minimum, scope)));
}
