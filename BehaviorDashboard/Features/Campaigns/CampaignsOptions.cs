using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Settings of suggestions and campaigns, section <c>Campaigns</c>.</summary>
public sealed class CampaignsOptions
{
    public const string Section = "Campaigns";

    /// <summary>Share of an audience that is left alone at random, so that there is something to compare with.</summary>
    [Range(0.05, 0.5)]
    public double HoldOutShare { get; set; } = 0.2;

    /// <summary>A cart that was left longer ago is no longer worth a reminder.</summary>
    [Range(1, 60)]
    public int CartDays { get; set; } = 14;

    /// <summary>Smaller groups are not suggested.</summary>
    [Range(2, 100_000)]
    public int MinimumCustomers { get; set; } = 30;
}
