namespace BehaviorDashboard.Features.Overview;

/// <summary>Marks the words of the overview: OverviewText.resx and OverviewText.zh-Hans.resx.</summary>
public sealed class OverviewText;
