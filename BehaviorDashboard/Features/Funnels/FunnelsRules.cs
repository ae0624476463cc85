using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A question that was checked.</summary>
internal sealed record FunnelsPlan(FunnelDefinition Definition, CustomerFilter? Customers, Comparison Comparison);

/// <summary>Turns a request into a plan, or says everything that is wrong with it.</summary>
internal sealed class FunnelsRules(StoreCalendar calendar, QuestionCheck check)
{
    public const int FewestSteps = 2;
    public const int MostSteps = FunnelDefinition.MostSteps;
    private const int MostMatches = 30;

    // The door gave these problems their names before rooms shared them; programs know them so.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["step.event_missing"] = "funnel.event_missing",
        ["filter.malformed"] = "funnel.filter",
        ["range.day"] = "funnel.range_day",
        ["range.order"] = "funnel.range",
    };

    /// <summary>The problems under the names that programs know.</summary>
    public static IReadOnlyList<Problem> Named(IReadOnlyList<Problem> problems) => [.. problems.Select(p => p with { Code = Codes.GetValueOrDefault(p.Code, p.Code) })];

    public FunnelsPlan? Check(FunnelsRequest request)
    {
        var filter = check.Filter(request.Filter);
        var order = check.Named<FunnelOrder>(request.Order ?? "ordered", "funnel.order", "order");
        var steps = Steps(request.Steps ?? [], order, filter);
        var window = Window(request.Window ?? new AskedWindow());
        var exclusions = Exclusions(request.Exclusions ?? [], steps.Count, filter);
        if (steps.Sum(s => s.Any.Count) + exclusions.Count > MostMatches)
        {
            check.Say("funnel.too_many_events", $"A funnel names at most {MostMatches} events in all its steps and exclusions.", "steps", MostMatches);
        }

        var (from, until) = check.Range(request.Range);
        var definition = new FunnelDefinition(steps, window, order, from, until, calendar, exclusions, check.Property(request.Hold), Breakdown(request.Breakdown, steps.Count));
        var parts = new FunnelsParts(calendar, check);
        definition = parts.Add(request, definition) with { Revenue = request.Revenue, Facts = request.Distinguish };
        return new FunnelsPlan(
            definition with { People = parts.People(request, definition) },
            check.Customers(request.Filter),
            request.Compare is null or "" ? Comparison.None : check.Named<Comparison>(request.Compare, "funnel.compare", "compare"));
    }

    private List<FunnelStepMatch> Steps(IReadOnlyList<AskedFunnelStep> asked, FunnelOrder order, IReadOnlyList<EventCondition> filter)
    {
        if (asked.Count is < FewestSteps or > MostSteps)
        {
            check.Say("funnel.steps", $"A funnel has {FewestSteps} to {MostSteps} steps; this one has {asked.Count}.", "steps", FewestSteps, MostSteps, asked.Count);
        }

        if (asked is [{ Optional: true }, ..])
        {
            check.Say("funnel.optional_first", "The first step cannot be optional: the window begins with it.", "steps[0].optional");
        }

        if (order == FunnelOrder.Any && asked.Any(s => s is { Optional: true }))
        {
            check.Say("funnel.optional_any", "In any order no step is optional: leave the step out, or choose another order.", "steps");
        }

        return [.. asked.Select((step, i) => Step(step, i, filter))];
    }

    private FunnelStepMatch Step(AskedFunnelStep? asked, int place, IReadOnlyList<EventCondition> filter)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"steps[{place}]");
        if (asked is null || asked.ToStep().Events().Count == 0)
        {
            check.Say("funnel.step_empty", $"Step {place + 1} names no event.", field, place + 1);
            return new FunnelStepMatch([]);
        }

        return new FunnelStepMatch(check.Step(asked.ToStep(), filter, field), asked.Optional);
    }

    private FunnelWindow Window(AskedWindow asked)
    {
        var unit = check.Named<WindowUnit>(asked.Unit ?? "day", "funnel.window_unit", "window.unit");
        var most = unit switch { WindowUnit.Month => 120, WindowUnit.Week => 520, WindowUnit.Day => 3_650, WindowUnit.Hour => 87_600, _ => 1_000_000 };
        if (asked.Value < 1 || asked.Value > most)
        {
            check.Say("funnel.window", $"The window is 1 to {most} of this unit.", "window.value", most);
            return new FunnelWindow(1, unit);
        }

        return new FunnelWindow(asked.Value, unit);
    }

    private List<FunnelExclusion> Exclusions(IReadOnlyList<AskedExclusion> asked, int steps, IReadOnlyList<EventCondition> filter)
    {
        if (asked.Count > FunnelDefinition.MostExclusions)
        {
            check.Say("funnel.exclusions", $"A funnel has at most {FunnelDefinition.MostExclusions} exclusions.", "exclusions", FunnelDefinition.MostExclusions);
        }

        var exclusions = new List<FunnelExclusion>();
        foreach (var (exclusion, i) in asked.Select((e, i) => (e ?? new AskedExclusion(), i)))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"exclusions[{i}]");
            if (exclusion.After < 0 || exclusion.After >= exclusion.Before || exclusion.Before >= steps)
            {
                check.Say("funnel.exclusion_steps", "An exclusion lies between two steps of the funnel, counted from 0: after is smaller than before.", field, exclusion.After + 1, exclusion.Before + 1);
            }

            if (check.Match(exclusion.Event, [.. exclusion.Where ?? [], .. filter], field) is { } match)
            {
                exclusions.Add(new FunnelExclusion(match, exclusion.After, exclusion.Before));
            }
        }

        return exclusions;
    }

    private FunnelBreakdown? Breakdown(AskedBreakdown? asked, int steps)
    {
        if (check.Property(asked?.Property) is not { } property)
        {
            return null;
        }

        if (asked!.Step < 0 || asked.Step >= steps)
        {
            check.Say("funnel.breakdown_step", "The breakdown names a step that the funnel does not have; steps count from 0.", "breakdown.step");
        }

        return new FunnelBreakdown(property, check.Named<Attribution>(asked.Attribution ?? "first", "funnel.attribution", "breakdown.attribution"), asked.Step);
    }
}
