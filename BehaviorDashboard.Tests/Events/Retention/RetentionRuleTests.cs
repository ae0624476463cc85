using System.Globalization;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Retention;

/// <summary>The rules of retention as tables of cases, answers written by hand: each cohort with its size, and who returned by period.</summary>
public sealed class RetentionRuleTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("one event is not its own return", "02T00:00:a", "a", "a", "01-02: 1 0,0,0")]
    [InlineData("two of one instant are a start and a return", "02T00:00:a 02T00:00:a", "a", "a", "01-02: 1 1,0,0")]
    [InlineData("again on the same day", "02T00:00:a 02T23:59:a", "a", "a", "01-02: 1 1,0,0")]
    [InlineData("on the next day", "02T00:00:a 03T00:00:a", "a", "a", "01-02: 1 0,1,0")]
    [InlineData("a return before the start, the same day", "02T00:00:b 02T06:00:a", "a", "b", "01-02: 1 0,0,0")]
    [InlineData("a return in the start's instant", "02T06:00:b 02T06:00:a", "a", "b", "01-02: 1 1,0,0")]
    [InlineData("a start that is a return too needs another event", "02T06:00:b", "b", "ab", "01-02: 1 0,0,0")]
    [InlineData("a return behind the range", "04T00:00:a 06T00:00:a", "a", "a", "01-04: 1 0,0,1")]
    [InlineData("a return without a start", "02T00:00:b", "a", "b", "")]
    [InlineData("customers of a cohort are counted once each", "02T00:00:a 03T00:00:a 03T05:00:a | 02T07:00:a", "a", "a", "01-02: 2 0,1,0")]
    public void Return_IsAnotherEvent(string @case, string timelines, string start, string back, string expected) =>
        AssertDays(@case, expected, timelines, start, back, RetentionKind.First, ReturnOn.On);

    [Theory]
    [InlineData("a first-timer stands in one cohort", "02T00:00:a 03T00:00:a", RetentionKind.First, "01-02: 1 0,1,0")]
    [InlineData("every start makes a cohort", "02T00:00:a 03T00:00:a", RetentionKind.Recurring, "01-02: 1 0,1,0 | 01-03: 1 0,0,0")]
    [InlineData("who was there before the range is no first-timer", "01T00:00:a 02T00:00:a", RetentionKind.First, "")]
    [InlineData("but starts again", "01T00:00:a 02T00:00:a", RetentionKind.Recurring, "01-02: 1 0,0,0")]
    [InlineData("a start behind the range makes no cohort", "05T00:00:a", RetentionKind.Recurring, "")]
    public void Kind_SaysWhoMakesACohort(string @case, string timelines, RetentionKind kind, string expected) => AssertDays(@case, expected, timelines, "a", "a", kind, ReturnOn.On);

    [Theory]
    [InlineData("on: that very day", "02T00:00:a 04T00:00:a", ReturnOn.On, "01-02: 1 0,0,1")]
    [InlineData("on or after: every day up to it", "02T00:00:a 04T00:00:a", ReturnOn.OnOrAfter, "01-02: 1 1,1,1")]
    [InlineData("on: behind the last period", "02T00:00:a 09T00:00:a", ReturnOn.On, "01-02: 1 0,0,0")]
    [InlineData("on or after: behind the last period", "02T00:00:a 09T00:00:a", ReturnOn.OnOrAfter, "01-02: 1 1,1,1")]
    [InlineData("on or after: not behind the last return", "02T00:00:a 03T00:00:a", ReturnOn.OnOrAfter, "01-02: 1 1,1,0")]
    public void On_SaysWhatIsBack(string @case, string timelines, ReturnOn on, string expected) => AssertDays(@case, expected, timelines, "a", "a", RetentionKind.First, on);

    [Theory]
    [InlineData("a week over the turn of the year is one", PeriodUnit.Week, DayOfWeek.Monday, "2026-12-31T10:00:a 2027-01-03T23:59:a", "12-28: 1 1,0")]
    [InlineData("its successor begins on Monday", PeriodUnit.Week, DayOfWeek.Monday, "2026-12-31T10:00:a 2027-01-04T00:00:a", "12-28: 1 0,1")]
    [InlineData("or on Sunday, where weeks do", PeriodUnit.Week, DayOfWeek.Sunday, "2026-12-31T10:00:a 2027-01-03T00:00:a", "12-27: 1 0,1")]
    [InlineData("both times of the hour that exists twice are one day", PeriodUnit.Day, DayOfWeek.Monday, "2026-10-25T02:30:a 2026-10-25T02:30*:a", "10-25: 1 1,0")]
    [InlineData("the day of 25 hours ends with its midnight", PeriodUnit.Day, DayOfWeek.Monday, "2026-10-25T00:00:a 2026-10-25T23:59:a", "10-25: 1 1,0")]
    [InlineData("so does the day of 23", PeriodUnit.Day, DayOfWeek.Monday, "2026-03-29T00:00:a 2026-03-30T00:00:a", "03-29: 1 0,1")]
    [InlineData("the hour that does not exist is the one after it", PeriodUnit.Day, DayOfWeek.Monday, "2026-03-29T02:30:a 2026-03-29T03:30:a", "03-29: 1 1,0")]
    [InlineData("a month has its own length", PeriodUnit.Month, DayOfWeek.Monday, "2026-01-31T23:59:a 2026-02-28T23:59:a", "01-01: 1 0,1")]
    [InlineData("also the short one", PeriodUnit.Month, DayOfWeek.Monday, "2026-01-31T23:59:a 2026-03-01T00:00:a", "01-01: 1 0,0")]
    public void Periods_AreTheCalendars(string @case, PeriodUnit unit, DayOfWeek weekStart, string timelines, string expected)
    {
        var calendar = Berlin with { WeekStart = weekStart };
        var world = RuleWorld.Of(timelines, calendar);
        var first = calendar.DayOf(world.Customers[0][0].Time);
        AssertTriangle(@case, expected, world, calendar, new DateRange(first, first), 2, unit, "a", "a", RetentionKind.First, ReturnOn.On);
    }

    private static void AssertDays(string @case, string expected, string timelines, string start, string back, RetentionKind kind, ReturnOn on) =>
        AssertTriangle(@case, expected, RuleWorld.Of(timelines, StoreCalendar.Utc), StoreCalendar.Utc, new DateRange(new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 4)), 3, PeriodUnit.Day, start, back, kind, on);

    private static void AssertTriangle(string @case, string expected, SmallWorld world, StoreCalendar calendar, DateRange range, int length, PeriodUnit unit, string start, string back, RetentionKind kind, ReturnOn on)
    {
        var (from, until) = calendar.Instants(range);
        var periods = new Periods(calendar, unit, range.From, Periods.CountOf(calendar, unit, range.From, range.To) + length - 1);
        var asked = new RetentionDefinition(SmallWorld.Step(start), SmallWorld.Step(back), kind, on, from, until, periods, length);

        var counts = world.Fold(() => new RetentionFold(asked, SmallWorld.Timelines), new Random(1)).Total;

        var found = string.Join(" | ", Enumerable.Range(0, counts.Cohorts).Where(c => counts.Size(c) > 0).Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"{periods.DayOf(c):MM-dd}: {counts.Size(c)} {string.Join(',', Enumerable.Range(0, length).Select(k => counts.Returned(c, k)))}")));
        Assert.True(expected == found, $"{@case}: {found}, not {expected}");
    }
}
