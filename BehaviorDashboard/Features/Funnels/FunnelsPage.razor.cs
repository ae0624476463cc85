using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A funnel that is asked again with every change; the address holds all of it.</summary>
public sealed partial class FunnelsPage : QuestionPage<FunnelsResult>
{
    private static readonly string[] Tabs = [FunnelsAddress.Trend, FunnelsAddress.Times, FunnelsAddress.Groups, FunnelsAddress.Facts];

    private readonly FunnelsPart _tab = new();
    private readonly FunnelsPart _next = new();
    private EventCatalog? _catalog;
    private string? _answered;

    [Inject]
    private FunnelsQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private FunnelsWords Funnels { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private FunnelsAddress At => FunnelsAddress.FromUri(Navigation.Uri) with { Compare = Compare };

    private FunnelsRequest Asked => At.Asked(_catalog!);

    private string Tab => At.Tab ?? FunnelsAddress.Trend;

    // The same question over the same facts has the same answer.
    private string Facts => FormattableString.Invariant($"{_catalog!.Events} {_catalog.Customers} {_catalog.Last:O}");

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var (at, request) = (At, At.ToRequest(_catalog, Range));
        if (!await AskStepsAsync(request) || Result is null)
        {
            return;
        }

        if (at.People is not null)
        {
            await AskPeopleAsync(ct => Query.AskAsync(Scope.Id, at.ToPeople(request, Range), Scope.Calendar, ct), result => result.People);
        }

        await AskPartAsync(_tab, at.ToTab(request, Range));
        if (_tab.Stopped)
        {
            _next.GiveUp();
            StateHasChanged();
            return;
        }

        await AskPartAsync(_next, at.ToNext(request));
    }

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    private async Task<bool> AskStepsAsync(FunnelsRequest request)
    {
        var question = QuestionJson.Write(request);
        var wanted = question + Facts;
        if (_answered == wanted && Answer.IsReady && Problem is null)
        {
            StateHasChanged();
            return true;
        }

        _answered = null;
        if (!await AskQuestionAsync(question, ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)))
        {
            return false;
        }

        _answered = wanted;
        return true;
    }

    private async Task AskPartAsync(FunnelsPart part, FunnelsRequest? request)
    {
        if (request is null)
        {
            part.Clear();
            return;
        }

        if (!part.Begin(QuestionJson.Write(request), Facts))
        {
            return;
        }

        StateHasChanged();
        part.End(await AskPatientlyAsync(ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)));
        StateHasChanged();
    }

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, People.Value, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, Sentence, new CustomerFilter.Customers([.. ids]).ToJson(), "funnel", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void ChangeSteps(IReadOnlyList<AskedFunnelStep> steps) => ChangeFunnel(Asked with { Steps = steps });

    // What names a step that is no longer there goes with it.
    private void ChangeFunnel(FunnelsRequest funnel)
    {
        var steps = funnel.Steps!.Count;
        var exclusions = funnel.Exclusions?.Where(x => x is not null && x.Before < steps).ToList();
        Go(At with
        {
            Funnel = funnel with
            {
                Exclusions = exclusions is { Count: > 0 } ? exclusions : null,
                Breakdown = funnel.Breakdown is { } breakdown && breakdown.Step >= steps ? breakdown with { Step = steps - 1 } : funnel.Breakdown,
            },
            Pair = At.Pair is { } pair && Math.Max(pair.From + 1, pair.To ?? 0) >= steps ? null : At.Pair,
            Next = At.Next >= steps ? null : At.Next,
            People = null,
        });
    }

    private void AddStep((int After, string Event) choice)
    {
        List<AskedFunnelStep> steps = [.. Asked.Steps!];
        steps.Insert(choice.After + 1, FunnelDefaults.Step(choice.Event));
        ChangeSteps(steps);
    }

    private void OpenStep(int step, string outcome) => Open(new AskedFunnelPeople(step + 1, outcome));

    private void OpenGroup((GroupCount Group, int Step) cell) =>
        Open(new AskedFunnelPeople(cell.Step + 1, Group: cell.Group.Value, Missing: cell.Group is { Value: null, IsOther: false }, Other: cell.Group.IsOther));

    private void OpenPeriod((int Period, int Step) cell) => Open(new AskedFunnelPeople(cell.Step + 1, Entered: AskedDay.Write(_tab.Result!.Trend!.Points[cell.Period].Start)));

    private void OpenBin(int bin) => Open(new AskedFunnelPeople((At.Pair?.To ?? Names.Count - 1) + 1, Bin: bin));

    private void OpenFact(FunnelsFact row) => Open(new AskedFunnelPeople(1, Fact: new AskedFact(row.Fact.Name, row.Fact.Value)));

    private void OpenChoice(FunnelsChoice choice) => Open(new AskedFunnelPeople(_next.Result!.Next!.After + 1, Did: choice.Event));

    private void Open(AskedFunnelPeople people) => Go(At with { People = people });

    private void Go(FunnelsAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    /// <param name="part">Which part of the page the file is of; null for the steps.</param>
    private string ExportAddress(AskedFunnelPeople? people, string? part) =>
        FileAddress("funnels/export", (At with { People = people }).ToQuery().Append(new("compare", Compare ? "1" : "0")).Append(new("part", part)));
}
