namespace BehaviorDashboard.Features.Funnels;

/// <param name="Groups">By value of the breakdown, the largest first; a null value stands for customers without one.</param>
/// <param name="People">Ids of the customers who were asked for; null when nobody was.</param>
public sealed record FunnelsResult(IReadOnlyList<StepCount> Steps, IReadOnlyList<GroupCount> Groups, IReadOnlyList<string>? People)
{
    /// <summary>Share of the first step that reached the last; null when nobody entered.</summary>
    public double? Conversion => Steps.Count == 0 || Steps[0].Count == 0 ? null : (double)Steps[^1].Count / Steps[0].Count;
}

/// <param name="FromFirst">Share of the first step.</param>
/// <param name="FromPrevious">Share of the step that everybody had to pass before this one.</param>
/// <param name="MeanSeconds">Mean time from the filled step before.</param>
public sealed record StepCount(long Count, double? FromFirst, double? FromPrevious, double? MeanSeconds, double? MedianSeconds);

public sealed record GroupCount(string? Value, IReadOnlyList<StepCount> Steps);
