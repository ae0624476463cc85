using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Retention;

/// <summary>Turns a request into what the fold takes, or says everything that is wrong with it.</summary>
internal static class RetentionRules
{
    public const int DefaultPeriods = 12;
    public const int MostPeriods = 104;
    public const int MostCohorts = 400;

    /// <returns>Null when <paramref name="check"/> holds problems that leave no definition.</returns>
    public static RetentionDefinition? Check(RetentionRequest request, StoreCalendar calendar, QuestionCheck check)
    {
        var filter = check.Filter(request.Filter);
        var start = check.Step(request.Start, filter, "start");
        var back = check.Step(request.Return ?? request.Start, filter, "return");
        var kind = check.Named<RetentionKind>(request.Kind ?? "first", "retention.kind", "kind");
        var on = check.Named<ReturnOn>(request.ReturnOn ?? "on", "retention.return_on", "returnOn");
        var range = check.Range(request.Range);
        var breakdown = check.Breakdown(request.Breakdown);
        var revenue = request.Revenue ? check.Match("*", filter, "filter") : null;
        return Periods(request, range, calendar, check) is { } periods && People(request, periods, calendar, breakdown, check, out var people)
            ? new RetentionDefinition(start, back, kind, on, range.From, range.Until, periods, request.Periods ?? DefaultPeriods, breakdown, revenue, people)
            : null;
    }

    private static Periods? Periods(RetentionRequest request, (DateTime From, DateTime Until) range, StoreCalendar calendar, QuestionCheck check)
    {
        var unit = check.Period(request.Period, PeriodUnit.Week);
        var length = request.Periods ?? DefaultPeriods;
        if (length is < 1 or > MostPeriods)
        {
            check.Say("retention.periods", $"A cohort is followed for 1 to {MostPeriods} periods.", "periods", MostPeriods);
            return null;
        }

        var (first, last) = (calendar.DayOf(range.From), calendar.DayOf(range.Until.AddMicroseconds(-1)));
        var cohorts = Kernel.Periods.CountOf(calendar, unit, first, last);
        if (cohorts > MostCohorts || cohorts * length > RetentionDefinition.MostCells)
        {
            check.Say("retention.cohorts", $"The range holds {cohorts} cohorts of {length} periods; at most {MostCohorts}, and {RetentionDefinition.MostCells} cells. Choose longer periods or a shorter range.", "range", cohorts, length);
            return null;
        }

        return new Periods(calendar, unit, first, cohorts + length - 1);
    }

    private static bool People(RetentionRequest request, Periods periods, StoreCalendar calendar, string? breakdown, QuestionCheck check, out RetentionPeople? people)
    {
        people = null;
        if (request.People is not { } asked)
        {
            return true;
        }

        var cohort = AskedDay.Read(asked.Cohort) is { } day ? periods.Find(calendar.StartOf(day, periods.Unit)) : null;
        var length = request.Periods ?? DefaultPeriods;
        if (asked.Cohort is not null && (cohort is null || cohort > periods.Count - length))
        {
            check.Say("retention.people_cohort", "people.cohort is the first day of a cohort in the range, such as 2026-01-05.", "people.cohort");
        }

        if (asked.Period is { } period && (period < 0 || period >= length))
        {
            check.Say("retention.people_period", "people.period counts from 0, the cohort's own period.", "people.period");
        }

        if (asked.Outcome is not (null or "returned" or "lost"))
        {
            check.Say("retention.people_outcome", "people.outcome is returned or lost.", "people.outcome");
        }

        if (breakdown is null && (asked.Group is not null || asked.WithoutGroup))
        {
            check.Say("retention.people_group", "people.group needs a breakdown.", "people.group");
        }

        people = new RetentionPeople(cohort, asked.Period, asked.Outcome == "lost", asked.Group, asked.Group is not null || asked.WithoutGroup);
        return true;
    }
}
