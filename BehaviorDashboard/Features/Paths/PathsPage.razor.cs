using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Paths;

/// <summary>Paths that are asked again with every change; the address holds all of it.</summary>
public sealed partial class PathsPage : QuestionPage<PathsResult>
{
    private EventCatalog? _catalog;

    [Inject]
    private PathsQuery Query { get; set; } = null!;

    [Inject]
    private PathsWords Paths { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private IOptions<EventsOptions> Options { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private PathsAddress At => PathsAddress.FromUri(Navigation.Uri) with { Compare = Compare };

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var request = At.ToRequest(Range);
        // People come with the answer, and asking for them is no new question.
        await AskQuestionAsync(QuestionJson.Write(request with { People = null }), ct => AskAsync(request, ct));
    }

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    private async Task<Outcome<PathsResult>> AskAsync(PathsRequest request, CancellationToken ct)
    {
        var answer = await Query.AskAsync(Scope.Id, request, Scope.Calendar, ct);
        Show(answer.Value?.People ?? []);
        return answer;
    }

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, People.Value, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, PeopleTitle, new CustomerFilter.Customers([.. ids]).ToJson(), "paths", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void OpenNode(PathGraphNode node, bool? reached) => Go(At with { People = new AskedPathPeople(node.Step, Asked(node.Node), null, reached) });

    private void OpenEdge(PathEdge edge) => Go(At with { People = new AskedPathPeople(edge.Step - 1, Asked(edge.From), Asked(edge.To)) });

    private static AskedPathNode Asked(PathNode node) => node.Kind == PathNodeKind.Step ? new AskedPathNode(node.Label) : new AskedPathNode(Kind: QuestionJson.NameOf(node.Kind));

    private void Go(PathsAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(AskedPathPeople? people) =>
        FileAddress("paths/export", (At with { People = people }).ToQuery().Append(new("compare", Compare ? "1" : "0")));
}
