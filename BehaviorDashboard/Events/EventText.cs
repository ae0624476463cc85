namespace BehaviorDashboard.Events;

/// <summary>Names the resources that say events, kinds and properties.</summary>
public sealed class EventText;
