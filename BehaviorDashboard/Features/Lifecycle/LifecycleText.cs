namespace BehaviorDashboard.Features.Lifecycle;

public sealed class LifecycleText;
