using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Turns a request into a funnel, or says everything that is wrong with it.</summary>
internal sealed class FunnelsRules(StoreCalendar calendar, EventCatalog catalog)
{
    private const int MostMatches = 30;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly List<Problem> _problems = [];

    public Outcome<FunnelDefinition> Check(FunnelsRequest request)
    {
        var filter = Conditions(request.Filter);
        var steps = Steps(request.Steps ?? [], filter);
        var window = Window(request.Window ?? new AskedWindow(7, "day"));
        var order = Named<FunnelOrder>(request.Order ?? "ordered", "funnel.order", "order", "ordered, strict, any");
        var exclusions = Exclusions(request.Exclusions ?? [], steps.Count, filter);
        var (from, until) = Range(request.Range);
        var breakdown = Breakdown(request.Breakdown, steps.Count);
        var people = People(request.People, steps.Count);
        if (order != FunnelOrder.Ordered && order != FunnelOrder.Strict && steps.Any(s => s.Optional))
        {
            Say("funnel.optional_any", "In any order no step is optional: leave the step out, or choose another order.", "steps");
        }

        if (steps.Sum(s => s.Any.Count) + exclusions.Count > MostMatches)
        {
            Say("funnel.too_many_events", $"A funnel names at most {MostMatches} events in all its steps and exclusions.", "steps");
        }

        return _problems.Count > 0
            ? Outcome<FunnelDefinition>.Refused(_problems)
            : new FunnelDefinition(steps, window!, order, from, until, calendar, exclusions, string.IsNullOrWhiteSpace(request.Hold) ? null : request.Hold, breakdown, people);
    }

    /// <summary>The condition over customers; null when there is none, or the filter speaks of events.</summary>
    public static Outcome<CustomerFilter>? CustomersOf(JsonElement? filter) =>
        filter is { ValueKind: JsonValueKind.Object } tree ? CustomerFilter.Parse(tree) : (Outcome<CustomerFilter>?)null;

    private List<FunnelStepMatch> Steps(IReadOnlyList<AskedStep> asked, IReadOnlyList<EventCondition> filter)
    {
        if (asked.Count is < 2 or > FunnelDefinition.MostSteps)
        {
            Say("funnel.steps", $"A funnel has 2 to {FunnelDefinition.MostSteps} steps.", "steps");
        }

        if (asked.Count > 0 && asked[0].Optional)
        {
            Say("funnel.optional_first", "The first step cannot be optional: the window begins with it.", "steps[0].optional");
        }

        var steps = new List<FunnelStepMatch>();
        foreach (var (step, i) in asked.Select((s, i) => (s, i)))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"steps[{i}]");
            if (step.Any is not { Count: > 0 })
            {
                Say("funnel.step_empty", $"Step {i + 1} names no event.", field);
            }

            steps.Add(new FunnelStepMatch([.. (step.Any ?? []).Select(e => Match(e.Event, e.Where, filter, field)).OfType<EventMatch>()], step.Optional));
        }

        return steps;
    }

    private EventMatch? Match(string? name, IReadOnlyList<EventCondition>? where, IReadOnlyList<EventCondition> filter, string field)
    {
        if (string.IsNullOrEmpty(name))
        {
            Say("funnel.event_missing", "Name the event, or * for any.", field);
            return null;
        }

        var match = EventMatch.Compile(name, [.. where ?? [], .. filter]);
        _problems.AddRange(match.Problems.Select(p => p with { Field = p.Field is null ? field : $"{field}.{p.Field}" }));
        return match.Value;
    }

    private FunnelWindow? Window(AskedWindow asked)
    {
        var unit = Named<WindowUnit>(asked.Unit ?? "day", "funnel.window_unit", "window.unit", "second, minute, hour, day, week, month");
        var most = unit switch { WindowUnit.Month => 120, WindowUnit.Week => 520, WindowUnit.Day => 3_650, WindowUnit.Hour => 87_600, _ => 1_000_000 };
        if (asked.Value < 1 || asked.Value > most)
        {
            Say("funnel.window", $"The window is 1 to {most} of this unit.", "window.value");
            return null;
        }

        return new FunnelWindow(asked.Value, unit);
    }

    private List<FunnelExclusion> Exclusions(IReadOnlyList<AskedExclusion> asked, int steps, IReadOnlyList<EventCondition> filter)
    {
        if (asked.Count > FunnelDefinition.MostExclusions)
        {
            Say("funnel.exclusions", $"A funnel has at most {FunnelDefinition.MostExclusions} exclusions.", "exclusions");
        }

        var exclusions = new List<FunnelExclusion>();
        foreach (var (exclusion, i) in asked.Select((e, i) => (e, i)))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"exclusions[{i}]");
            if (exclusion.After < 0 || exclusion.After >= exclusion.Before || exclusion.Before >= steps)
            {
                Say("funnel.exclusion_steps", "An exclusion lies between two steps of the funnel, counted from 0: after is smaller than before.", field);
            }

            if (Match(exclusion.Event, exclusion.Where, filter, field) is { } match)
            {
                exclusions.Add(new FunnelExclusion(match, exclusion.After, exclusion.Before));
            }
        }

        return exclusions;
    }

    private (DateTime From, DateTime Until) Range(AskedRange? asked)
    {
        var from = asked?.From is { } first ? Instant(first, "range.from", false) : catalog.First ?? DateTime.UnixEpoch;
        var until = asked?.To is { } last ? Instant(last, "range.to", true) : (catalog.Last ?? DateTime.UnixEpoch).AddMicroseconds(1);
        if (until <= from)
        {
            Say("funnel.range", "The range ends before it starts.", "range");
        }

        return (from, until);
    }

    private DateTime Instant(string text, string field, bool last)
    {
        if (AskedDay.Instant(text, calendar, last) is { } at)
        {
            return at;
        }

        Say("funnel.range_day", AskedDay.Legal, field);
        return DateTime.UnixEpoch;
    }

    private FunnelBreakdown? Breakdown(AskedBreakdown? asked, int steps)
    {
        if (asked is null || string.IsNullOrWhiteSpace(asked.Property))
        {
            return null;
        }

        if (asked.Step < 0 || asked.Step >= steps)
        {
            Say("funnel.breakdown_step", "The breakdown names a step that the funnel does not have; steps count from 0.", "breakdown.step");
        }

        return new FunnelBreakdown(asked.Property, Named<Attribution>(asked.Attribution ?? "first", "funnel.attribution", "breakdown.attribution", "first, last, all, step"), asked.Step);
    }

    private FunnelPeople? People(AskedPeople? asked, int steps)
    {
        if (asked is null)
        {
            return null;
        }

        if (asked.Outcome is not (null or "reached" or "dropped"))
        {
            Say("funnel.people_outcome", "outcome is reached or dropped.", "people.outcome");
        }

        if (asked.Step < 1 || asked.Step > steps || (asked.Outcome == "dropped" && asked.Step == 1))
        {
            Say("funnel.people_step", "people.step counts from 1, and nobody drops before the first step.", "people.step");
        }

        return new FunnelPeople(asked.Step - 1, asked.Outcome == "dropped");
    }

    private IReadOnlyList<EventCondition> Conditions(JsonElement? filter)
    {
        if (filter is not { ValueKind: JsonValueKind.Array } list)
        {
            return [];
        }

        try
        {
            return list.Deserialize<List<EventCondition>>(Web) ?? [];
        }
        catch (JsonException)
        {
            Say("funnel.filter", "A filter is a list of { property, op, value }, or a condition tree over customers.", "filter");
            return [];
        }
    }

    private T Named<T>(string text, string code, string field, string legal)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !int.TryParse(text, out _))
        {
            return value;
        }

        Say(code, $"'{text}' is none of: {legal}.", field);
        return default;
    }

    private void Say(string code, string message, string field) => _problems.Add(new Problem(code, message, field));
}
