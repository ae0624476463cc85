using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace BehaviorDashboard.Ui;

/// <summary>Shares of a whole over ordered places, stacked to 100 %. Takes amounts; the shares are computed here.</summary>
public sealed partial class StackedShareChart : ChartBase
{
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _rows;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    [Parameter]
    public string? LabelTitle { get; set; }

    protected override void OnParametersSet()
    {
        var totals = Enumerable.Range(0, Labels.Count).Select(place => Series.Sum(series => series.Values.ElementAtOrDefault(place) ?? 0)).ToList();
        _traces = [.. Series.Select((series, place) => (ITrace)Area(series, place, totals))];
        _layout = ChartTemplate.Layout(Ink, legend: true);
        _layout.HoverMode = Plotly.Blazor.LayoutLib.HoverModeEnum.X;
        _layout.XAxis = [ChartTemplate.Labels(Ink, Labels)];
        if (Labels.Count > 1)
        {
            _layout.XAxis[0].Range = [0, Labels.Count - 1];
        }

        _layout.YAxis = [ChartTemplate.FiguresY(Ink, new Scale(0, 1, [0, 0.25, 0.5, 0.75, 1]), share => NumberFormat.Percent(share, 0))];
        _rows = new ChartRows(
            [LabelTitle ?? "", .. Series.Select(series => series.Name)],
            [.. Labels.Select((label, at) => (IReadOnlyList<string>)[label, .. Series.Select(series => Words(series, at, totals))])]);
    }

    private Scatter Area(ChartSeries series, int place, List<double> totals)
    {
        var color = series.Color ?? HouseTheme.Category(place);
        return new Scatter
        {
            Name = ChartTemplate.Plain(series.Name),
            X = [.. Enumerable.Range(0, Labels.Count).Select(at => (object)at)],
            Y = [.. Enumerable.Range(0, Labels.Count).Select(at => (object)(Share(series, at, totals) ?? 0))],
            StackGroup = "one",
            Mode = Labels.Count == 1 ? ModeFlag.Markers : ModeFlag.Lines,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Width = 0.5m, Color = color },
            FillColor = color + "B3",
            HoverTextArray = [.. Enumerable.Range(0, Labels.Count).Select(at => Hover(Labels[at], [$"{series.Name}: {Words(series, at, totals)}"]))],
            HoverTemplate = "%{hovertext}<extra></extra>",
        };
    }

    private string Words(ChartSeries series, int place, List<double> totals) =>
        $"{NumberFormat.Percent(Share(series, place, totals))} ({Exact(series.Values.ElementAtOrDefault(place))})";

    private static double? Share(ChartSeries series, int place, List<double> totals) =>
        totals[place] > 0 ? (series.Values.ElementAtOrDefault(place) ?? 0) / totals[place] : null;
}
