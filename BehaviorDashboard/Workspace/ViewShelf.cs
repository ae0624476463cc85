using System.Text.RegularExpressions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Views that people saved; each sees their own and those that are shared.</summary>
public sealed partial class ViewShelf(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    /// <summary>Most views that one owner keeps in a store.</summary>
    public const int Most = 100;

    private const int LongestName = 100;
    private const int LongestPath = 8000;

    public async Task<Outcome<SavedView>> CreateAsync(StoreId store, ViewOwner owner, NewView view, CancellationToken ct)
    {
        var problems = Check(owner, view).ToList();
        if (problems.Count > 0)
        {
            return Outcome<SavedView>.Refused(problems);
        }

        var row = new ViewRow
        {
            Id = Guid.CreateVersion7(),
            Store = store,
            Name = view.Name!.Trim(),
            Path = view.Path!,
            Member = owner.Member,
            Shared = view.Shared,
            Created = clock.GetUtcNow(),
            CreatedBy = owner.Name,
        };
        return await PutAsync(store, owner, row, ct);
    }

    /// <summary>Brings a view back that was deleted.</summary>
    public Task<Outcome<SavedView>> RestoreAsync(StoreId store, ViewOwner owner, SavedView view, CancellationToken ct) => PutAsync(
        store,
        owner,
        new ViewRow { Id = view.Id, Store = store, Name = view.Name, Path = view.Path, Member = view.Member, Shared = view.Shared, Created = view.Created, CreatedBy = view.CreatedBy },
        ct);

    /// <returns>By name.</returns>
    public async Task<IReadOnlyList<SavedView>> ListAsync(StoreId store, ViewOwner owner, CancellationToken ct)
    {
        var views = await database.ReadAsync(async db => await db.Views.AsNoTracking().Where(v => v.Store == store && (v.Shared || v.Member == owner.Member)).ToListAsync(ct), ct);
        return [.. views.Select(v => v.ToRecord()).Where(owner.Sees).OrderBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(v => v.Created)];
    }

    public async Task<Outcome<SavedView>> RenameAsync(StoreId store, ViewOwner owner, Guid view, string name, CancellationToken ct)
    {
        if (CheckName(name) is { } problem)
        {
            return problem;
        }

        var renamed = await database.WriteAsync<Outcome<SavedView>>(
            async db =>
            {
                if (await FindAsync(db, store, owner, view, ct) is not { } row)
                {
                    return WorkspaceProblems.NotFound("view");
                }

                if (await IsTakenAsync(db, row, name.Trim(), ct))
                {
                    return Taken(name.Trim());
                }

                row.Name = name.Trim();
                return row.ToRecord();
            },
            ct);
        feed.Publish(store, ChangeTopic.Views);
        return renamed;
    }

    /// <returns>What was deleted, so that it can be brought back; null where there was nothing to delete.</returns>
    public async Task<SavedView?> DeleteAsync(StoreId store, ViewOwner owner, Guid view, CancellationToken ct)
    {
        var deleted = await database.WriteAsync(
            async db =>
            {
                var row = await FindAsync(db, store, owner, view, ct);
                if (row is not null)
                {
                    db.Views.Remove(row);
                }

                return row?.ToRecord();
            },
            ct);
        feed.Publish(store, ChangeTopic.Views);
        return deleted;
    }

    private async Task<Outcome<SavedView>> PutAsync(StoreId store, ViewOwner owner, ViewRow row, CancellationToken ct)
    {
        var put = await database.WriteAsync<Outcome<SavedView>>(
            async db =>
            {
                if (await db.Views.CountAsync(v => v.Store == store && v.Member == owner.Member, ct) >= Most)
                {
                    return new Problem("view.too_many", $"At most {Most} views are kept. Delete one first.", null, Most);
                }

                if (await IsTakenAsync(db, row, row.Name, ct))
                {
                    return Taken(row.Name);
                }

                db.Views.Add(row);
                return row.ToRecord();
            },
            ct);
        feed.Publish(store, ChangeTopic.Views);
        return put;
    }

    private static async Task<ViewRow?> FindAsync(WorkspaceContext db, StoreId store, ViewOwner owner, Guid view, CancellationToken ct) =>
        await db.Views.FirstOrDefaultAsync(v => v.Store == store && v.Id == view, ct) is { } row && owner.MayChange(row.ToRecord()) ? row : null;

    // Two of one name in one list could not be told apart.
    private static Task<bool> IsTakenAsync(WorkspaceContext db, ViewRow row, string name, CancellationToken ct) =>
        db.Views.AnyAsync(v => v.Store == row.Store && v.Id != row.Id && v.Name == name && (v.Member == row.Member || (v.Shared && row.Shared)), ct);

    private static Problem Taken(string name) => new("view.exists", $"There is a view '{name}' already.", "name", name);

    private static IEnumerable<Problem> Check(ViewOwner owner, NewView view)
    {
        if (CheckName(view.Name) is { } problem)
        {
            yield return problem;
        }

        if (view.Path is not { Length: > 0 and <= LongestPath } path || !Address().IsMatch(path) || path.Any(char.IsControl))
        {
            yield return new Problem("view.path", $"A view is a page of the store with its query, such as carts?breakdown=channel, in at most {LongestPath} characters.", "path", LongestPath);
        }

        if (owner.Member is null && !view.Shared)
        {
            yield return new Problem("view.private", "A key is no member: its views are shared.", "shared");
        }

        if (owner.Member is not null && view.Shared && owner.Role < MemberRole.Marketer)
        {
            yield return new Problem("view.share", "Viewers keep their views to themselves.", "shared");
        }
    }

    private static Problem? CheckName(string? name) => string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl)
        ? new Problem("view.name", $"A view needs a name of 1 to {LongestName} characters.", "name", LongestName)
        : null;

    // A path within the store and nothing that a browser would take for another place.
    [GeneratedRegex(@"^[a-z][a-z0-9-]*(/[A-Za-z0-9_~%-]+)*(\?[^#\\]*)?$")]
    private static partial Regex Address();
}
