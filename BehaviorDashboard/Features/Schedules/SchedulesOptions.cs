namespace BehaviorDashboard.Features.Schedules;

/// <summary>Settings of schedules, section <c>Schedules</c>.</summary>
public sealed class SchedulesOptions
{
    public const string Section = "Schedules";

    /// <summary>Folders from which a schedule may take files, full paths with ';' between them. Empty: none.</summary>
    public string WatchFolders { get; set; } = "";
}
