using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace BehaviorDashboard.Ui;

/// <summary>
/// From a base through signed contributions to a total, one lying bar each. The total is drawn as given: that base and
/// contributions add up to it is the caller's promise.
/// </summary>
public sealed partial class WaterfallChart : ChartBase
{
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _table;
    private int _height;

    [Parameter, EditorRequired]
    public IReadOnlyList<WaterfallRow> Rows { get; set; } = [];

    [Parameter]
    public double Base { get; set; }

    [Parameter]
    public double Total { get; set; }

    [Parameter]
    public string? BaseLabel { get; set; }

    [Parameter]
    public string? TotalLabel { get; set; }

    /// <summary>Whether a positive contribution is bad news (a risk that rises).</summary>
    [Parameter]
    public bool UpIsBad { get; set; } = true;

    [Parameter]
    public string? ValueTitle { get; set; }

    protected override void OnParametersSet()
    {
        var bars = Bars();
        _height = 64 + (bars.Count * 30);
        _traces = [Draw(bars)];
        _layout = ChartTemplate.Layout(Ink);
        _layout.BarGap = 0.3m;
        var scale = Scale.Of(bars.SelectMany(bar => new double?[] { bar.From, bar.From + bar.Size }), fromZero: true);
        _layout.XAxis = [ChartTemplate.FiguresX(Ink, scale, Short, ValueTitle)];
        _layout.YAxis = [ChartTemplate.Names([.. bars.Select(bar => bar.Label)])];
        _table = new ChartRows(
            [T["Waterfall.What"], T["Waterfall.Contribution"]],
            [.. bars.Select(bar => (IReadOnlyList<string>)[bar.Label, Words(bar)])]);
    }

    private List<Step> Bars()
    {
        var bars = new List<Step> { new(BaseLabel ?? T["Waterfall.Base"], 0, Base, Ink.Neutral, false) };
        var at = Base;
        foreach (var row in Rows)
        {
            bars.Add(new Step(row.Label, at, row.Value, row.Value >= 0 == UpIsBad ? Ink.Loss : Ink.Gain, true));
            at += row.Value;
        }

        bars.Add(new Step(TotalLabel ?? T["Waterfall.Total"], 0, Total, Ink.Primary, false));
        return bars;
    }

    private Bar Draw(List<Step> bars) => new()
    {
        Orientation = OrientationEnum.H,
        Y = [.. Enumerable.Range(0, bars.Count).Select(place => (object)place)],
        X = [.. bars.Select(bar => (object)bar.Size)],
        BaseArray = [.. bars.Select(bar => (object)bar.From)],
        Marker = new Marker { ColorArray = [.. bars.Select(bar => (object)bar.Color)] },
        TextArray = [.. bars.Select(bar => ChartTemplate.Plain(Words(bar)))],
        TextPosition = TextPositionEnum.Auto,
        TextAngle = 0,
        InsideTextFont = new InsideTextFont { ColorArray = [.. bars.Select(bar => (object)HouseTheme.On(bar.Color))] },
        OutsideTextFont = new OutsideTextFont { Color = Ink.Ink },
        HoverTextArray = [.. bars.Select(bar => Hover(bar.Label, [Words(bar)]))],
        HoverTemplate = "%{hovertext}<extra></extra>",
        ShowLegend = false,
        ClipOnAxis = false,
    };

    private string Words(Step bar) => (bar is { Signed: true, Size: > 0 } ? "+" : "") + Exact(bar.Size);

    private sealed record Step(string Label, double From, double Size, string Color, bool Signed);
}
