namespace BehaviorDashboard.Features.Sessions;

/// <summary>Names the resources of the room.</summary>
public sealed class SessionsText;
