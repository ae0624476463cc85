using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Workspace;

/// <summary>What an import run is told: which row of the <see cref="ImportLedger"/> it works on.</summary>
public sealed record ImportArguments(Guid Import);

/// <summary>
/// The way by which a file that this process makes becomes an ordinary import: written to the spool and flushed to the disk, then the
/// ledger row, then the run. What breaks off half-way leaves nothing behind.
/// </summary>
public sealed class ImportIntake(IOptions<WorkspaceOptions> options, ImportLedger imports, RunLedger runs)
{
    /// <summary>Stands for the profile until the import has looked at the file and recognised it.</summary>
    public const string AnyProfile = "auto";

    public string SpoolFolder => Path.Combine(options.Value.Folder, "spool");

    /// <param name="profile">A profile's code, such as <c>events</c>, or <see cref="AnyProfile"/>.</param>
    /// <param name="write">Writes the whole file.</param>
    public async Task<ImportRecord> AcceptAsync(StoreId store, string fileName, string profile, string? requestedBy, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var path = Path.Combine(Directory.CreateDirectory(SpoolFolder).FullName, $"{id:N}.spool");
        try
        {
            var bytes = await SpoolAsync(path, write, ct);
            return await QueueAsync(new NewImport(store, fileName, bytes, path, profile, Id: id, RequestedBy: requestedBy), ct);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task<long> SpoolAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await write(file, ct);
        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    private async Task<ImportRecord> QueueAsync(NewImport import, CancellationToken ct)
    {
        var record = await imports.CreateAsync(import, ct);
        var run = await runs.QueueAsync(import.Store, RunKinds.Import, new ImportArguments(record.Id), import.RequestedBy, CancellationToken.None);
        return await imports.UpdateAsync(record with { Run = run.Id }, CancellationToken.None);
    }
}
