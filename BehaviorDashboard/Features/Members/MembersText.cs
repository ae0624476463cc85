namespace BehaviorDashboard.Features.Members;

/// <summary>Marks the room's resources.</summary>
public sealed class MembersText;
