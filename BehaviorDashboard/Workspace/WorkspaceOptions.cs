namespace BehaviorDashboard.Workspace;

public sealed class WorkspaceOptions
{
    /// <summary>The data folder; the workspace is <c>workspace.db</c> in it. Set by the host.</summary>
    public string Folder { get; set; } = "";

    public string File => Path.Combine(Folder, "workspace.db");
}
