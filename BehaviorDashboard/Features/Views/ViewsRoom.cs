using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Views;

/// <summary>Saved views for programs; members save and open theirs in the frame's menu, through the same shelf.</summary>
public static class ViewsRoom
{
    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/api/v1/stores/{store}/views").WithTags("Views");
        views.MapGet("", ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListViews").WithSummary("Saved views: the shared ones, and a member's own.");
        views.MapPost("", CreateAsync).RequireAuthorization(Access.ApiWrite).WithName("CreateView").WithSummary("Saves a page with its question. A key's views are shared.").Produces(StatusCodes.Status201Created);
        views.MapDelete("{id:guid}", DeleteAsync).RequireAuthorization(Access.ApiWrite).WithName("DeleteView").WithSummary("Deletes a view that the caller may change.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(string store, HttpContext http, ViewShelf shelf, StoreDirectory stores, CancellationToken ct)
    {
        if (await OwnerAsync(store, http.User, stores, ct) is not { } caller)
        {
            return Results.NotFound();
        }

        return Results.Ok(new { views = (await shelf.ListAsync(caller.Store, caller.Owner, ct)).Select(v => Shape(v, caller.Owner)) });
    }

    private static async Task<IResult> CreateAsync(string store, NewView view, HttpContext http, ViewShelf shelf, StoreDirectory stores, CancellationToken ct)
    {
        if (await OwnerAsync(store, http.User, stores, ct) is not { } caller)
        {
            return Results.NotFound();
        }

        var saved = await shelf.CreateAsync(caller.Store, caller.Owner, view, ct);
        return saved.Succeeded ? Results.Created($"/api/v1/stores/{store}/views/{saved.Value.Id}", Shape(saved.Value, caller.Owner)) : Refusal.From(saved.Problems);
    }

    private static async Task<IResult> DeleteAsync(string store, Guid id, HttpContext http, ViewShelf shelf, StoreDirectory stores, CancellationToken ct)
    {
        if (await OwnerAsync(store, http.User, stores, ct) is not { } caller)
        {
            return Results.NotFound();
        }

        return await shelf.DeleteAsync(caller.Store, caller.Owner, id, ct) is null
            ? Refusal.From(new Problem("view.missing", "There is no such view, or it is somebody else's.", "id"))
            : Results.NoContent();
    }

    private static async Task<(StoreId Store, ViewOwner Owner)?> OwnerAsync(string store, ClaimsPrincipal user, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is null)
        {
            return null;
        }

        return Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var member)
            ? (id, new ViewOwner(member, user.FindFirstValue(WorkspaceClaims.Name), await stores.RoleAsync(id, member, ct) ?? MemberRole.Viewer))
            : (id, new ViewOwner(null, user.Identity?.Name, MemberRole.Viewer));
    }

    private static object Shape(SavedView view, ViewOwner owner) => new
    {
        id = view.Id,
        name = view.Name,
        path = view.Path,
        address = $"/s/{view.Store}/{view.Path}",
        shared = view.Shared,
        mine = owner.Member is not null && view.Member == owner.Member,
        created = view.Created,
        createdBy = view.CreatedBy,
    };
}
