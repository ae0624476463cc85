using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Ui;

/// <summary>
/// A card with title, definition, sentence, content and table. Loading, failing and empty have one look and the same size;
/// an exception inside stays inside.
/// </summary>
public sealed partial class Panel : ComponentBase
{
    private readonly string _id = "panel-" + ErrorIds.Next();
    private PanelBoundary? _boundary;

    [Parameter]
    public string? Title { get; set; }

    /// <summary>What the figures mean, shown as a tooltip beside the title.</summary>
    [Parameter]
    public string? Definition { get; set; }

    [Parameter]
    public string? Sentence { get; set; }

    /// <summary>Where the content comes from a question; <see cref="ChildContent"/> is rendered only once it is ready.</summary>
    [Parameter]
    public PanelState? State { get; set; }

    [Parameter]
    public bool Loading { get; set; }

    /// <summary>Shown as a failure with this id.</summary>
    [Parameter]
    public string? ErrorId { get; set; }

    /// <summary>Said instead of the content: there is nothing to show, and why.</summary>
    [Parameter]
    public string? Empty { get; set; }

    /// <summary>Height of the skeleton, so that nothing jumps.</summary>
    [Parameter]
    public int MinHeight { get; set; } = 160;

    [Parameter]
    public string? Class { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>A table that can be opened under the content.</summary>
    [Parameter]
    public RenderFragment? Table { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private bool IsLoading => Loading || State is { IsLoading: true };

    private Task RecoverAsync()
    {
        _boundary?.Recover();
        return OnRetry.InvokeAsync();
    }
}
