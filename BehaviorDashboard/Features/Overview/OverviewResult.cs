using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Overview;

/// <summary>The figures of a period and of the one before it.</summary>
/// <param name="Before">Null where no comparison was asked for, or nothing lies before.</param>
/// <param name="Incomplete">Index of the first day that is not over yet; null when all are.</param>
public sealed record OverviewResult(
    DateRange Range,
    Measures Now,
    Measures? Before,
    IReadOnlyList<DayMeasures> Days,
    IReadOnlyList<DayMeasures> DaysBefore,
    int? Incomplete,
    IReadOnlyList<DayNote> Notes);

/// <summary>Something to look at today.</summary>
/// <param name="Code">A sentence of the resources: <c>Attention.{code}</c>.</param>
/// <param name="Path">The page that helps, below the store.</param>
/// <param name="Weight">The larger, the higher up.</param>
public sealed record AttentionItem(string Code, string Path, int Weight, long Count = 0, double Amount = 0, string? Name = null);

/// <summary>How the data does.</summary>
/// <param name="State">good, attention or empty.</param>
public sealed record DataHealth(string State, long Events, DateTime? Last, long RefusedOfLastImport, long RowsOfLastImport);

/// <summary>The chain of runs that fills the pages, in order.</summary>
/// <param name="Current">The run that works or waits first; null when all are over.</param>
public sealed record SetupProgress(IReadOnlyList<SetupStep> Steps, Run? Current)
{
    public bool IsOpen => Current is not null;

    public double Share => Steps.Count == 0 ? 0 : Steps.Sum(s => s.State == RunState.Done ? 1 : s.State == RunState.Running ? s.Progress : 0) / Steps.Count;
}

/// <param name="State">Null: not queued yet.</param>
public sealed record SetupStep(string Kind, RunState? State, double Progress);
