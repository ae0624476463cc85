using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Segments that people saved.</summary>
public sealed class SegmentShelf(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    public async Task<Outcome<SegmentRecord>> CreateAsync(StoreId store, string name, string? description, string filterJson, string origin, CancellationToken ct)
    {
        if (Check(name) is { } problem)
        {
            return problem;
        }

        var row = new SegmentRow { Id = Guid.CreateVersion7(), Store = store, Name = name.Trim(), Description = description, FilterJson = filterJson, Origin = origin, Created = clock.GetUtcNow() };
        await database.WriteAsync(db => Task.FromResult(db.Segments.Add(row).Entity), ct);
        feed.Publish(store, ChangeTopic.Segments);
        return row.ToRecord();
    }

    /// <returns>Latest first.</returns>
    public Task<IReadOnlyList<SegmentRecord>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<SegmentRecord>>(
        async db => [.. (await db.Segments.AsNoTracking().Where(s => s.Store == store).OrderByDescending(s => s.Created).ToListAsync(ct)).Select(s => s.ToRecord())], ct);

    public Task<SegmentRecord?> FindAsync(StoreId store, Guid segment, CancellationToken ct) => database.ReadAsync(
        async db => (await db.Segments.AsNoTracking().FirstOrDefaultAsync(s => s.Store == store && s.Id == segment, ct))?.ToRecord(), ct);

    public async Task<Outcome<SegmentRecord>> RenameAsync(StoreId store, Guid segment, string name, string? description, CancellationToken ct)
    {
        if (Check(name) is { } problem)
        {
            return problem;
        }

        var outcome = await database.WriteAsync<Outcome<SegmentRecord>>(
            async db =>
            {
                if (await db.Segments.FirstOrDefaultAsync(s => s.Store == store && s.Id == segment, ct) is not { } row)
                {
                    return WorkspaceProblems.NotFound("segment");
                }

                (row.Name, row.Description) = (name.Trim(), description);
                return row.ToRecord();
            },
            ct);
        feed.Publish(store, ChangeTopic.Segments);
        return outcome;
    }

    public async Task<bool> DeleteAsync(StoreId store, Guid segment, CancellationToken ct)
    {
        var deleted = await database.WriteAsync(db => db.Segments.Where(s => s.Store == store && s.Id == segment).ExecuteDeleteAsync(ct), ct);
        feed.Publish(store, ChangeTopic.Segments);
        return deleted > 0;
    }

    private static Problem? Check(string name) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > 200 ? new Problem("segment.name", "A segment needs a name of 1 to 200 characters.", "name") : null;
}
