namespace BehaviorDashboard.Ui;

/// <summary>How things are drawn now; cascaded by the layout, taken by charts.</summary>
public sealed record ThemeMode(bool Dark, bool ReducedMotion = false)
{
    public static ThemeMode Light { get; } = new(false);
}
