using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace BehaviorDashboard.Ui;

/// <summary>Figures over ordered places (days, weeks): lines, with bands, marks, and incomplete ends dashed.</summary>
public sealed partial class LineChart : ChartBase
{
    private EventCallback<(int Trace, int Point)> _click;
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _rows;
    private readonly List<int> _starts = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Names the first column of the table.</summary>
    [Parameter]
    public string? LabelTitle { get; set; }

    [Parameter]
    public string? YTitle { get; set; }

    [Parameter]
    public bool FromZero { get; set; } = true;

    [Parameter]
    public bool Fill { get; set; }

    /// <summary>The place among the labels.</summary>
    [Parameter]
    public EventCallback<int> OnPointClick { get; set; }

    protected override void OnParametersSet()
    {
        _click = EventCallback.Factory.Create<(int Trace, int Point)>(this, hit => OnPointClick.InvokeAsync(_starts.ElementAtOrDefault(hit.Trace) + hit.Point));
        _traces = [];
        _starts.Clear();
        for (var place = 0; place < Series.Count; place++)
        {
            Draw(Series[place], place);
        }

        var scale = Scale.Of(Series.SelectMany(one => one.Values.Concat(one.Low ?? []).Concat(one.High ?? [])), FromZero);
        _layout = ChartTemplate.Layout(Ink, Series.Count > 1);
        _layout.HoverMode = Plotly.Blazor.LayoutLib.HoverModeEnum.X;
        _layout.XAxis = [ChartTemplate.Labels(Ink, Labels)];
        _layout.YAxis = [ChartTemplate.FiguresY(Ink, scale, Short, YTitle)];
        _layout.Shapes = [.. Marks.Select(mark => ChartTemplate.Line(Ink, mark.Index))];
        _layout.Annotations = [.. Marks.Select(mark => ChartTemplate.Word(Ink, mark.Index, mark.Text, atEnd: mark.Index > Labels.Count * 2 / 3))];
        _rows = ChartText.Of(LabelTitle ?? "", Labels, Series, Exact);
    }

    private void Draw(ChartSeries series, int place)
    {
        var color = series.Color ?? (Series.Count == 1 ? Ink.Primary : series.Dashed ? Ink.Neutral : HouseTheme.Category(place));
        if (series is { Low: { } low, High: { } high })
        {
            Add(Bound(low, color, FillEnum.None), 0);
            Add(Bound(high, color, FillEnum.ToNextY), 0);
        }

        var until = Math.Clamp(series.IncompleteFrom ?? series.Values.Count, 0, series.Values.Count);
        Add(Part(series, color, 0, until, series.Dashed, legend: true), 0);
        if (until < series.Values.Count)
        {
            var from = Math.Max(until - 1, 0);
            Add(Part(series, color, from, series.Values.Count, dashed: true, legend: until == 0), from);
        }
    }

    private void Add(Scatter trace, int start)
    {
        _traces.Add(trace);
        _starts.Add(start);
    }

    private Scatter Part(ChartSeries series, string color, int from, int until, bool dashed, bool legend) => new()
    {
        Name = ChartTemplate.Plain(series.Name),
        X = [.. Enumerable.Range(from, until - from).Select(place => (object)place)],
        Y = [.. series.Values.Take(until).Skip(from).Select(value => (object)value!)],
        Mode = series.Values.Count == 1 ? ModeFlag.Markers : ModeFlag.Lines,
        Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = color, Width = series.Dashed ? 1.5m : 2, Dash = dashed ? "dot" : "solid" },
        Fill = Fill && !series.Dashed ? FillEnum.ToZeroY : FillEnum.None,
        FillColor = Fill ? color + "1F" : null,
        HoverTextArray = [.. Enumerable.Range(from, until - from).Select(place => Words(series, place))],
        HoverTemplate = "%{hovertext}<extra></extra>",
        ConnectGaps = false,
        ShowLegend = legend,
        LegendGroup = ChartTemplate.Plain(series.Name),
    };

    private string Words(ChartSeries series, int place)
    {
        var line = $"{series.Name}: {Exact(series.Values[place])}";
        if (series is { Low: { } low, High: { } high })
        {
            line += $" ({Exact(low[place])} – {Exact(high[place])})";
        }

        return Hover(Labels.ElementAtOrDefault(place) ?? "", [line, .. Marks.Where(mark => mark.Index == place).Select(mark => mark.Text)]);
    }

    private static Scatter Bound(IReadOnlyList<double?> values, string color, FillEnum fill) => new()
    {
        X = [.. Enumerable.Range(0, values.Count).Select(place => (object)place)],
        Y = [.. values.Select(value => (object)value!)],
        Mode = ModeFlag.Lines,
        Line = new Plotly.Blazor.Traces.ScatterLib.Line { Width = 0, Color = color },
        Fill = fill,
        FillColor = color + "26",
        HoverInfo = HoverInfoFlag.Skip,
        ShowLegend = false,
    };
}
