using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.XAxisLib;
using AutoMarginX = Plotly.Blazor.LayoutLib.XAxisLib.AutoMarginFlag;
using AutoMarginY = Plotly.Blazor.LayoutLib.YAxisLib.AutoMarginFlag;
using Title = Plotly.Blazor.LayoutLib.XAxisLib.Title;

namespace BehaviorDashboard.Ui;

/// <summary>
/// The one look of all charts. Places on an axis are numbers with our own tick texts, so that figures follow the page's culture
/// (Plotly knows neither 万 nor our percentages) and a label is never read as a number, a date or markup.
/// </summary>
public static class ChartTemplate
{
    public static Config Config { get; } = new()
    {
        Responsive = true,
        DisplayLogo = false,
        DisplayModeBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum.False,
        ShowTips = false,
    };

    public static Layout Layout(ChartInk ink, bool legend = false) => new()
    {
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        Font = new Font { Family = HouseTheme.Fonts, Size = 12, Color = ink.Muted },
        Margin = new Margin { L = 8, R = 16, T = legend ? 32 : 16, B = 8, AutoExpand = true },
        HoverLabel = new HoverLabel
        {
            BgColor = ink.Paper,
            BorderColor = ink.Grid,
            Font = new Plotly.Blazor.LayoutLib.HoverLabelLib.Font { Family = HouseTheme.Fonts, Size = 13, Color = ink.Ink },
            Align = Plotly.Blazor.LayoutLib.HoverLabelLib.AlignEnum.Left,
        },
        ShowLegend = legend,
        Legend = [new Legend
        {
            Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H,
            X = 0, XAnchor = Plotly.Blazor.LayoutLib.LegendLib.XAnchorEnum.Left,
            Y = 1.02m, YAnchor = Plotly.Blazor.LayoutLib.LegendLib.YAnchorEnum.Bottom,
        }],
        BarCornerRadius = 3,
        UiRevision = "kept",
    };

    /// <summary>Labels along the bottom; of many, only as many as fit are written.</summary>
    public static XAxis Labels(ChartInk ink, IReadOnlyList<string> labels, string? title = null, int most = 10)
    {
        var step = Math.Max(1, (int)Math.Ceiling(labels.Count / (double)most));
        var shown = Enumerable.Range(0, labels.Count).Where(place => place % step == 0).ToList();
        return new XAxis
        {
            TickMode = TickModeEnum.Array,
            TickVals = shown.ConvertAll(place => (object)place),
            TickText = shown.ConvertAll(place => (object)Plain(Clip(labels[place], 22))),
            ShowGrid = false,
            ZeroLine = false,
            ShowLine = true,
            LineColor = ink.Grid,
            AutoMargin = AutoMarginX.True,
            Title = TitleX(title),
            Range = [-0.5, Math.Max(labels.Count - 0.5, 0.5)],
        };
    }

    /// <summary>Names down the left side, the first on top.</summary>
    public static YAxis Names(IReadOnlyList<string> names) => new()
    {
        TickMode = Plotly.Blazor.LayoutLib.YAxisLib.TickModeEnum.Array,
        TickVals = [.. Enumerable.Range(0, names.Count).Select(place => (object)place)],
        TickText = [.. names.Select(name => (object)Plain(Clip(name, 48)))],
        ShowGrid = false,
        ZeroLine = false,
        FixedRange = true,
        AutoMargin = AutoMarginY.True,
        Range = [names.Count - 0.5, -0.5],
    };

    public static XAxis FiguresX(ChartInk ink, Scale scale, Func<double, string> format, string? title = null) => new()
    {
        TickMode = TickModeEnum.Array,
        TickVals = [.. scale.Ticks.Select(tick => (object)tick)],
        TickText = [.. scale.Ticks.Select(tick => (object)Plain(format(tick)))],
        Range = [scale.Low, scale.High],
        GridColor = ink.Grid,
        ZeroLine = scale.Low < 0,
        ZeroLineColor = ink.Muted,
        FixedRange = true,
        AutoMargin = AutoMarginX.True,
        Title = TitleX(title),
    };

    public static YAxis FiguresY(ChartInk ink, Scale scale, Func<double, string> format, string? title = null) => new()
    {
        TickMode = Plotly.Blazor.LayoutLib.YAxisLib.TickModeEnum.Array,
        TickVals = [.. scale.Ticks.Select(tick => (object)tick)],
        TickText = [.. scale.Ticks.Select(tick => (object)Plain(format(tick)))],
        Range = [scale.Low, scale.High],
        GridColor = ink.Grid,
        ZeroLine = scale.Low < 0,
        ZeroLineColor = ink.Muted,
        FixedRange = true,
        AutoMargin = AutoMarginY.True,
        Title = title is null ? null : new Plotly.Blazor.LayoutLib.YAxisLib.Title { Text = Plain(title), Standoff = 8 },
    };

    public static Shape Line(ChartInk ink, double x) => new()
    {
        Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
        X0 = x,
        X1 = x,
        Y0 = 0,
        Y1 = 1,
        YRef = "paper",
        Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = ink.Attention, Width = 1, Dash = "dot" },
    };

    /// <param name="atEnd">Written to the left of its line: to the right it would leave the chart.</param>
    public static Annotation Word(ChartInk ink, double x, string text, bool atEnd = false) => new()
    {
        X = x,
        Y = 1,
        YRef = "paper",
        Text = Plain(Clip(text, 24)),
        HoverText = Plain(text),
        ShowArrow = false,
        XAnchor = atEnd ? Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Right : Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left,
        YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Top,
        Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = 11, Color = ink.Attention },
    };

    /// <summary>Plotly reads a few tags and entities in every text; what people typed must stay text.</summary>
    public static string Plain(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Clip(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    private static Title? TitleX(string? title) => title is null ? null : new Title { Text = Plain(title), Standoff = 8 };
}
