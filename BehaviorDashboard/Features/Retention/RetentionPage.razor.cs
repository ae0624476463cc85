using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Retention;

/// <summary>Retention that is asked again with every change; the address holds all of it.</summary>
public sealed partial class RetentionPage : AskingPage
{
    /// <summary>A saved list of ids beyond this would be a copy of the store, not a segment.</summary>
    private const int MostInSegment = 100_000;

    private EventCatalog? _catalog;
    private PanelState<RetentionResult?> _result = PanelState<RetentionResult?>.Loading;
    private PanelState<IReadOnlyList<int>> _people = PanelState<IReadOnlyList<int>>.Loading;
    private Func<TableAsk, Task<TablePage<Person>>>? _provider;
    private RetentionResult? _before;
    private string? _shown;
    private Problem? _problem;
    private string? _notice;
    private bool _saveFailed;

    [Inject]
    private RetentionQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private RetentionAddress At => RetentionAddress.FromUri(Navigation.Uri);

    private RetentionRequest Asked => At.ToRequest(_catalog!, Range);

    private RetentionResult? Result => _result.IsReady ? _result.Value : null;

    private PeriodUnit Unit => Result?.Unit ?? PeriodUnit.Week;

    private int Shown => Result?.Begun ?? 0;

    private string? Empty => !_result.IsReady ? null
        : Result is null ? T["Triangle.refused"].Value
        : Result.Customers > 0 ? null
        : _catalog is { First: { } first, Last: { } last } ? T["Empty.data", NumberFormat.Day(Scope.Calendar.DayOf(first)), NumberFormat.Day(Scope.Calendar.DayOf(last))].Value
        : T["Empty.range"].Value;

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
            (_shown, _result, _before) = (QuestionJson.Write(request), PanelState<RetentionResult?>.Loading, null);
        }

        StateHasChanged();
        if (await AskPatientlyAsync(ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)) is not { } asked)
        {
            return;
        }

        _problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : null;
        _result = asked.IsReady ? PanelState<RetentionResult?>.Ready(asked.Value.Value) : PanelState<RetentionResult?>.Failed(asked.ErrorId!);
        StateHasChanged();
        if (Result is not null)
        {
            await AskPeopleAsync(request);
            await AskBeforeAsync(request);
        }
    }

    private async Task AskPeopleAsync(RetentionRequest request)
    {
        if (At.People is not { } people)
        {
            return;
        }

        _people = PanelState<IReadOnlyList<int>>.Loading;
        var asked = await AskAsync(ct => Query.AskAsync(Scope.Id, request with { People = people, Revenue = false }, Scope.Calendar, ct));
        _problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : _problem;
        _people = asked.IsReady ? PanelState<IReadOnlyList<int>>.Ready(asked.Value.Value?.People ?? []) : PanelState<IReadOnlyList<int>>.Failed(asked.ErrorId!);
        if (_people.IsReady)
        {
            var numbers = _people.Value;
            _provider = async ask => new TablePage<Person>(await Query.PeopleAsync(Scope.Id, numbers, ask.Skip, ask.Take, ask.Cancelled), numbers.Count);
        }

        StateHasChanged();
    }

    private async Task AskBeforeAsync(RetentionRequest request)
    {
        _before = null;
        if (Compare && _catalog!.First is { } first && Scope.Calendar.DayOf(first) <= Former.To)
        {
            _before = (await Query.AskAsync(Scope.Id, request with { Range = AskedRange.Of(Former), Breakdown = null }, Scope.Calendar, Superseded)).Value;
        }
    }

    /// <summary>The range before: whole months back where months are counted, otherwise whole weeks, so that weekdays meet weekdays.</summary>
    private DateRange Former
    {
        get
        {
            var months = Periods.CountOf(Scope.Calendar, PeriodUnit.Month, Range.From, Range.To);
            var days = (Range.Days + 6) / 7 * 7;
            return Asked.Period == "month" ? new(Range.From.AddMonths(-months), Range.To.AddMonths(-months)) : new(Range.From.AddDays(-days), Range.To.AddDays(-days));
        }
    }

    private async Task SaveAsync(string name)
    {
        if (_people.Value.Count > MostInSegment)
        {
            (_notice, _saveFailed) = (T["People.tooMany", NumberFormat.Exact(MostInSegment)], true);
            return;
        }

        var ids = await Query.IdsAsync(Scope.Id, Result! with { People = _people.Value }, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, Sentence, new CustomerFilter.Customers([.. ids]).ToJson(), "retention", PageGone);
        (_notice, _saveFailed) = saved.Succeeded ? (T["People.saved", saved.Value.Name, NumberFormat.Exact(ids.Count)], false) : (saved.Problems[0].Message, true);
    }

    private void OpenPeople(int cohort, int? period)
    {
        var outcome = period is null ? null : "returned";
        Go(At with { People = new RetentionPeopleRequest(AskedDay.Write(Result!.Table.Cohorts[cohort].Start), period, outcome) });
    }

    private void OpenGroup(RetentionGroup group) => Go(At with { People = new RetentionPeopleRequest(Group: group.Value, WithoutGroup: group.Value is null) });

    private void OpenCustomer(string customer) => Navigation.NavigateTo(Address("customers/" + Uri.EscapeDataString(customer)));

    private void Go(RetentionAddress at)
    {
        _notice = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));
    }

    private string ExportAddress(RetentionPeopleRequest? people)
    {
        var query = (At with { People = people }).ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}");
        return $"/s/{Store}/retention/export?{string.Join('&', query.Append($"from={AskedDay.Write(Range.From)}").Append($"to={AskedDay.Write(Range.To)}"))}";
    }
}
