using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>Sessions that are asked again with every change; the address holds all of it.</summary>
public sealed partial class SessionsPage : QuestionPage<SessionsResult>
{
    private EventCatalog? _catalog;

    [Inject]
    private SessionsQuery Query { get; set; } = null!;

    [Inject]
    private SessionsWords Sessions { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private IOptions<EventsOptions> Options { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private SessionsAddress At => SessionsAddress.FromUri(Navigation.Uri) with { Compare = Compare };

    private SessionsRequest Asked => At.ToRequest(Range);

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

    private async Task<Outcome<SessionsResult>> AskAsync(SessionsRequest request, CancellationToken ct)
    {
        var answer = await Query.AskAsync(Scope.Id, request, Scope.Calendar, ct);
        Show(answer.Value?.People ?? []);
        return answer;
    }

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, People.Value, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, PeopleTitle, new CustomerFilter.Customers([.. ids]).ToJson(), "sessions", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void OpenGroup(TrendGroup group) => OpenPeople(new AskedSessionPeople(Group: group.Value, Missing: group is { Value: null, IsOther: false }, Other: group.IsOther));

    private void OpenPeople(AskedSessionPeople people) => Go(At with { People = people });

    private void Go(SessionsAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(AskedSessionPeople? people) =>
        FileAddress("sessions/export", (At with { People = people }).ToQuery().Append(new("compare", Compare ? "1" : "0")));
}
