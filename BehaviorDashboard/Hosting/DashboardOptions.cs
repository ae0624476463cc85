using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Hosting;

/// <summary>Settings of the installation, at the root of the configuration.</summary>
public sealed class DashboardOptions
{
    /// <summary>Where everything is kept; a relative path starts at the program's content root.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = "data";
}

/// <summary>Settings of background work, section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Stores whose runs execute at once; the runs of one store execute one after the other. 1 to 16.</summary>
    [Range(1, 16)]
    public int Workers { get; set; } = 2;

    /// <summary>How many seconds a schedule may be late. 1 to 3600.</summary>
    [Range(1, 3600)]
    public int ScheduleCheckSeconds { get; set; } = 20;
}
