namespace BehaviorDashboard.Features.Funnels;

/// <summary>Marks the words of the funnels page: FunnelsText.resx and FunnelsText.zh-Hans.resx.</summary>
public sealed class FunnelsText;
