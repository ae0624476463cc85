using Microsoft.JSInterop;
using Plotly.Blazor;

namespace BehaviorDashboard.Ui;

/// <summary>
/// A Plotly chart whose page can be left while it is being drawn. The package's own end waits for the script that it asked for, which a browser that has gone
/// never answers: for a minute, in which the browser's goodbye holds one of its six connections, so that a member who leaves pages quickly stands still.
/// </summary>
public sealed class LeavableChart : PlotlyChart, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        try
        {
            await DisposeAsync().AsTask().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Nobody is there to answer; what is left ends with the circuit.
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; so is the chart.
        }
    }
}
