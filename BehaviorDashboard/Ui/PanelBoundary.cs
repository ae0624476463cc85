using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BehaviorDashboard.Ui;

/// <summary>Keeps an exception in its panel and gives it an id that the log knows.</summary>
public sealed class PanelBoundary : ErrorBoundary
{
    [Inject]
    private ILogger<PanelBoundary> Log { get; set; } = null!;

    public string? ErrorId { get; private set; }

    protected override Task OnErrorAsync(Exception exception)
    {
        ErrorId = ErrorIds.Next();
        Log.LogError(exception, "Panel failed while drawing, error id {ErrorId}", ErrorId);
        return Task.CompletedTask;
    }
}
