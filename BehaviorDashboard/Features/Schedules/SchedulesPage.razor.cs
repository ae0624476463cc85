using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>What is recomputed when, and how the runs went.</summary>
public sealed partial class SchedulesPage : RoomPage
{
    private const int DaysShown = 7;
    private const int RunsPerPage = 30;

    private PanelState<IReadOnlyList<ScheduleView>> _schedules = PanelState<IReadOnlyList<ScheduleView>>.Loading;
    private PanelState<IReadOnlyList<Run>> _runs = PanelState<IReadOnlyList<Run>>.Loading;
    private Schedule? _deleted;
    private string? _problem;
    private int _take = RunsPerPage;

    /// <summary>A schedule's id, or <c>new</c>.</summary>
    [SupplyParameterFromQuery(Name = "edit")]
    public string? EditQuery { get; set; }

    [Inject]
    private SchedulesQuery Query { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private Schedule? Edited => Guid.TryParse(EditQuery, out var id) ? _schedules.Value.FirstOrDefault(v => v.Schedule.Id == id)?.Schedule : null;

    private IReadOnlyList<ComingDay> Week => ComingDay.Of([.. _schedules.Value.Select(v => v.Schedule)], Scope.Calendar, Clock.GetUtcNow(), DaysShown);

    private string? Sentence => _schedules.IsReady && _runs.IsReady ? string.Join(' ', new[] { Coming(), Past() }.Where(s => s is not null)) : null;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Schedules);
        RefreshOn(ChangeTopic.Runs);
        _schedules = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
        _runs = await AskAsync(ct => Query.RunsAsync(Scope.Id, null, _take, ct));
    }

    private string Coming() => _schedules.Value.Where(v => v is { Schedule.Enabled: true, Next.Count: > 0 }).MinBy(v => v.Next[0]) is { } first
        ? T["Sentence.next", Kind(first.Schedule.Kind), NumberFormat.Time(Scope.Calendar.ToLocal(first.Next[0].UtcDateTime))]
        : T["Sentence.none"];

    private string? Past()
    {
        var over = _runs.Value.Where(r => r.IsOver).ToList();
        var failed = over.Count(r => r.State is RunState.Failed or RunState.Interrupted);
        return over.Count == 0 ? null
            : failed == 0 ? T["Sentence.good", NumberFormat.Exact(over.Count)].Value
            : T["Sentence.failed", NumberFormat.Exact(failed), NumberFormat.Exact(over.Count)].Value;
    }

    private string NextOf(ScheduleView view) => view is { Schedule.Enabled: true, Next: [var next, ..] }
        ? NumberFormat.Time(TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById(view.Schedule.TimeZone)).DateTime)
        : NumberFormat.None;

    /// <returns>What the form shows at its fields; empty when it is saved.</returns>
    private async Task<IReadOnlyList<Problem>> SaveAsync(ScheduleRequest request)
    {
        var saved = Edited is { } edited ? await Query.UpdateAsync(Scope.Id, edited.Id, request, PageGone) : await Query.CreateAsync(Scope.Id, request, PageGone);
        if (saved.Succeeded)
        {
            Close();
        }

        return saved.Problems;
    }

    private void Close() => Navigation.NavigateTo(Address("schedules"));

    private async Task SwitchAsync(Schedule schedule) => await SayAsync(await Query.UpdateAsync(Scope.Id, schedule.Id, new ScheduleRequest(Enabled: !schedule.Enabled), PageGone));

    private async Task RunNowAsync(Schedule schedule) => await SayAsync(await Query.RunNowAsync(Scope.Id, schedule.Id, await NameAsync(), PageGone));

    private async Task CancelAsync(Run run) => await SayAsync(await Query.CancelAsync(Scope.Id, run.Id, PageGone));

    private async Task RetryAsync(Run run) => await SayAsync(await Query.RetryAsync(Scope.Id, run.Id, PageGone));

    private async Task DeleteAsync(Schedule schedule)
    {
        _deleted = await Query.DeleteAsync(Scope.Id, schedule.Id, PageGone) ? schedule : null;
        if (Edited?.Id == schedule.Id)
        {
            Close();
        }

        await ReloadAsync();
    }

    private async Task UndoAsync()
    {
        await Query.RestoreAsync(_deleted!, PageGone);
        _deleted = null;
        await ReloadAsync();
    }

    private async Task MoreAsync()
    {
        _take += RunsPerPage;
        await ReloadAsync();
    }

    private async Task SayAsync<TValue>(Outcome<TValue> outcome)
    {
        _problem = outcome.Succeeded ? null : ScheduleWords.Problem(outcome.Problems[0], T);
        await ReloadAsync();
    }

    private async Task<string?> NameAsync() => Authentication is null ? null : (await Authentication).User.Identity?.Name;

    private string Kind(string kind) => ScheduleWords.Kind(kind, T);

    private string Cron(string cron) => ScheduleWords.Cron(cron, T);
}
