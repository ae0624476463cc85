using System.Globalization;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Churn;

/// <summary>Who may leave, worth how much, why, and how far that can be trusted.</summary>
public sealed partial class ChurnPage : RoomPage
{
    private const int DriversShown = 10;

    private PanelState<ChurnSummary?> _summary = PanelState<ChurnSummary?>.Loading;
    private Run? _run;
    private Run? _failed;
    private string? _missing;
    private string? _notice;
    private int _horizon;

    [Inject]
    private ChurnQuery Query { get; set; } = null!;

    [Inject]
    private FeatureWords Features { get; set; } = null!;

    private ChurnSummary? Summary => _summary.IsReady ? _summary.Value : null;

    private string? Sentence => Summary is not { } found ? null
        : found.Scored == 0 ? T["Sentence.nobody"].Value
        : T["Sentence", NumberFormat.Exact(found.AtRisk), NumberFormat.Exact(found.Scored), found.HorizonDays, MoneyFormat.Short(found.ValueAtRisk, Scope.Currency)].Value;

    private string AtRisk => $"filter={Uri.EscapeDataString(ChurnQuery.AtRisk.ToJson())}&name={Uri.EscapeDataString(T["Segment.name", Summary?.HorizonDays ?? _horizon])}";

    private string PeopleAddress => Address("customers?filter=" + Uri.EscapeDataString(ChurnQuery.AtRisk.ToJson()) + "&sort=-churn.value_at_risk");

    private string? DriversSentence => Summary is { Drivers: [var first, ..], Used: ChurnSummary.UsedModel } ? T["Why.sentence", Features.Name(first.Feature)].Value : null;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Models);
        RefreshOn(ChangeTopic.Runs);
        (_run, _failed) = await Query.TrainingAsync(Scope.Id, Superseded);
        _horizon = await Query.HorizonAsync(Scope.Id, Superseded);
        _missing = Query.Native.Code;
        _summary = await AskAsync(ct => Query.SummaryAsync(Scope.Id, ct));
    }

    private async Task<TablePage<ChurnScore>> ProvideAsync(TableAsk ask)
    {
        var request = new ChurnRequest(true, ask.Sort ?? ChurnRequest.ByValue, ask.Descending, ask.Skip, Math.Clamp(ask.Take, 1, ChurnRequest.MaximumTake));
        var found = await Query.ScoresAsync(Scope.Id, request, ask.Cancelled);
        return found.Succeeded ? new TablePage<ChurnScore>(found.Value.Rows, found.Value.Total) : new TablePage<ChurnScore>([], 0);
    }

    private async Task TrainAsync() => _run = await Query.TrainAsync(Scope.Id, null, PageGone);

    private Task CancelAsync() => _run is { } run ? Query.CancelAsync(run.Id, PageGone) : Task.CompletedTask;

    private async Task ChooseHorizonAsync(ChangeEventArgs change)
    {
        var days = int.Parse(change.Value!.ToString()!, CultureInfo.InvariantCulture);
        if ((await Query.ChooseHorizonAsync(Scope.Id, days, PageGone)).Succeeded)
        {
            _horizon = days;
        }
    }

    private async Task SaveSegmentAsync()
    {
        if (Summary is { } found)
        {
            var saved = await Query.SaveAtRiskAsync(Scope.Id, T["Segment.name", found.HorizonDays], T["Segment.description", found.HorizonDays], PageGone);
            _notice = saved.Succeeded ? T["Segment.saved", saved.Value.Name].Value : saved.Problems[0].Message;
        }
    }

    private void Open(ChurnScore customer) => Navigation.NavigateTo(AddressOf(customer));

    private string AddressOf(ChurnScore customer) => Address("customers/" + Uri.EscapeDataString(customer.Customer));

    // The list is about leaving, so it names what raises the risk; somebody without such a reason has their strongest one.
    private string ReasonOf(ChurnScore customer) =>
        (customer.Reasons.FirstOrDefault(r => r.Contribution > 0) ?? customer.Reasons.FirstOrDefault()) is { } reason
            ? Features.Sentence(reason.Feature, reason.Value ?? double.NaN, Scope.Currency)
            : NumberFormat.None;

    private static string SenseClass(ChurnDriver driver) => driver.Sense switch { ChurnDriver.Raises => "loss", ChurnDriver.Lowers => "gain", _ => "quiet" };

    private static string SenseMark(ChurnDriver driver) => driver.Sense switch { ChurnDriver.Raises => "▲", ChurnDriver.Lowers => "▼", _ => "◆" };

    private string StageOf(Run run) => run.Stage is null ? T["Stage.waiting"] : T[$"Stage.{run.Stage}"];

    private List<string> DriverNames(ChurnSummary summary) => [.. summary.Drivers.Take(DriversShown).Select(d => Features.Name(d.Feature))];

    private IReadOnlyList<ChartSeries> DriverSeries(ChurnSummary summary) =>
        [new ChartSeries(T["Why.strength"], [.. summary.Drivers.Take(DriversShown).Select(d => (double?)d.Strength)])];

    private IReadOnlyList<ChartSeries> CalibrationSeries(ChurnQuality quality) =>
    [
        new ChartSeries(T["Good.realised"], [.. quality.Calibration.Select(r => (double?)r.Realised)]),
        new ChartSeries(T["Good.predicted"], [.. quality.Calibration.Select(r => (double?)r.Predicted)], Dashed: true),
    ];

    private string? PeriodsSentence(ChurnSummary summary, ChurnQuality quality) => summary.Periods is { } periods
        ? T["Good.periods", NumberFormat.Exact(quality.Customers), NumberFormat.Day(periods.Validation), summary.HorizonDays, periods.Training.Count].Value
        : null;
}
