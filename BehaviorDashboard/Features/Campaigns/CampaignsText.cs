namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Marks the room's resources.</summary>
public sealed class CampaignsText;
