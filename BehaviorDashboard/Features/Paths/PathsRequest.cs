using System.Text.Json;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Paths;

/// <summary>Paths as programs ask for them.</summary>
/// <param name="Start">An event, <c>@session-start</c> or <c>@session-end</c>; without it, the session's start forward and its end backward.</param>
/// <param name="Direction">forward or backward.</param>
/// <param name="Limit">How far paths lead across sessions; without it they stay within one.</param>
/// <param name="Steps">Which events are steps; without it, what customers do themselves, save the mark that a session began.</param>
/// <param name="Target">An event whose share is counted.</param>
/// <param name="Depth">Steps that a path is followed; 2 to 10.</param>
/// <param name="Label">What a step is called by: kind, event, or a property. Events without it are no steps.</param>
/// <param name="Collapse">A step that repeats the one before it is none.</param>
/// <param name="MinShare">Labels that fewer paths have at a step are put together; 0.005 to 0.5.</param>
/// <param name="MostLabels">Labels that stand by themselves at each step; 2 to 30.</param>
/// <param name="Filter">A list of conditions that every event must meet, or a condition tree over customers.</param>
/// <param name="Compare">previous (the time before) or year (364 days earlier, so that weekdays match).</param>
/// <param name="Sessions">inactivity, or ids: those of the data.</param>
public sealed record PathsRequest(
    AskedStep? Start = null,
    string? Direction = null,
    AskedPathLimit? Limit = null,
    AskedStep? Steps = null,
    AskedStep? Target = null,
    int? Depth = null,
    string? Label = null,
    bool Collapse = true,
    double? MinShare = null,
    int? MostLabels = null,
    AskedRange? Range = null,
    JsonElement? Filter = null,
    string? Compare = null,
    string? Sessions = null,
    int? SessionGapMinutes = null,
    AskedPathPeople? People = null)
{
    public const string SessionStart = "@session-start";
    public const string SessionEnd = "@session-end";
}

/// <param name="Unit">minute, hour, day or week.</param>
public sealed record AskedPathLimit(int Value = 7, string? Unit = null);

/// <param name="Step">0 is the start.</param>
/// <param name="Node">Without it, everybody with a path.</param>
/// <param name="Next">Where they went from there.</param>
/// <param name="Reached">Only with, or only without the target.</param>
public sealed record AskedPathPeople(int Step = 0, AskedPathNode? Node = null, AskedPathNode? Next = null, bool? Reached = null);

/// <param name="Label">Of a step.</param>
/// <param name="Kind">step, start, other, ended or open; step where there is a label.</param>
public sealed record AskedPathNode(string? Label = null, string? Kind = null);
