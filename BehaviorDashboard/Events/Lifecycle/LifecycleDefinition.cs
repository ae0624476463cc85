using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Lifecycle;

/// <summary>What a customer is in a period.</summary>
public enum LifecycleStatus
{
    /// <summary>The first activity ever lies in the period.</summary>
    New,

    /// <summary>Active in this period and in the one before, and not new.</summary>
    Returning,

    /// <summary>Active in this period, not in the one before, and not new.</summary>
    Resurrected,

    /// <summary>Active in the period before, and not in this one.</summary>
    Dormant,
}

/// <summary>Whose names are wanted.</summary>
/// <param name="Period">Counted as the definition's <see cref="LifecycleDefinition.Periods"/>.</param>
/// <param name="Status">Null: everybody active.</param>
/// <param name="Days">Only those who were active on exactly so many days of the period.</param>
public sealed record LifecyclePeople(int Period, LifecycleStatus? Status = null, int? Days = null);

/// <summary>
/// Who is new, stays, comes back and falls asleep, and on how many days customers are active.
/// <list type="bullet">
/// <item>A customer is <b>active</b> in a period if an event of theirs that matches one of <paramref name="Activity"/> lies in it. Periods count whole, also where a range cuts them.</item>
/// <item><b>New</b> counts from the first such event ever, not from when an account was made: a customer is new in exactly one period.</item>
/// <item>Each active customer of a period is new, returning or resurrected; <b>dormant</b> is counted once, in the first period without activity.
/// Active customers of a period are therefore those of the period before, less dormant, plus new and resurrected.</item>
/// <item><b>Stickiness</b>: the number of different days of the store's calendar on which a customer was active in the period.</item>
/// </list>
/// </summary>
/// <param name="Periods">The periods that are shown, with one before them that says who was active before.</param>
/// <param name="Days">The days of all these periods.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record LifecycleDefinition(
    IReadOnlyList<EventMatch> Activity,
    Periods Periods,
    Periods Days,
    LifecyclePeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <param name="first">A day of the first period that is shown.</param>
    /// <param name="count">Periods that are shown.</param>
    public static LifecycleDefinition Of(IReadOnlyList<EventMatch> activity, StoreCalendar calendar, PeriodUnit unit, DateOnly first, int count)
    {
        var periods = new Periods(calendar, unit, StoreCalendar.Later(calendar.StartOf(first, unit), unit, -1), count + 1);
        return new LifecycleDefinition(activity, periods, new Periods(calendar, PeriodUnit.Day, periods.DayOf(0), periods.DayOf(count + 1).DayNumber - periods.DayOf(0).DayNumber));
    }

    /// <summary>Who is new is known only from the whole past.</summary>
    public TimelineScope Scope => new(null, Periods.InstantOf(Periods.Until));
}
