namespace BehaviorDashboard.Features.Stores;

/// <summary>Marks the room's resources.</summary>
public sealed class StoresText;
