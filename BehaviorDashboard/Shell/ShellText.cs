namespace BehaviorDashboard.Shell;

/// <summary>Marks the frame's resources.</summary>
public sealed class ShellText;
