namespace BehaviorDashboard.Features.Keys;

/// <summary>Marks the room's resources.</summary>
public sealed class KeysText;
