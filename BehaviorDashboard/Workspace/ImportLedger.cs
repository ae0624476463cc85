using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Every file that was handed in.</summary>
public sealed class ImportLedger(WorkspaceDatabase database, TimeProvider clock, ChangeFeed feed)
{
    public async Task<ImportRecord> CreateAsync(NewImport import, CancellationToken ct)
    {
        var row = new ImportRow
        {
            Id = import.Id ?? Guid.CreateVersion7(),
            Store = import.Store,
            FileName = import.FileName,
            Bytes = import.Bytes,
            SpoolPath = import.SpoolPath,
            Profile = import.Profile,
            MappingJson = import.MappingJson,
            State = ImportState.Queued,
            CountsJson = JsonSerializer.Serialize(ImportCounts.None, RunJson.Options),
            RequestedBy = import.RequestedBy,
            Created = clock.GetUtcNow(),
        };
        await database.WriteAsync(db => Task.FromResult(db.Imports.Add(row).Entity), ct);
        feed.Publish(import.Store, ChangeTopic.Imports);
        return RecordOf(row);
    }

    /// <summary>Writes what may change: state, counts, profile, mapping, errors, paths, run, end.</summary>
    public async Task<ImportRecord> UpdateAsync(ImportRecord import, CancellationToken ct)
    {
        await database.WriteAsync(
            async db =>
            {
                var row = await db.Imports.FirstAsync(i => i.Id == import.Id, ct);
                (row.State, row.Bytes, row.SpoolPath, row.Profile, row.MappingJson) = (import.State, import.Bytes, import.SpoolPath, import.Profile, import.MappingJson);
                (row.ErrorCode, row.Error, row.RefusedPath, row.ReportJson, row.Run, row.Ended) = (import.ErrorCode, import.Error, import.RefusedPath, import.ReportJson, import.Run, import.Ended);
                row.CountsJson = JsonSerializer.Serialize(import.Counts, RunJson.Options);
                return row;
            },
            ct);
        feed.Publish(import.Store, ChangeTopic.Imports);
        return import;
    }

    public Task<ImportRecord?> FindAsync(Guid import, CancellationToken ct) => database.ReadAsync(
        async db => await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == import, ct) is { } row ? RecordOf(row) : null, ct);

    /// <returns>Latest first.</returns>
    public Task<IReadOnlyList<ImportRecord>> ListAsync(StoreId store, CancellationToken ct, int take = 200) => database.ReadAsync<IReadOnlyList<ImportRecord>>(
        async db => [.. (await db.Imports.AsNoTracking().Where(i => i.Store == store).OrderByDescending(i => i.Created).Take(take).ToListAsync(ct)).Select(RecordOf)], ct);

    private static ImportRecord RecordOf(ImportRow row) => new(
        row.Id,
        row.Store,
        row.FileName,
        row.Bytes,
        row.SpoolPath,
        row.Profile,
        row.MappingJson,
        row.State,
        JsonSerializer.Deserialize<ImportCounts>(row.CountsJson, RunJson.Options) ?? ImportCounts.None,
        row.ErrorCode,
        row.Error,
        row.RefusedPath,
        row.ReportJson,
        row.Run,
        row.RequestedBy,
        row.Created,
        row.Ended);
}
