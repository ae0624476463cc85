using MudBlazor;

namespace BehaviorDashboard.Ui;

/// <summary>The only place that knows a colour: the palette in light and dark, the categories, and the fonts.</summary>
public static class HouseTheme
{
    public const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

    private const string Pitch = "#0B1215";

    private static readonly string[] FontList = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

    /// <summary>Okabe-Ito, which colour-blind people tell apart; starts with the strongest against paper. The last is for "other".</summary>
    public static IReadOnlyList<string> Categories { get; } =
        ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#B8A90C", "#8A8F98"];

    public static ChartInk Light { get; } = new(
        Ink: "#1B1F2A", Muted: "#5B6372", Grid: "#E7E7E2", Paper: "#FFFFFF", Primary: "#0F766E", PrimarySoft: "#CFE5E2",
        Gain: "#15803D", Loss: "#B91C1C", Attention: "#B45309", Neutral: "#8A8F98");

    public static ChartInk Dark { get; } = new(
        Ink: "#E6E8EC", Muted: "#A3ABBA", Grid: "#2A303D", Paper: "#1A1F2A", Primary: "#2DD4BF", PrimarySoft: "#1F4A49",
        Gain: "#4ADE80", Loss: "#F87171", Attention: "#FBBF24", Neutral: "#8A93A3");

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = Light.Primary,
            Secondary = "#334155",
            Tertiary = Light.Attention,
            Success = Light.Gain,
            Error = Light.Loss,
            Warning = Light.Attention,
            Info = "#0369A1",
            Background = "#FAFAF8",
            Surface = Light.Paper,
            AppbarBackground = "#FFFFFF",
            AppbarText = Light.Ink,
            DrawerBackground = "#FAFAF8",
            DrawerText = Light.Ink,
            DrawerIcon = Light.Muted,
            TextPrimary = Light.Ink,
            TextSecondary = Light.Muted,
            LinesDefault = "#E2E2DC",
            LinesInputs = "#8A8F98",
            Divider = "#E2E2DC",
            TableLines = "#E7E7E2",
            ActionDefault = Light.Muted,
        },
        PaletteDark = new PaletteDark
        {
            Primary = Dark.Primary,
            PrimaryContrastText = Pitch,
            Secondary = "#94A3B8",
            Tertiary = Dark.Attention,
            Success = Dark.Gain,
            Error = Dark.Loss,
            Warning = Dark.Attention,
            Info = "#38BDF8",
            Background = "#12151C",
            Surface = Dark.Paper,
            AppbarBackground = "#161A23",
            AppbarText = Dark.Ink,
            DrawerBackground = "#12151C",
            DrawerText = Dark.Ink,
            DrawerIcon = Dark.Muted,
            TextPrimary = Dark.Ink,
            TextSecondary = Dark.Muted,
            LinesDefault = "#2F3644",
            LinesInputs = "#6B7487",
            Divider = "#2F3644",
            TableLines = "#2A303D",
            ActionDefault = Dark.Muted,
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = FontList, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { TextTransform = "none", FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "normal" },
        },
    };

    /// <summary>The ink that can be read on a colour: dark or white, whichever stands out more (WCAG 2.2, relative luminance).</summary>
    public static string On(string color)
    {
        var luminance = Luminance(color);
        return (luminance + 0.05) / (Luminance(Pitch) + 0.05) >= 1.05 / (luminance + 0.05) ? Pitch : "#FFFFFF";
    }

    /// <param name="color">#RRGGBB.</param>
    /// <returns>0 is black, 1 is white.</returns>
    internal static double Luminance(string color)
    {
        double Part(int at)
        {
            var share = Convert.ToInt32(color.Substring(at, 2), 16) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }

    public static ChartInk Ink(ThemeMode? mode) => mode is { Dark: true } ? Dark : Light;

    /// <summary>The same place is the same colour everywhere; beyond the palette, the colour of "other".</summary>
    public static string Category(int place) => Categories[Math.Clamp(place, 0, Categories.Count - 1)];
}

/// <summary>The colours that a chart draws with.</summary>
public sealed record ChartInk(
    string Ink, string Muted, string Grid, string Paper, string Primary, string PrimarySoft, string Gain, string Loss, string Attention, string Neutral);
