using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>
/// Which files of watched folders have been handed in, as they then were; one small file of the data folder for each store.
/// Whoever is killed between handing in and noting hands in twice, and the import knows every event that it has.
/// </summary>
internal sealed class SeenFiles
{
    private readonly string _path;
    private readonly Dictionary<string, FileMark> _marks;

    private SeenFiles(string path, Dictionary<string, FileMark> marks) => (_path, _marks) = (path, marks);

    public static async Task<SeenFiles> OpenAsync(string dataFolder, StoreId store, CancellationToken ct)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(dataFolder, "watched")).FullName, $"{store}.json");
        return new SeenFiles(path, File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, FileMark>>(await File.ReadAllTextAsync(path, ct), RunJson.Options) ?? [] : []);
    }

    public bool IsNew(FileInfo file) => !_marks.TryGetValue(file.FullName, out var mark) || mark != FileMark.Of(file);

    public async Task NoteAsync(FileInfo file, FileMark mark, CancellationToken ct)
    {
        _marks[file.FullName] = mark;
        var fresh = _path + ".new";
        await File.WriteAllTextAsync(fresh, JsonSerializer.Serialize(_marks, RunJson.Options), ct);
        File.Move(fresh, _path, overwrite: true);
    }
}

/// <summary>What tells a changed file from the one that was there before.</summary>
internal sealed record FileMark(long Bytes, DateTime Changed)
{
    public static FileMark Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc);
}
