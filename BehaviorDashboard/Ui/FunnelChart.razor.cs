using System.Globalization;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Ui;

/// <summary>
/// Steps as upright bars whose height is the share of the first step. Drawn in plain elements: every bar is a button
/// that the keyboard reaches.
/// </summary>
public sealed partial class FunnelChart : ChartBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<FunnelStep> Steps { get; set; } = [];

    /// <summary>The place of the step whose people are asked for.</summary>
    [Parameter]
    public EventCallback<int> OnStepClick { get; set; }

    /// <summary>The place of the step that people did not reach.</summary>
    [Parameter]
    public EventCallback<int> OnDropClick { get; set; }

    private double? ShareOfFirst(int place) => Percent.Of(Steps[place].Count, Steps[0].Count)?.Share;

    private long Lost(int place) => Steps[place].Lost ?? Steps[place - 1].Count - Steps[place].Count;

    private double? LostShare(int place) => Percent.Of(Lost(place), Former(place))?.Share;

    private double? ShareOfFormer(int place) => place == 0 ? null : Percent.Of(Steps[place].Count, Former(place))?.Share;

    private long Former(int place) => Steps[place].Former ?? Steps[place - 1].Count;

    private static string Css(double? share) => ((share ?? 0) * 100).ToString("0.##", CultureInfo.InvariantCulture);

    private string Words(int place) => T["Funnel.Bar", Steps[place].Name, Exact(Steps[place].Count), NumberFormat.Percent(ShareOfFirst(place))];

    private ChartRows Rows() => new(
        [T["Funnel.Step"], T["Funnel.Customers"], T["Funnel.OfFirst"], T["Funnel.OfFormer"], T["Funnel.LostHere"]],
        [.. Steps.Select((step, place) => (IReadOnlyList<string>)
        [
            step.Name, Exact(step.Count), NumberFormat.Percent(ShareOfFirst(place)), NumberFormat.Percent(ShareOfFormer(place)),
            place == 0 ? NumberFormat.None : Exact(Lost(place)),
        ])]);
}
