using System.Globalization;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace BehaviorDashboard.Ui;

/// <summary>Points on two figures, with size and group: a map of segments, calibration, deciles.</summary>
public sealed partial class ScatterChart : ChartBase
{
    private EventCallback<(int Trace, int Point)> _click;
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _rows;
    private List<List<int>> _places = [];
    private List<string?> _groups = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<ScatterPoint> Points { get; set; } = [];

    [Parameter, EditorRequired]
    public string XTitle { get; set; } = "";

    [Parameter, EditorRequired]
    public string YTitle { get; set; } = "";

    /// <summary>Names the first column of the table.</summary>
    [Parameter]
    public string? LabelTitle { get; set; }

    /// <summary>Format of X; <see cref="ChartBase.Format"/> is that of Y.</summary>
    [Parameter]
    public Func<double, string>? FormatX { get; set; }

    /// <summary>Numbers the points, with a key above: words beside points would lie over each other.</summary>
    [Parameter]
    public bool ShowLabels { get; set; }

    /// <summary>Draws the line where both figures are equal.</summary>
    [Parameter]
    public bool Diagonal { get; set; }

    [Parameter]
    public bool FromZero { get; set; } = true;

    /// <summary>The place among the points.</summary>
    [Parameter]
    public EventCallback<int> OnPointClick { get; set; }

    protected override void OnParametersSet()
    {
        _click = EventCallback.Factory.Create<(int Trace, int Point)>(this, ClickedAsync);
        _groups = [.. Points.Select(point => point.Group).Distinct()];
        // Small points on top of big ones.
        _places = [.. _groups.Select(group => Enumerable.Range(0, Points.Count).Where(place => Points[place].Group == group).ToList()).OrderByDescending(places => places.Max(place => Points[place].Size))];
        _traces = [.. _places.Select(places => (ITrace)Cloud(places))];
        _layout = ChartTemplate.Layout(Ink, _groups.Count > 1 && !ShowLabels);
        var x = Scale.Of(Points.Select(point => (double?)point.X), FromZero);
        var y = Scale.Of(Points.Select(point => (double?)point.Y), FromZero);
        _layout.XAxis = [ChartTemplate.FiguresX(Ink, Wider(x), WordsX, XTitle)];
        _layout.YAxis = [ChartTemplate.FiguresY(Ink, Wider(y), Short, YTitle)];
        AddDiagonal(x, y);
        _rows = new ChartRows(
            [LabelTitle ?? "", XTitle, YTitle],
            [.. Points.Select((point, place) => (IReadOnlyList<string>)[ShowLabels ? $"{place + 1}. {point.Label}" : point.Label, WordsX(point.X), Exact(point.Y)])]);
    }

    private Task ClickedAsync((int Trace, int Point) hit) =>
        _places.ElementAtOrDefault(hit.Trace)?.ElementAtOrDefault(hit.Point) is { } place ? OnPointClick.InvokeAsync(place) : Task.CompletedTask;

    private void AddDiagonal(Scale x, Scale y)
    {
        if (Diagonal)
        {
            var line = ChartTemplate.Line(Ink, 0);
            (line.X0, line.Y0, line.X1, line.Y1) = (Math.Max(x.Low, y.Low), Math.Max(x.Low, y.Low), Math.Min(x.High, y.High), Math.Min(x.High, y.High));
            line.YRef = "y";
            line.Line!.Color = Ink.Neutral;
            _layout!.Shapes = [line];
        }
    }

    private string ColorOf(int place) => Points[place].Group is null ? Ink.Primary : HouseTheme.Category(_groups.IndexOf(Points[place].Group));

    private Scatter Cloud(List<int> places) => Cloud(places, [.. places.Select(place => Points[place])]);

    private Scatter Cloud(List<int> places, List<ScatterPoint> points) => new()
    {
        Name = ChartTemplate.Plain(points[0].Group ?? ""),
        X = [.. points.Select(point => (object)point.X)],
        Y = [.. points.Select(point => (object)point.Y)],
        Mode = ShowLabels ? ModeFlag.Markers | ModeFlag.Text : ModeFlag.Markers,
        Marker = new Marker
        {
            Color = ColorOf(places[0]),
            SizeArray = [.. points.Select(point => (decimal?)Diameter(point.Size))],
            Opacity = 0.85m,
        },
        TextArray = ShowLabels ? [.. places.Select(place => (place + 1).ToString(CultureInfo.InvariantCulture))] : null,
        TextPosition = TextPositionEnum.MiddleCenter,
        TextFont = new TextFont { Color = HouseTheme.On(ColorOf(places[0])), Size = 12 },
        HoverTextArray = [.. points.Select(point => Hover(point.Label, [$"{XTitle}: {WordsX(point.X)}", $"{YTitle}: {Exact(point.Y)}"]))],
        HoverTemplate = "%{hovertext}<extra></extra>",
    };

    private decimal Diameter(double size)
    {
        var most = Points.Max(point => point.Size);
        var least = Points.Min(point => point.Size);
        return most <= least || most <= 0 ? (ShowLabels ? 22 : 10) : (decimal)((ShowLabels ? 20 : 8) + ((ShowLabels ? 20 : 32) * Math.Sqrt(Math.Max(size, 0) / most)));
    }

    private string WordsX(double value) => FormatX is null ? NumberFormat.Short(value) : FormatX(value);

    // Half a step of air, so that a big point at the edge is not cut.
    private static Scale Wider(Scale scale)
    {
        var air = (scale.High - scale.Low) * 0.06;
        return scale with { Low = scale.Low - air, High = scale.High + air };
    }
}
