using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

public enum NavGroup
{
    Today,
    Behaviour,
    Customers,
    Act,
    SetUp,
}

/// <summary>One word in the navigation; each room registers its own.</summary>
/// <param name="Icon">SVG content, as in MudBlazor's <c>Icons</c>.</param>
/// <param name="Text">The room's text marker; <paramref name="Key"/> is looked up there.</param>
/// <param name="Path">Address below the store, without slashes at the ends: <c>funnels</c>.</param>
public sealed record NavEntry(NavGroup Group, int Order, string Icon, Type Text, string Key, string Path, MemberRole Minimum)
{
    /// <summary>The room's page goes by the global filter, so the frame shows it there.</summary>
    public bool IsFiltered { get; init; }
}
