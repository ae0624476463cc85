namespace BehaviorDashboard.Features.Imports;

/// <summary>Marks the words of the data page: ImportsText.resx and ImportsText.zh-Hans.resx.</summary>
public sealed class ImportsText;
