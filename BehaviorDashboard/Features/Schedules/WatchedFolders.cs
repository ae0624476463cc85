using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>Where schedules may take files from: only whoever runs the server decides that.</summary>
public sealed class WatchedFolders(IOptions<SchedulesOptions> options)
{
    public IReadOnlyList<string> Folders { get; } =
        [.. options.Value.WatchFolders.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(Path.IsPathFullyQualified).Select(Clean)];

    public Problem? Check(string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || !Path.IsPathFullyQualified(folder) || !IsAllowed(Clean(folder)))
        {
            return new Problem("schedule.folder", "The folder must lie in one that the setting Schedules:WatchFolders names.", "folder");
        }

        return Directory.Exists(folder) ? null : new Problem("schedule.folder.missing", $"There is no folder '{folder}' on the server.", "folder", folder);
    }

    // A link on the way would lead out of what is allowed.
    private bool IsAllowed(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Folders.Contains(at))
            {
                return true;
            }

            if (new DirectoryInfo(at).LinkTarget is not null)
            {
                return false;
            }
        }

        return false;
    }

    private static string Clean(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
