using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>What to do, worth most first; accepting one makes it a campaign.</summary>
public sealed partial class SuggestionsPage : RoomPage
{
    private PanelState<SuggestionsAnswer?> _answer = PanelState<SuggestionsAnswer?>.Loading;
    private IReadOnlyDictionary<string, long>? _shared;
    private string? _unknown;
    private string? _refused;
    private bool _busy;
    private double _axisLow;
    private double _axisHigh;

    [CascadingParameter]
    private Task<AuthenticationState>? Member { get; set; }

    [Inject]
    private SuggestionsQuery Query { get; set; } = null!;

    [Inject]
    private AudiencesQuery Audiences { get; set; } = null!;

    [Inject]
    private CustomerWords Customers { get; set; } = null!;

    [Inject]
    private SuggestionWords Words { get; set; } = null!;

    private string? Sentence => !_answer.IsReady || _answer.Value is not { } answer ? null
        : answer.Open.Count == 0 ? T["Suggestions.sentenceNone", NumberFormat.Day(answer.AsOf)].Value
        : T["Suggestions.sentence", answer.Open.Count, Amount(answer.Open.Sum(s => s.Worth.Expected)), Words.Play(answer.Open[0].Play), NumberFormat.Day(answer.AsOf)];

    // A segment, or a condition, that somebody wants a suggestion for; it stands in the address.
    private AudiencesRequest Asked => AudiencesRequest.FromUri(Navigation.Uri);

    private string NameOfAsked => Asked switch
    {
        { Name: { } name } => name,
        { Filter: { } json } when CustomerFilter.Parse(json) is { Succeeded: true, Value: var filter } => Customers.Condition(filter),
        _ => T["New.segment"],
    };

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Campaigns);
        RefreshOn(ChangeTopic.Models);
        _answer = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
        if (_answer is { IsReady: true, Value.Open: { Count: > 0 } open })
        {
            (_axisLow, _axisHigh) = (Math.Min(0, open.Min(s => s.Worth.Low)), Math.Max(0, open.Max(s => s.Worth.High)));
            await ShareAsync(open);
        }
    }

    private async Task ShareAsync(IReadOnlyList<Suggestion> open)
    {
        (_shared, _unknown) = (null, null);
        if (!Asked.IsEmpty)
        {
            var found = await Audiences.SharedAsync(Scope.Id, Asked, open, Superseded);
            _shared = found.Value;
            _unknown = found.Succeeded ? null : ProblemOf(found.Problems[0]);
        }
    }

    private IEnumerable<Suggestion> Shown(SuggestionsAnswer answer) =>
        _shared is { } shared ? answer.Open.OrderByDescending(s => shared.GetValueOrDefault(s.Id)) : answer.Open;

    private string ProblemOf(Problem problem) => T[$"Problem.{problem.Code}"] is { ResourceNotFound: false } known ? known.Value : problem.Message;

    private void ForEverybody() => Navigation.NavigateTo(Address("suggestions"));

    private Task AcceptAsync(Suggestion suggestion) => DecideAsync(async by =>
    {
        var accepted = await Query.AcceptAsync(Scope.Id, suggestion.Id, by, PageGone);
        if (accepted.Succeeded)
        {
            Navigation.NavigateTo(Address("campaigns"));
        }

        return accepted.Problems;
    });

    private Task RefuseAsync(Suggestion suggestion, string? reason) => string.IsNullOrEmpty(reason)
        ? Task.CompletedTask
        : DecideAsync(async by => (await Query.RefuseAsync(Scope.Id, suggestion.Id, reason, by, PageGone)).Problems);

    private async Task DecideAsync(Func<string?, Task<IReadOnlyList<Problem>>> decide)
    {
        _busy = true;
        try
        {
            var problems = await decide(Member is null ? null : (await Member).User.Identity?.Name);
            _refused = problems.Count > 0 ? ProblemOf(problems[0]) : null;
            await ReloadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private string PeopleOf(Suggestion suggestion) => Address("customers?filter=" + Uri.EscapeDataString(suggestion.Who.FilterJson));

    private string Amount(double value) => MoneyFormat.Short(value, Scope.Currency);

    private static string RateOf(int ordered, int of) => $"{NumberFormat.Percent((double)ordered / of)} ({NumberFormat.Exact(ordered)} / {NumberFormat.Exact(of)})";
}
