using System.Globalization;

namespace BehaviorDashboard.Shell;

/// <summary>The languages that pages speak, each by its own name.</summary>
public static class Languages
{
    public static IReadOnlyList<(string Culture, string Name)> All { get; } = [("en", "English"), ("zh-CN", "简体中文")];

    public static bool IsCurrent(string culture) => CultureInfo.CurrentUICulture.Name == culture;

    /// <param name="current">The absolute address to come back to.</param>
    public static string Address(string culture, string current) =>
        $"/language/{culture}?returnUrl={Uri.EscapeDataString(new Uri(current).PathAndQuery)}";
}
