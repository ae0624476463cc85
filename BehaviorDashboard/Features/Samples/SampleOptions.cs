using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Features.Samples;

/// <summary>Settings of the sample store, section <c>Sample</c>.</summary>
public sealed class SampleOptions
{
    public const string Section = "Sample";

    /// <summary>Known customers; about 70 events come with each.</summary>
    [Range(100, 1_000_000)]
    public int Customers { get; set; } = 20_000;

    /// <summary>The same seed, end day, time zone and currency give the same file.</summary>
    public int Seed { get; set; } = 1;
}
