using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>Turns a request into what the fold takes, or says everything that is wrong with it.</summary>
internal static class LifecycleRules
{
    public const int MostPeriods = 400;

    /// <param name="watched">The last instant that the store's data knows of: periods behind it would show everybody asleep.</param>
    /// <returns>Null when <paramref name="check"/> holds problems that leave no definition.</returns>
    public static LifecycleDefinition? Check(LifecycleRequest request, StoreCalendar calendar, EventCatalog catalog, DateTime watched, QuestionCheck check)
    {
        var filter = check.Filter(request.Filter);
        var activity = check.Step(request.Activity ?? new AskedStep(Event: EventWords.Doing(catalog)), filter, "activity");
        var unit = check.Period(request.Period, PeriodUnit.Week);
        var (from, until) = check.Range(request.Range);
        var first = calendar.DayOf(from);
        var last = calendar.DayOf(until <= watched ? until.AddMicroseconds(-1) : watched);
        if (last < first)
        {
            check.Say("lifecycle.no_events", $"The store's events end on {AskedDay.Write(last)}, before the range begins.", "range", AskedDay.Write(last));
            return null;
        }

        var count = Periods.CountOf(calendar, unit, first, last);
        if (count > MostPeriods)
        {
            check.Say("lifecycle.periods", $"The range holds {count} periods; at most {MostPeriods}. Choose longer periods or a shorter range.", "range", count, MostPeriods);
            return null;
        }

        var definition = LifecycleDefinition.Of(activity, calendar, unit, first, count);
        return definition with { People = People(request.People, definition.Periods, calendar, check) };
    }

    private static LifecyclePeople? People(LifecyclePeopleRequest? asked, Periods periods, StoreCalendar calendar, QuestionCheck check)
    {
        if (asked is null)
        {
            return null;
        }

        var period = AskedDay.Read(asked.Period) is { } day ? periods.Find(calendar.StartOf(day, periods.Unit)) : null;
        if (period is null or 0)
        {
            check.Say("lifecycle.people_period", "people.period is a day of a period in the range, such as 2026-01-05.", "people.period");
        }

        LifecycleStatus? status = asked.Status is null ? null : check.Named<LifecycleStatus>(asked.Status, "lifecycle.people_status", "people.status");
        if (asked.Days is < 1 or > 31)
        {
            check.Say("lifecycle.people_days", "people.days is 1 to 31.", "people.days");
        }

        return new LifecyclePeople(period ?? 0, status, asked.Days);
    }
}
