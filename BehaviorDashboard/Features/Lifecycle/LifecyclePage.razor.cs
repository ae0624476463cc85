using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>Lifecycle and stickiness, two looks at one answer; the address holds all of the question.</summary>
public sealed partial class LifecyclePage : AskingPage
{
    /// <summary>A saved list of ids beyond this would be a copy of the store, not a segment.</summary>
    private const int MostInSegment = 100_000;

    private EventCatalog? _catalog;
    private PanelState<LifecycleResult?> _result = PanelState<LifecycleResult?>.Loading;
    private PanelState<IReadOnlyList<int>> _people = PanelState<IReadOnlyList<int>>.Loading;
    private Func<TableAsk, Task<TablePage<Person>>>? _provider;
    private LifecycleResult? _before;
    private string? _shown;
    private Problem? _problem;
    private string? _notice;
    private bool _saveFailed;

    [Inject]
    private LifecycleQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private LifecycleAddress At => LifecycleAddress.FromUri(Navigation.Uri);

    private LifecycleRequest Asked => At.ToRequest(_catalog!, Range);

    private LifecycleResult? Result => _result.IsReady ? _result.Value : null;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var request = Asked;
        if (_shown != QuestionJson.Write(request))
        {
            // A new question shows a skeleton; the same one over new facts keeps its answer until the next is there.
            (_shown, _result, _before) = (QuestionJson.Write(request), PanelState<LifecycleResult?>.Loading, null);
        }

        StateHasChanged();
        if (await AskPatientlyAsync(ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)) is not { } asked)
        {
            return;
        }

        _problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : null;
        _result = asked.IsReady ? PanelState<LifecycleResult?>.Ready(asked.Value.Value) : PanelState<LifecycleResult?>.Failed(asked.ErrorId!);
        StateHasChanged();
        if (Result is not null)
        {
            await AskPeopleAsync(request);
            await AskBeforeAsync(request);
        }
    }

    private async Task AskPeopleAsync(LifecycleRequest request)
    {
        if (At.People is not { } people)
        {
            return;
        }

        _people = PanelState<IReadOnlyList<int>>.Loading;
        var asked = await AskAsync(ct => Query.AskAsync(Scope.Id, request with { People = people }, Scope.Calendar, ct));
        _problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : _problem;
        _people = asked.IsReady ? PanelState<IReadOnlyList<int>>.Ready(asked.Value.Value?.People ?? []) : PanelState<IReadOnlyList<int>>.Failed(asked.ErrorId!);
        if (_people.IsReady)
        {
            var numbers = _people.Value;
            _provider = async ask => new TablePage<Person>(await Query.PeopleAsync(Scope.Id, numbers, ask.Skip, ask.Take, ask.Cancelled), numbers.Count);
        }

        StateHasChanged();
    }

    // Each period stands beside the one before already; what a year adds is the same period a year ago.
    private async Task AskBeforeAsync(LifecycleRequest request)
    {
        _before = null;
        if (Compare && Result!.Latest is { } latest && _catalog!.First is { } first && Scope.Calendar.DayOf(first) <= YearBefore(latest.Start))
        {
            var day = YearBefore(latest.Start);
            _before = (await Query.AskAsync(Scope.Id, request with { Range = AskedRange.Of(new DateRange(day, day)) }, Scope.Calendar, Superseded)).Value;
        }
    }

    /// <summary>A year ago in whole weeks, so that weekdays meet weekdays; for months, the same month.</summary>
    private DateOnly YearBefore(DateOnly day) => Result!.Unit == PeriodUnit.Month ? day.AddYears(-1) : day.AddDays(-364);

    private async Task SaveAsync(string name)
    {
        if (_people.Value.Count > MostInSegment)
        {
            (_notice, _saveFailed) = (T["People.tooMany", NumberFormat.Exact(MostInSegment)], true);
            return;
        }

        var ids = await Query.IdsAsync(Scope.Id, Result! with { People = _people.Value }, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, Sentence, new CustomerFilter.Customers([.. ids]).ToJson(), "lifecycle", PageGone);
        (_notice, _saveFailed) = saved.Succeeded ? (T["People.saved", saved.Value.Name, NumberFormat.Exact(ids.Count)], false) : (saved.Problems[0].Message, true);
    }

    private void OpenPeople(LifecyclePeriod period, string? status, int? days) =>
        Go(At with { People = new LifecyclePeopleRequest(AskedDay.Write(period.Start), status, days) });

    private void OpenCustomer(string customer) => Navigation.NavigateTo(Address("customers/" + Uri.EscapeDataString(customer)));

    private void Go(LifecycleAddress at)
    {
        _notice = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));
    }

    private string ExportAddress(LifecyclePeopleRequest? people)
    {
        var query = (At with { People = people }).ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}");
        return $"/s/{Store}/lifecycle/export?{string.Join('&', query.Append($"from={AskedDay.Write(Range.From)}").Append($"to={AskedDay.Write(Range.To)}"))}";
    }
}
