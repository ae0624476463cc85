using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Trends;

/// <summary>Figures over time that are asked again with every change; the address holds all of it.</summary>
public sealed partial class TrendsPage : AskingPage
{
    /// <summary>A saved list of ids beyond this would be a copy of the store, not a segment.</summary>
    private const int MostInSegment = 100_000;

    private EventCatalog? _catalog;
    private PanelState<TrendsResult?> _result = PanelState<TrendsResult?>.Loading;
    private IReadOnlyList<DayNote> _notes = [];
    private Func<TableAsk, Task<TablePage<Person>>>? _provider;
    private string? _shown;
    private Problem? _problem;
    private string? _notice;
    private bool _saveFailed;

    [Inject]
    private TrendsQuery Query { get; set; } = null!;

    [Inject]
    private TrendsWords Trends { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private DayNotes Notes { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private TrendsAddress At => TrendsAddress.FromUri(Navigation.Uri) with { Compare = Compare };

    private TrendsRequest Asked => At.ToRequest(_catalog!, Range);

    private TrendsResult? Result => _result.IsReady ? _result.Value : null;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var request = Asked;
        if (_shown != QuestionJson.Write(request with { People = null }))
        {
            // A new question shows a skeleton; the same one over new facts, or with people, keeps its answer until the next is there.
            (_shown, _result) = (QuestionJson.Write(request with { People = null }), PanelState<TrendsResult?>.Loading);
        }

        StateHasChanged();
        _notes = await Notes.ReadAsync(Scope.Id, Range, Scope.Calendar, Superseded);
        if (await AskPatientlyAsync(ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)) is not { } asked)
        {
            return;
        }

        _problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : null;
        _result = asked.IsReady ? PanelState<TrendsResult?>.Ready(asked.Value.Value) : PanelState<TrendsResult?>.Failed(asked.ErrorId!);
        var people = Result?.People;
        _provider = people is null ? null : async ask => new TablePage<Person>(await Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled), people.Count);
    }

    private async Task SaveAsync(string name)
    {
        var people = Result!.People!;
        if (people.Count > MostInSegment)
        {
            (_notice, _saveFailed) = (T["People.tooMany", NumberFormat.Exact(MostInSegment)], true);
            return;
        }

        var ids = await Query.IdsAsync(Scope.Id, people, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, PeopleTitle, new CustomerFilter.Customers([.. ids]).ToJson(), "trends", PageGone);
        (_notice, _saveFailed) = saved.Succeeded ? (T["People.saved", saved.Value.Name, NumberFormat.Exact(ids.Count)], false) : (saved.Problems[0].Message, true);
    }

    private void OpenPeople(int measure, int? bucket, TrendGroup? group) =>
        Go(At with { People = new AskedTrendPeople(measure, bucket, group?.Value, group is { Value: null, IsOther: false }, group?.IsOther ?? false) });

    private void OpenCustomer(string customer) => Navigation.NavigateTo(Address("customers/" + Uri.EscapeDataString(customer)));

    private void Go(TrendsAddress at)
    {
        _notice = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));
    }

    private string ExportAddress(AskedTrendPeople? people)
    {
        var query = (At with { People = people }).ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}");
        return $"/s/{Store}/trends/export?{string.Join('&', query.Append($"from={AskedDay.Write(Range.From)}").Append($"to={AskedDay.Write(Range.To)}").Append(Compare ? "compare=1" : "compare=0"))}";
    }
}
