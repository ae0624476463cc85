namespace BehaviorDashboard.Features.Paths;

/// <summary>Names the resources of the room.</summary>
public sealed class PathsText;
