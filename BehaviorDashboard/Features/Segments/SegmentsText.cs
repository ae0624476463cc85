namespace BehaviorDashboard.Features.Segments;

/// <summary>Marks the room's resources.</summary>
public sealed class SegmentsText;
