using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Trained models of a store, by kind. The current one is the latest that was promoted.</summary>
public sealed class ModelShelf(WorkspaceDatabase database, ChangeFeed feed)
{
    private const int KeptWithPayload = 20;

    public async Task PutAsync(StoreId store, ModelRecord model, CancellationToken ct)
    {
        await database.WriteAsync(
            async db =>
            {
                db.Models.Add(RowOf(store, model));
                await db.SaveChangesAsync(ct);
                return await ForgetAsync(db, store, model.Kind, ct);
            },
            ct);
        feed.Publish(store, ChangeTopic.Models);
    }

    public Task<ModelRecord?> CurrentAsync(StoreId store, string kind, CancellationToken ct) => database.ReadAsync(
        async db => await db.Models.AsNoTracking().Where(m => m.Store == store && m.Kind == kind && m.Promoted).OrderByDescending(m => m.Created).FirstOrDefaultAsync(ct) is { } row ? RecordOf(row) : null, ct);

    /// <summary>The latest of the kind, promoted or not.</summary>
    public Task<ModelRecord?> LatestAsync(StoreId store, string kind, CancellationToken ct) => database.ReadAsync(
        async db => await db.Models.AsNoTracking().Where(m => m.Store == store && m.Kind == kind).OrderByDescending(m => m.Created).FirstOrDefaultAsync(ct) is { } row ? RecordOf(row) : null, ct);

    /// <returns>Latest first, without payloads (empty arrays).</returns>
    public Task<IReadOnlyList<ModelRecord>> HistoryAsync(StoreId store, string kind, CancellationToken ct, int take = 50) => database.ReadAsync<IReadOnlyList<ModelRecord>>(
        async db => await db.Models.AsNoTracking().Where(m => m.Store == store && m.Kind == kind).OrderByDescending(m => m.Created).Take(take)
            .Select(m => new ModelRecord(m.Id, m.Kind, m.Version, m.AsOf, m.Learner, m.Promoted, m.MetricsJson, m.OptionsJson, Array.Empty<byte>(), m.Created)).ToListAsync(ct),
        ct);

    // Models of nightly runs would grow the file without end; the current one is always among the latest kept.
    private static async Task<int> ForgetAsync(WorkspaceContext db, StoreId store, string kind, CancellationToken ct)
    {
        var all = await db.Models.Where(m => m.Store == store && m.Kind == kind).OrderByDescending(m => m.Created).Select(m => new { m.Id, m.Promoted }).ToListAsync(ct);
        var current = all.Find(m => m.Promoted)?.Id;
        var old = all.Skip(KeptWithPayload).Where(m => m.Id != current).Select(m => m.Id).ToList();
        return old.Count == 0 ? 0 : await db.Models.Where(m => old.Contains(m.Id)).ExecuteDeleteAsync(ct);
    }

    private static ModelRow RowOf(StoreId store, ModelRecord model) => new()
    {
        Id = model.Id,
        Store = store,
        Kind = model.Kind,
        Version = model.Version,
        AsOf = model.AsOf,
        Learner = model.Learner,
        Promoted = model.Promoted,
        MetricsJson = model.MetricsJson,
        OptionsJson = model.OptionsJson,
        Payload = model.Payload,
        Created = model.Created,
    };

    private static ModelRecord RecordOf(ModelRow row) => new(row.Id, row.Kind, row.Version, row.AsOf, row.Learner, row.Promoted, row.MetricsJson, row.OptionsJson, row.Payload, row.Created);
}
