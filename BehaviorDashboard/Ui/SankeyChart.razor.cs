using System.Globalization;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.SankeyLib;
using Plotly.Blazor.Traces.SankeyLib.NodeLib;

namespace BehaviorDashboard.Ui;

/// <summary>Flows from left to right, as wide as they are large. On a narrow screen it is scrolled sideways rather than squeezed.</summary>
public sealed partial class SankeyChart : ChartBase
{
    private const int ColumnWidth = 150;
    private const int NodeHeight = 42;
    private const int LongestName = 20;

    private EventCallback<(int Trace, int Point)> _click;
    private IList<ITrace> _traces = [];
    private Layout? _layout;
    private ChartRows? _rows;
    private int _height;
    private int _width;

    [Parameter, EditorRequired]
    public IReadOnlyList<SankeyNode> Nodes { get; set; } = [];

    /// <summary>From one column into the next, larger than 0.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SankeyLink> Links { get; set; } = [];

    /// <summary>Everything leads to the right edge, rather than away from the left one.</summary>
    [Parameter]
    public bool FromRight { get; set; }

    /// <summary>The place among the nodes.</summary>
    [Parameter]
    public EventCallback<int> OnNodeClick { get; set; }

    /// <summary>The place among the links.</summary>
    [Parameter]
    public EventCallback<int> OnLinkClick { get; set; }

    protected override void OnParametersSet()
    {
        _click = EventCallback.Factory.Create<(int Trace, int Point)>(this, hit => hit.Point < Nodes.Count ? OnNodeClick.InvokeAsync(hit.Point) : OnLinkClick.InvokeAsync(hit.Point - Nodes.Count));
        var columns = Nodes.CountBy(n => n.Column).ToList();
        _width = columns.Count * ColumnWidth;
        _height = Math.Max(Height, columns.Select(c => c.Value).DefaultIfEmpty(1).Max() * NodeHeight);
        _traces = [Flows(Colors())];
        _layout = ChartTemplate.Layout(Ink);
        _rows = new ChartRows([T["Sankey.From"], T["Sankey.To"], T["Sankey.Value"]], [.. Links.Select(l => (IReadOnlyList<string>)[Nodes[l.From].Name, Nodes[l.To].Name, Exact(l.Value)])]);
    }

    private Sankey Flows(IReadOnlyList<string> colors) => new()
    {
        Arrangement = ArrangementEnum.Fixed,
        TextFont = new TextFont { Family = HouseTheme.Fonts, Size = 12, Color = Ink.Ink, Shadow = "none" },
        Node = new Node
        {
            Label = [.. Nodes.Select(n => (object)ChartTemplate.Plain(ChartTemplate.Clip(n.Name, LongestName)))],
            ColorArray = [.. colors],
            CustomData = [.. Nodes.Select(n => (object)Hover(n.Name, Lines(n.Value, n.Note)))],
            HoverTemplate = "%{customdata}<extra></extra>",
            Align = FromRight ? AlignEnum.Right : AlignEnum.Left,
            Pad = 16,
            Thickness = 14,
            Line = new Line { Width = 0 },
        },
        // Plotly tells the number of what was clicked, but not whether it is a node or a link: links without a value are not drawn, and take the nodes' numbers away.
        Link = new Link
        {
            Source = [.. Nodes.Select(_ => (object)0), .. Links.Select(l => (object)l.From)],
            Target = [.. Nodes.Select(_ => (object)0), .. Links.Select(l => (object)l.To)],
            Value = [.. Nodes.Select(_ => (object)0), .. Links.Select(l => (object)l.Value)],
            ColorArray = [.. Nodes.Select(_ => (object)Ink.Grid), .. Links.Select(l => (object)Pale(colors[FromRight ? l.To : l.From]))],
            CustomData = [.. Nodes.Select(_ => (object)""), .. Links.Select(l => (object)Hover(T["Sankey.Link", Nodes[l.From].Name, Nodes[l.To].Name], Lines(l.Value, l.Note)))],
            HoverTemplate = "%{customdata}<extra></extra>",
        },
    };

    private IEnumerable<string> Lines(double value, string? note) => note is null ? [Exact(value)] : [Exact(value), note];

    private List<string> Colors()
    {
        var groups = Nodes.Select(n => n.Group).OfType<string>().Distinct().ToList();
        return [.. Nodes.Select(n => n.Group is { } group ? HouseTheme.Category(groups.IndexOf(group)) : Ink.Neutral)];
    }

    private static string Pale(string color) => string.Create(
        CultureInfo.InvariantCulture,
        $"rgba({Convert.ToInt32(color.Substring(1, 2), 16)},{Convert.ToInt32(color.Substring(3, 2), 16)},{Convert.ToInt32(color.Substring(5, 2), 16)},0.38)");
}
