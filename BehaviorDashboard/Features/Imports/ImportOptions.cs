using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Limits of imports, section <c>Imports</c>.</summary>
public sealed class ImportOptions
{
    public const string Section = "Imports";

    /// <summary>Largest file that is taken, in megabytes. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumMegabytes { get; set; } = 20_000;

    /// <summary>Longest row, in characters; longer ones are refused. 1,024 to 16,777,216.</summary>
    [Range(1_024, 16_777_216)]
    public int LineLimit { get; set; } = 1_048_576;

    /// <summary>Refused rows that can be downloaded, per import; more are counted only. 0 to 10,000,000.</summary>
    [Range(0, 10_000_000)]
    public int RefusedRowsKept { get; set; } = 100_000;

    /// <summary>Days after which a file that was handed in and never imported is thrown away. 1 to 365.</summary>
    [Range(1, 365)]
    public int SpoolDays { get; set; } = 7;

    /// <summary>Free disk space that an upload must leave, in megabytes. 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int MinimumFreeMegabytes { get; set; } = 200;

    public long MaximumBytes => MaximumMegabytes * 1024L * 1024L;
}
