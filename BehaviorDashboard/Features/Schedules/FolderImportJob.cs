using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>What a run of the kind <c>folder</c> is told.</summary>
public sealed record FolderArguments(string Folder = "");

/// <summary>Hands the new and the changed files of a watched folder in, each as an import of its own; the files stay where they are.</summary>
public sealed class FolderImportJob(WatchedFolders watched, ImportIntake intake, IOptions<WorkspaceOptions> workspace, TimeProvider clock) : IRunJob
{
    // A file that is still being written is left for the next time.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    public string Kind => RunKinds.Folder;

    public int? AfterImport => null;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var folder = run.Arguments<FolderArguments>().Folder;
        if (watched.Check(folder) is { } problem)
        {
            throw new RunRefused(problem);
        }

        var seen = await SeenFiles.OpenAsync(workspace.Value.Folder, run.Store, ct);
        var files = FilesOf(folder).Where(seen.IsNew).ToList();
        var imports = new List<Guid>();
        foreach (var file in files)
        {
            await run.ReportAsync((double)imports.Count / files.Count, "reading");
            imports.Add(await HandInAsync(run, file, seen, ct));
        }

        run.Complete(new { files = imports.Count, imports });
    }

    private async Task<Guid> HandInAsync(RunContext run, FileInfo file, SeenFiles seen, CancellationToken ct)
    {
        // The mark is of the moment before reading: what changes meanwhile counts as changed next time.
        var mark = FileMark.Of(file);
        var import = await intake.AcceptAsync(run.Store, file.Name, ImportIntake.AnyProfile, run.RequestedBy, CopyAsync, ct);
        await seen.NoteAsync(file, mark, CancellationToken.None);
        return import.Id;

        async Task CopyAsync(Stream spool, CancellationToken stop)
        {
            await using var source = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await source.CopyToAsync(spool, stop);
        }
    }

    private IEnumerable<FileInfo> FilesOf(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint | FileAttributes.Directory })
        .Where(f => f.Length > 0 && clock.GetUtcNow().UtcDateTime - f.LastWriteTimeUtc >= Quiet)
        .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal);
}
