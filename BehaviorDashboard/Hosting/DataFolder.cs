using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;

namespace BehaviorDashboard.Hosting;

/// <summary>The data folder is in use by another process.</summary>
public sealed class DataFolderInUse(string folder, int? process) : Exception(
    $"The data folder {folder} is in use by another process{(process is { } id ? string.Create(CultureInfo.InvariantCulture, $" (process id {id})") : "")}. "
    + "Stop that process, or choose another folder with --DataFolder PATH.");

/// <summary>How other processes on this machine reach the server that owns the folder.</summary>
/// <param name="Key">Opens every store; the file that holds it is readable by its owner only.</param>
public sealed record ServerNote(int Process, string Address, string Key);

/// <summary>
/// The folder that holds everything, owned by one process at a time: DuckDB and the run ledger rely on it.
/// The lock is the operating system's, so it ends with the process, however that ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public string StoresFolder => System.IO.Path.Combine(Path, "stores");

    public string KeysFolder => System.IO.Path.Combine(Path, "keys");

    /// <exception cref="DataFolderInUse">Another process holds it.</exception>
    public static DataFolder Take(string path)
    {
        var folder = Directory.CreateDirectory(path).FullName;
        Restrict(folder);
        try
        {
            return new DataFolder(folder, new FileStream(System.IO.Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new DataFolderInUse(folder, ReadNote(folder)?.Process);
        }
    }

    /// <summary>Null when no server left a note. The server may be gone: its lock tells.</summary>
    public static ServerNote? ReadNote(string folder)
    {
        var file = NoteFile(folder);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ServerNote>(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Half written at this very moment; whoever asks tries again or does without.
            return null;
        }
    }

    /// <summary>Tells command-line verbs where the running server listens.</summary>
    public ServerNote WriteNote(string address)
    {
        var note = new ServerNote(Environment.ProcessId, address, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var file = NoteFile(Path);
        File.Delete(file);
        using (var stream = new FileStream(file, OwnerOnly()))
        {
            JsonSerializer.Serialize(stream, note);
        }

        return note;
    }

    public void Dispose()
    {
        File.Delete(NoteFile(Path));
        _lock.Dispose();
    }

    private static string NoteFile(string folder) => System.IO.Path.Combine(folder, "server.json");

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Restrict(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            RestrictUnix(folder);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void RestrictUnix(string folder) =>
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
