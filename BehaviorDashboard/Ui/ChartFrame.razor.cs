using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.Interop;

namespace BehaviorDashboard.Ui;

/// <summary>The one place that draws: traces and layout in, a labelled figure with its table out.</summary>
public sealed partial class ChartFrame : ComponentBase
{
    private PlotlyChart? _chart;
    private IList<ITrace>? _drawn;
    private bool _subscribed;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public IList<ITrace> Traces { get; set; } = [];

    [Parameter, EditorRequired]
    public Layout Layout { get; set; } = null!;

    [Parameter]
    public int Height { get; set; } = 280;

    [Parameter]
    public ChartRows? Rows { get; set; }

    /// <summary>
    /// Draws with the whole of Plotly (4.9 MB) rather than with lines, bars and points alone (1.1 MB). The browser holds one of the two: charts of one page take the same.
    /// </summary>
    [Parameter]
    public bool Full { get; set; }

    /// <summary>The trace and the point that were clicked.</summary>
    [Parameter]
    public EventCallback<(int Trace, int Point)> OnClick { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_chart is null)
        {
            return;
        }

        try
        {
            if (!firstRender && !ReferenceEquals(_drawn, Traces))
            {
                // Plotly.react changes what differs and keeps the rest: no flicker.
                await _chart.React();
            }

            _drawn = Traces;
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; so is the chart.
        }
        catch (OperationCanceledException)
        {
            // The same, seen from a call that was under way.
        }
    }

    /// <summary>A chart can be listened to only once it is drawn, which is later than its first rendering.</summary>
    private void Drawn()
    {
        if (OnClick.HasDelegate && !_subscribed)
        {
            _subscribed = true;
            _ = InvokeAsync(SubscribeAsync);
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            await _chart!.SubscribeClickEvent();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; so is the chart.
        }
        catch (OperationCanceledException)
        {
            // The same, seen from a call that was under way.
        }
        catch (Exception exception)
        {
            // Nobody awaits this: the panel's boundary has to hear of it.
            await DispatchExceptionAsync(exception);
        }
    }

    private void Clicked(IEnumerable<EventDataPoint> points)
    {
        if (OnClick.HasDelegate && points.FirstOrDefault() is { } point
            && int.TryParse((point.PointIndex ?? point.PointNumber)?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var place))
        {
            _ = InvokeAsync(() => OnClick.InvokeAsync((point.TraceIndex, place)));
        }
    }
}
