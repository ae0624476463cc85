using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace BehaviorDashboard.Ui;

/// <summary>Bars from zero, upright or lying, side by side or stacked, with error bars and direct labels.</summary>
public sealed partial class BarChart : ChartBase
{
    private EventCallback<(int Trace, int Point)> _click;
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _rows;
    private int _height;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Lying bars: for names that are words. The height then follows their number.</summary>
    [Parameter]
    public bool Horizontal { get; set; }

    /// <summary>Upon each other; negative values below the line.</summary>
    [Parameter]
    public bool Stacked { get; set; }

    [Parameter]
    public string? LabelTitle { get; set; }

    [Parameter]
    public string? ValueTitle { get; set; }

    /// <summary>The place among the labels.</summary>
    [Parameter]
    public EventCallback<int> OnBarClick { get; set; }

    protected override void OnParametersSet()
    {
        _click = EventCallback.Factory.Create<(int Trace, int Point)>(this, hit => OnBarClick.InvokeAsync(hit.Point));
        _height = Horizontal ? 56 + (Labels.Count * Math.Max(28, Stacked ? 28 : 20 * Series.Count)) : Height;
        _traces = [.. Series.Select((series, place) => (ITrace)Bars(series, place))];
        _layout = ChartTemplate.Layout(Ink, Series.Count > 1);
        _layout.BarMode = Stacked ? BarModeEnum.Relative : BarModeEnum.Group;
        _layout.BarGap = 0.35m;
        var scale = Scale.Of(Extremes());
        _layout.XAxis = [Horizontal ? ChartTemplate.FiguresX(Ink, scale, Short, ValueTitle) : ChartTemplate.Labels(Ink, Labels, LabelTitle, 14)];
        _layout.YAxis = [Horizontal ? ChartTemplate.Names(Labels) : ChartTemplate.FiguresY(Ink, scale, Short, ValueTitle)];
        _rows = ChartText.Of(LabelTitle ?? "", Labels, Series, Exact);
    }

    private IEnumerable<double?> Extremes() => Stacked
        ? Enumerable.Range(0, Labels.Count).SelectMany(place => new double?[] { Sum(place, 1), Sum(place, -1) })
        : Series.SelectMany(series => series.Values.Concat(series.Low ?? []).Concat(series.High ?? []));

    private double? Sum(int place, int sign) =>
        Series.Sum(series => series.Values.ElementAtOrDefault(place) is { } value && Math.Sign(value) == sign ? value : 0);

    private Bar Bars(ChartSeries series, int place)
    {
        var color = series.Color ?? (Series.Count == 1 ? Ink.Primary : HouseTheme.Category(place));
        var places = Enumerable.Range(0, series.Values.Count).Select(one => (object)one).ToList();
        var values = series.Values.Select(value => (object)value!).ToList();
        var label = Series.Count == 1 && Labels.Count <= 14;
        var bar = new Bar
        {
            Name = ChartTemplate.Plain(series.Name),
            X = Horizontal ? values : places,
            Y = Horizontal ? places : values,
            Orientation = Horizontal ? OrientationEnum.H : OrientationEnum.V,
            Marker = new Marker { Color = color, OpacityArray = [.. series.Values.Select((_, one) => (decimal?)(one >= series.IncompleteFrom ? 0.45m : 1m))] },
            HoverTextArray = [.. series.Values.Select((value, one) => Hover(Labels.ElementAtOrDefault(one) ?? "", [$"{series.Name}: {Exact(value)}"]))],
            HoverTemplate = "%{hovertext}<extra></extra>",
            TextArray = label ? [.. series.Values.Select(value => value is { } known ? ChartTemplate.Plain(Short(known)) : "")] : null,
            TextPosition = label && series.Low is null ? TextPositionEnum.Auto : TextPositionEnum.None,
            TextAngle = 0,
            InsideTextFont = new InsideTextFont { Color = HouseTheme.On(color) },
            OutsideTextFont = new OutsideTextFont { Color = Ink.Ink },
            ClipOnAxis = false,
        };
        AddInterval(bar, series);
        return bar;
    }

    private void AddInterval(Bar bar, ChartSeries series)
    {
        if (series is not { Low: { } low, High: { } high })
        {
            return;
        }

        var above = series.Values.Select((value, place) => (object)((high[place] ?? value ?? 0) - (value ?? 0))).ToList();
        var below = series.Values.Select((value, place) => (object)((value ?? 0) - (low[place] ?? value ?? 0))).ToList();
        if (Horizontal)
        {
            bar.ErrorX = new ErrorX { Type = Plotly.Blazor.Traces.BarLib.ErrorXLib.TypeEnum.Data, Symmetric = false, Array = above, ArrayMinus = below, Color = Ink.Ink, Thickness = 1.5m, Width = 4 };
        }
        else
        {
            bar.ErrorY = new ErrorY { Type = Plotly.Blazor.Traces.BarLib.ErrorYLib.TypeEnum.Data, Symmetric = false, Array = above, ArrayMinus = below, Color = Ink.Ink, Thickness = 1.5m, Width = 4 };
        }
    }
}
