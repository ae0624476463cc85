using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Overview;

/// <summary>What happened, why it matters, and what to do today.</summary>
public sealed partial class OverviewPage : RoomPage
{
    private PanelState<OverviewResult> _figures = PanelState<OverviewResult>.Loading;
    private PanelState<IReadOnlyList<AttentionItem>> _attention = PanelState<IReadOnlyList<AttentionItem>>.Loading;
    private SuggestionHeadline? _best;
    private DataHealth? _health;
    private SetupProgress? _progress;
    private string? _refused;
    private bool _asking;

    [Inject]
    private OverviewQuery Query { get; set; } = null!;

    [Inject]
    private AttentionQuery Attention { get; set; } = null!;

    private bool IsEmpty => _health is { Events: 0 };

    private string? Sentence => !_figures.IsReady || IsEmpty ? null : OverviewWords.Sentence(_figures.Value, Scope.Currency, T);

    private IReadOnlyList<string> Labels => [.. _figures.Value.Days.Select(d => NumberFormat.ShortDay(d.Day))];

    private IReadOnlyList<ChartSeries> Series
    {
        get
        {
            var now = new ChartSeries(T["Revenue.now"], Amounts(_figures.Value.Days)) { IncompleteFrom = _figures.Value.Incomplete };
            return _figures.Value.DaysBefore.Count == 0 ? [now] : [now, new ChartSeries(T["Revenue.before"], Amounts(_figures.Value.DaysBefore), Dashed: true)];
        }
    }

    // Ten imports on one day are one mark.
    private IReadOnlyList<ChartMark> Marks =>
        [.. _figures.Value.Notes.GroupBy(n => (n.Day, n.Kind)).Select(g => new ChartMark(g.Key.Day.DayNumber - _figures.Value.Range.From.DayNumber, T[$"Note.{g.Key.Kind}", string.Join(", ", g.Select(n => n.Text).Distinct())]))];

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        RefreshOn(ChangeTopic.Customers);
        RefreshOn(ChangeTopic.Runs);
        _progress = await Query.ProgressAsync(Scope.Id, Superseded);
        _health = await Query.HealthAsync(Scope.Id, Scope.Calendar, Superseded);
        StateHasChanged();
        if (IsEmpty)
        {
            return;
        }

        _figures = await AskAsync(ct => Query.AskAsync(Scope.Id, Range, Compare, Scope.Calendar, ct));
        StateHasChanged();
        if (_figures.IsReady)
        {
            _attention = await AskAsync(ct => Attention.AskAsync(Scope.Id, _figures.Value, Scope.Calendar, ct));
            _best = await Attention.BestSuggestionAsync(Scope.Id, Superseded);
        }
    }

    private IReadOnlyList<OverviewFigure> Figures() => OverviewFigure.Of(_figures.IsReady ? _figures.Value : null, Scope.Currency, T);

    private async Task SampleAsync()
    {
        _asking = true;
        var queued = await Query.QueueSampleAsync(Scope.Id, null, PageGone);
        _refused = queued.Succeeded ? null : queued.Problems[0].Message;
        _asking = false;
        await ReloadAsync();
    }

    private async Task CancelAsync()
    {
        if (_progress?.Current is { } current)
        {
            await Query.CancelAsync(current.Id, PageGone);
            await ReloadAsync();
        }
    }

    private string WordsOf(AttentionItem item) => OverviewWords.Of(item, Scope.Currency, T);

    private static IReadOnlyList<double?> Amounts(IEnumerable<DayMeasures> days) => [.. days.Select(d => (double?)d.NetRevenue / Money.Scale)];

    private static string StateOf(SetupStep step) => step.State switch
    {
        RunState.Done => "done",
        RunState.Running => "running",
        RunState.Failed or RunState.Interrupted => "failed",
        RunState.Cancelled => "cancelled",
        _ => "waiting",
    };

    private static string MarkOf(SetupStep step) => StateOf(step) switch
    {
        "done" => "✓",
        "running" => "…",
        "failed" or "cancelled" => "✕",
        _ => "○",
    };
}
