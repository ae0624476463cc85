using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BehaviorDashboard.Workspace.Tables;

/// <summary>How <c>dotnet ef migrations add</c> gets a context without starting the server.</summary>
internal sealed class WorkspaceDesign : IDesignTimeDbContextFactory<WorkspaceContext>
{
    public WorkspaceContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WorkspaceContext>();
        WorkspaceFloor.Configure(options, "design.db");
        return new WorkspaceContext(options.Options);
    }
}
