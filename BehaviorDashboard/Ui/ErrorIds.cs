namespace BehaviorDashboard.Ui;

/// <summary>Short ids that a person can read out and the log knows.</summary>
public static class ErrorIds
{
    public static string Next() => Guid.NewGuid().ToString("N")[..8];
}
