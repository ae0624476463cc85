using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>
/// One context per operation. SQLite has no true asynchronous calls: an operation that is awaited on a circuit would freeze that page,
/// so each runs on a pool thread. Writers take the file's write lock at their start; what they read stays true until they commit.
/// </summary>
public sealed class WorkspaceDatabase(IDbContextFactory<WorkspaceContext> factory)
{
    internal Task<T> ReadAsync<T>(Func<WorkspaceContext, Task<T>> read, CancellationToken ct) => Task.Run(
        async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct).ConfigureAwait(false);
            return await read(db).ConfigureAwait(false);
        },
        ct);

    internal Task<T> WriteAsync<T>(Func<WorkspaceContext, Task<T>> write, CancellationToken ct) => Task.Run(
        async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct).ConfigureAwait(false);
            await using var transaction = await db.Database.BeginTransactionAsync(ct).ConfigureAwait(false);
            var result = await write(db).ConfigureAwait(false);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            await transaction.CommitAsync(ct).ConfigureAwait(false);
            return result;
        },
        ct);

    /// <summary>Creates the file or brings it to the present form.</summary>
    public Task MigrateAsync(CancellationToken ct) => Task.Run(
        async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct).ConfigureAwait(false);
            await db.Database.MigrateAsync(ct).ConfigureAwait(false);
            // WAL is a property of the file: readers and the one writer no longer wait for each other.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct).ConfigureAwait(false);
        },
        ct);
}
