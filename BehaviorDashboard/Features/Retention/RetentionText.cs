namespace BehaviorDashboard.Features.Retention;

public sealed class RetentionText;
