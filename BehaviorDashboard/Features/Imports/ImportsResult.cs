using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Imports;

/// <summary>A handed-in file and what was found out about it.</summary>
public sealed record SpooledShape(SpooledFile File, FileShape Shape);

/// <summary>An import with the run that works on it.</summary>
/// <param name="State">As people see it: an import whose run gave up has failed.</param>
/// <param name="HasFile">The file is still here and can be looked at again.</param>
public sealed record ImportView(ImportRecord Record, Run? Run, ImportState State, bool HasFile = false)
{
    /// <summary>A run that is over is no longer kept beside its import.</summary>
    public double Progress => State == ImportState.Done ? 1 : Run?.Progress ?? 0;
}
