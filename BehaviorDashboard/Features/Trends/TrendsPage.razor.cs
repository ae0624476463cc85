using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Trends;

/// <summary>Figures over time that are asked again with every change; the address holds all of it.</summary>
public sealed partial class TrendsPage : QuestionPage<TrendsResult>
{
    private EventCatalog? _catalog;
    private IReadOnlyList<DayNote> _notes = [];

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

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var request = Asked;
        // People come with the answer, and asking for them is no new question.
        await AskQuestionAsync(QuestionJson.Write(request with { People = null }), ct => AskAsync(request, ct));
    }

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    private async Task<Outcome<TrendsResult>> AskAsync(TrendsRequest request, CancellationToken ct)
    {
        _notes = await Notes.ReadAsync(Scope.Id, Range, Scope.Calendar, ct);
        var answer = await Query.AskAsync(Scope.Id, request, Scope.Calendar, ct);
        Show(answer.Value?.People ?? []);
        return answer;
    }

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, People.Value, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, PeopleTitle, new CustomerFilter.Customers([.. ids]).ToJson(), "trends", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void OpenPeople(int measure, int? bucket, TrendGroup? group) =>
        Go(At with { People = new AskedTrendPeople(measure, bucket, group?.Value, group is { Value: null, IsOther: false }, group?.IsOther ?? false) });

    private void Go(TrendsAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(AskedTrendPeople? people) =>
        FileAddress("trends/export", (At with { People = people }).ToQuery().Append(new("compare", Compare ? "1" : "0")));
}
