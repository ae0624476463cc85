using System.CommandLine;
using System.IO.Compression;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>The whole data folder as one file, and back. The server must be stopped: only then are all files of one moment.</summary>
internal static class BackupVerbs
{
    // The lock belongs to this machine and moment; the spool of finished imports and the engine's spill are no data.
    private static readonly string[] LeftOut = ["server.lock", "server.json"];

    public static Command Backup()
    {
        var file = new Option<FileInfo>("--out") { Description = "File to write (zip).", Required = true };
        var command = new Command("backup", "Writes everything into one file. Stop the server first.") { file };
        command.Does(async (parsed, ct) =>
        {
            using var folder = DataFolder.Take(Common.FolderOf(parsed));
            var target = parsed.GetValue(file)!.FullName;
            var count = await WriteAsync(folder.Path, target, ct);
            Answer.Write(parsed, new { file = target, files = count, bytes = new FileInfo(target).Length });
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<FileInfo>("file") { Description = "A file that backup wrote." };
        var command = new Command("restore", "Puts a backup into an empty data folder.") { file };
        command.Does(async (parsed, ct) =>
        {
            var source = parsed.GetValue(file)!;
            if (!source.Exists)
            {
                throw new VerbFailed($"There is no file {source.FullName}.");
            }

            using var folder = DataFolder.Take(Common.FolderOf(parsed));
            if (Directory.EnumerateFileSystemEntries(folder.Path).Any(e => !LeftOut.Contains(Path.GetFileName(e))))
            {
                throw new VerbFailed($"{folder.Path} is not empty. Name an empty folder with --DataFolder; nothing is overwritten.");
            }

            await ZipFile.ExtractToDirectoryAsync(source.FullName, folder.Path, ct);
            Answer.Write(parsed, new { folder = folder.Path });
        });
        return command;
    }

    private static async Task<int> WriteAsync(string folder, string target, CancellationToken ct)
    {
        var count = 0;
        // Under another name first: a backup that broke off must not look like one.
        var unfinished = target + ".unfinished";
        await using (var zip = await ZipFile.OpenAsync(unfinished, ZipArchiveMode.Create, ct))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !LeftOut.Contains(Path.GetFileName(f)) && f != unfinished))
            {
                await zip.CreateEntryFromFileAsync(file, Path.GetRelativePath(folder, file), CompressionLevel.Fastest, ct);
                count++;
            }
        }

        File.Move(unfinished, target, overwrite: true);
        return count;
    }
}
