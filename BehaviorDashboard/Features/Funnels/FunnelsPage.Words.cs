using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class FunnelsPage
{
    private IReadOnlyList<string> StepNames => Funnels.Steps(Asked.Steps!);

    // In any order a bar is no step of its own: it counts how many of them were done.
    private IReadOnlyList<string> Names => Asked.Order == "any"
        ? [.. Enumerable.Range(1, Asked.Steps!.Count).Select(k => T["AnyOf", NumberFormat.Exact(k), NumberFormat.Exact(Asked.Steps!.Count)].Value)]
        : StepNames;

    private IReadOnlyList<FunnelStep> Bars =>
        [.. Result!.Steps.Select((s, i) => new FunnelStep(Names[i], s.Count, s.MedianSeconds is { } median ? T["Chart.median", Funnels.Time(median)].Value : null, s.Lost, s.Previous))];

    private IReadOnlyList<Choice> Againsts => [.. new[] { "previous", "year" }.Select(a => new Choice(a, T[$"Against.{a}"]))];

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { } result || result.Steps.Count != Names.Count || result.Steps[0].Count == 0)
            {
                return null;
            }

            var (first, last) = (result.Steps[0], result.Steps[^1]);
            var said = T["Sentence", NumberFormat.Exact(first.Count), Names[0], NumberFormat.Exact(last.Count), NumberFormat.Percent(result.Conversion, 1), Funnels.Within(Asked.Window!)].Value;
            return Joined(said, result.Leak is { } leak ? LeakWords(result, leak) : T["Sentence.noLeak"]);
        }
    }

    /// <summary>Why there is nothing, or not all yet.</summary>
    private string? Hint
    {
        get
        {
            var result = Result!;
            if (result.Steps[0].Count == 0 && IsOutside)
            {
                return T["Hint.data", NumberFormat.Day(Scope.Calendar.DayOf(_catalog!.First!.Value)), NumberFormat.Day(Scope.Calendar.DayOf(_catalog.Last!.Value))];
            }

            if (result.Unmatched.Count > 0)
            {
                return T["Hint.unmatched", StepNames[result.Unmatched[0]], NumberFormat.Exact(result.Unmatched[0] + 1)];
            }

            return result.Steps[0].Count == 0 ? T["Hint.nobody"].Value : result.IsOpen ? T["Hint.open", Funnels.Within(Asked.Window!)].Value : null;
        }
    }

    private string? Compared => Result?.Before is { } before
        ? T["Compared", NumberFormat.Day(before.From), NumberFormat.Day(before.To), NumberFormat.Exact(before.Steps[0].Count), NumberFormat.Exact(before.Steps[^1].Count), NumberFormat.Percent(before.Steps[^1].FromFirst, 1)].Value
        : null;

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var step = people.Step >= 1 && people.Step <= Names.Count ? Names[people.Step - 1] : NumberFormat.Exact(people.Step);
            var who = T[$"People.{(people.Outcome == "dropped" ? "dropped" : "reached")}", step].Value;
            return people switch
            {
                { Entered: { } day } => T["People.entered", who, AskedDay.Read(day) is { } entered ? NumberFormat.Day(entered) : day],
                { Bin: { } bin } when _tab.Result?.Times is { } times && bin < times.Counts.Count => T["People.bin", who, Funnels.Bin(times, bin, Asked.Window!)],
                { Fact: { Name: { } name, Value: { } value } } => T["People.fact", Funnels.Fact(new(name, value))],
                { Did: { } did } => T["People.did", who, Words.Event(did)],
                { Group: not null } or { Missing: true } or { Other: true } => T["People.group", who, Funnels.Group(people.Group, people.Other, Result!.Groups?.Count(g => g.Value is not null) ?? 0)],
                _ => who,
            };
        }
    }

    private bool IsOutside => _catalog is { First: { } first, Last: { } last } && (Range.To < Scope.Calendar.DayOf(first) || Range.From > Scope.Calendar.DayOf(last));

    private string LeakWords(FunnelsResult result, int leak)
    {
        var step = result.Steps[leak];
        var said = T["Sentence.leak", Names[leak], NumberFormat.Exact(step.Lost), NumberFormat.Percent(Percent.Of(step.Lost, step.Previous)?.Share, 0)].Value;
        return step.ValueAtRisk is { } risk && risk > 0 ? Joined(said, T["Sentence.risk", MoneyFormat.Short(risk, Scope.Currency)]) : said;
    }

    private string Joined(string one, string other) => T["Sentence.join", one, other];
}
