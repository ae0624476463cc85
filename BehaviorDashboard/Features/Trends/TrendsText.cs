namespace BehaviorDashboard.Features.Trends;

/// <summary>Names the resources of the room.</summary>
public sealed class TrendsText;
