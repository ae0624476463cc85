using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Imports;

/// <summary>A file that was handed in and waits for somebody to say "import". On disk, whole.</summary>
public sealed record SpooledFile(Guid Id, StoreId Store, string Name, long Bytes, string? HandedInBy);

/// <summary>
/// Takes files from outside to the disk. A file is there only once it is whole and flushed: until then it carries another name, and
/// what breaks off leaves nothing.
/// </summary>
public sealed class Spool(ImportIntake intake, IOptions<ImportOptions> options, TimeProvider clock)
{
    private const int BlockSize = 1 << 17;
    private const int BlocksPerLook = 256;

    /// <param name="length">Bytes that the sender announced; null where it did not.</param>
    public async Task<Outcome<SpooledFile>> WriteAsync(StoreId store, string name, Stream content, long? length, string? by, CancellationToken ct)
    {
        if (length > options.Value.MaximumBytes)
        {
            return TooLarge();
        }

        if (!HasRoom(length ?? 0))
        {
            return NoRoom();
        }

        Sweep();
        var file = new SpooledFile(Guid.CreateVersion7(), store, NameOf(name), 0, by);
        var unfinished = PathOf(file.Id) + ".part";
        try
        {
            var written = await CopyAsync(content, unfinished, ct);
            if (!written.Succeeded)
            {
                return Outcome<SpooledFile>.Refused(written.Problems);
            }

            file = file with { Bytes = written.Value };
            await File.WriteAllTextAsync(NotePathOf(file.Id), JsonSerializer.Serialize(new Note(store.Value, file.Name, file.Bytes, by)), ct);
            File.Move(unfinished, PathOf(file.Id));
            return file;
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            return NoRoom();
        }
        finally
        {
            // Nothing of a file that did not become whole.
            if (!File.Exists(PathOf(file.Id)))
            {
                File.Delete(NotePathOf(file.Id));
            }

            File.Delete(unfinished);
        }
    }

    /// <summary>Null when there is no such file, or it is another store's.</summary>
    public SpooledFile? Find(StoreId store, Guid id)
    {
        if (!File.Exists(PathOf(id)) || !File.Exists(NotePathOf(id)) || JsonSerializer.Deserialize<Note>(File.ReadAllText(NotePathOf(id))) is not { } note)
        {
            return null;
        }

        return note.Store == store.Value ? new SpooledFile(id, store, note.Name, note.Bytes, note.By) : null;
    }

    public string PathOf(Guid id) => Path.Combine(Directory.CreateDirectory(intake.SpoolFolder).FullName, $"{id:N}.spool");

    public void Delete(Guid id)
    {
        File.Delete(PathOf(id));
        File.Delete(NotePathOf(id));
    }

    private async Task<Outcome<long>> CopyAsync(Stream content, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        var block = new byte[BlockSize];
        long written = 0;
        for (var blocks = 1; await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct) is > 0 and var read; blocks++)
        {
            written += read;
            if (written > options.Value.MaximumBytes)
            {
                return TooLarge();
            }

            if (blocks % BlocksPerLook == 0 && !HasRoom(0))
            {
                return NoRoom();
            }

            await file.WriteAsync(block.AsMemory(0, read), ct);
        }

        file.Flush(flushToDisk: true);
        return written;
    }

    /// <summary>Whether so many bytes more would leave the free space that is asked for.</summary>
    public bool HasRoom(long bytes) =>
        new DriveInfo(Directory.CreateDirectory(intake.SpoolFolder).FullName).AvailableFreeSpace - bytes >= options.Value.MinimumFreeMegabytes * 1024L * 1024L;

    // Files of people who changed their mind, and parts that a kill left behind.
    private void Sweep()
    {
        var oldest = clock.GetUtcNow().UtcDateTime.AddDays(-options.Value.SpoolDays);
        foreach (var file in new DirectoryInfo(intake.SpoolFolder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    private string NotePathOf(Guid id) => Path.ChangeExtension(PathOf(id), ".json");

    private Problem TooLarge() => new("import.tooLarge", $"The file is larger than {options.Value.MaximumMegabytes} MB. Split it, or raise Imports:MaximumMegabytes.", "file", options.Value.MaximumMegabytes);

    public static Problem NoRoom() => new("import.disk", "The disk has no room for this file. Make room in the data folder, then hand it in again.", "file");

    private static bool IsDiskFull(IOException e) => (e.HResult & 0xFFFF) is 28 or 112;

    // A name is shown and logged, never used as a path.
    private static string NameOf(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c))]).Trim();
        return clean.Length == 0 ? "file" : clean[..Math.Min(clean.Length, 200)];
    }

    private sealed record Note(string Store, string Name, long Bytes, string? By);
}
