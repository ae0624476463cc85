using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Checks what a request asks beside the steps themselves: trend, times, what comes next, and whose names.</summary>
internal sealed class FunnelsParts(StoreCalendar calendar, QuestionCheck check)
{
    public const int MostPeriods = 400;

    public FunnelDefinition Add(FunnelsRequest request, FunnelDefinition definition) => definition with
    {
        Trend = Trend(request.Trend, definition),
        Span = Span(request.Times, definition.Steps.Count),
        Next = Next(request.Next, definition.Steps.Count),
    };

    public FunnelPeople? People(FunnelsRequest request, FunnelDefinition definition)
    {
        if (request.People is not { } asked)
        {
            return null;
        }

        if (asked.Outcome is not (null or "reached" or "dropped"))
        {
            check.Say("funnel.people_outcome", "outcome is reached or dropped.", "people.outcome");
        }

        if (asked.Step < 1 || asked.Step > definition.Steps.Count || (asked.Outcome == "dropped" && asked.Step == 1))
        {
            check.Say("funnel.people_step", "people.step counts from 1, and nobody drops before the first step.", "people.step");
        }

        return new FunnelPeople(asked.Step - 1, asked.Outcome == "dropped")
        {
            Group = Group(asked, definition),
            Period = Period(asked.Entered, definition.Trend),
            Bin = Bin(asked.Bin, definition),
            Fact = Needed<FunnelFact?>(asked.Fact is { Name: { } name, Value: { } value } ? new FunnelFact(name, value) : null, definition.Facts, "people.fact"),
            Did = Needed(asked.Did, definition.Next is not null, "people.did"),
        };
    }

    private Periods? Trend(string? asked, FunnelDefinition definition)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return null;
        }

        var unit = check.Period(asked, PeriodUnit.Day);
        var (first, last) = (calendar.DayOf(definition.From), calendar.DayOf(definition.Until.AddMicroseconds(-1)));
        var count = Periods.CountOf(calendar, unit, first, last);
        if (count > MostPeriods)
        {
            check.Say("funnel.trend", $"A trend has at most {MostPeriods} points: choose a shorter range or longer periods.", "trend", MostPeriods);
            return null;
        }

        return new Periods(calendar, unit, first, Math.Max(1, count));
    }

    private FunnelSpan? Span(AskedSpan? asked, int steps)
    {
        if (asked is null)
        {
            return null;
        }

        var to = asked.To ?? steps - 1;
        if (asked.From < 0 || asked.From >= to || to >= steps)
        {
            check.Say("funnel.times", "Times lead from one step of the funnel to a later one; steps count from 0.", "times");
            return null;
        }

        return new FunnelSpan(asked.From, to);
    }

    private int? Next(AskedNext? asked, int steps)
    {
        var after = asked?.After ?? steps - 1;
        if (asked is not null && (after < 0 || after >= steps))
        {
            check.Say("funnel.next", "next.after names a step of the funnel; steps count from 0.", "next.after");
        }

        return asked is null ? null : after;
    }

    private FunnelGroup? Group(AskedFunnelPeople asked, FunnelDefinition definition)
    {
        FunnelGroup? group = asked.Other ? new FunnelGroup(null, true) : asked.Missing ? new FunnelGroup(null) : asked.Group is { } value ? new FunnelGroup(value) : null;
        return Needed(group, definition.Breakdown is not null, "people.group");
    }

    private int? Period(string? entered, Periods? periods)
    {
        if (entered is null)
        {
            return null;
        }

        var period = AskedDay.Read(entered) is { } day ? periods?.Find(day) : null;
        if (period is null)
        {
            check.Say("funnel.people_period", "people.entered is the first day of a period of the trend, which the question asks for.", "people.entered");
        }

        return period;
    }

    private int? Bin(int? asked, FunnelDefinition definition)
    {
        if (asked is { } bin && (bin < 0 || definition.Span is null || bin > FunnelTimes.BoundsOf(definition.Window).Count))
        {
            check.Say("funnel.people_bin", "people.bin counts the bins of times from 0; the question asks for times, too.", "people.bin");
        }

        return asked;
    }

    private T Needed<T>(T part, bool isThere, string field)
    {
        if (part is not null && !isThere)
        {
            check.Say("funnel.people_part", $"{field} needs the part of the question that it belongs to: breakdown, distinguish or next.", field);
        }

        return part;
    }
}
