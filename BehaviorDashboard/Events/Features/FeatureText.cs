namespace BehaviorDashboard.Events.Features;

/// <summary>Marks the resources that hold the features' names and sentences.</summary>
public sealed class FeatureText;
