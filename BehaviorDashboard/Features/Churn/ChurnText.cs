namespace BehaviorDashboard.Features.Churn;

/// <summary>Marks the room's resources.</summary>
public sealed class ChurnText;
