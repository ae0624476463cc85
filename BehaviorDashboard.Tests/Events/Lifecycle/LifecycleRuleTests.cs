using System.Globalization;
using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Lifecycle;

/// <summary>The rules of lifecycle as tables of cases, answers written by hand: what the customer is in each period that is shown.</summary>
public sealed class LifecycleRuleTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("new on the first day, asleep on the next", "02T00:00:a", "01-02 New, 01-03 Dormant")]
    [InlineData("stays", "02T00:00:a 03T00:00:a 04T00:00:a 05T00:00:a", "01-02 New, 01-03 Returning, 01-04 Returning, 01-05 Returning")]
    [InlineData("asleep is counted once; later they come back", "02T00:00:a 05T00:00:a", "01-02 New, 01-03 Dormant, 01-05 Resurrected")]
    [InlineData("asleep on one day only", "02T00:00:a 04T00:00:a", "01-02 New, 01-03 Dormant, 01-04 Resurrected, 01-05 Dormant")]
    [InlineData("active just before what is shown", "01T23:59:a 02T00:00:a", "01-02 Returning, 01-03 Dormant")]
    [InlineData("active long before", "2025-06-01T00:00:a 02T00:00:a", "01-02 Resurrected, 01-03 Dormant")]
    [InlineData("fell asleep as it begins", "01T00:00:a", "01-02 Dormant")]
    [InlineData("asleep since long", "2025-06-01T00:00:a", "")]
    [InlineData("behind what is shown", "06T00:00:a", "")]
    [InlineData("other events are no activity", "02T00:00:b", "")]
    [InlineData("nor do they make anybody older", "2025-06-01T00:00:b 02T00:00:a", "01-02 New, 01-03 Dormant")]
    public void Status_OfDays(string @case, string timeline, string expected) =>
        AssertStatus(@case, expected, timeline, StoreCalendar.Utc, PeriodUnit.Day, new DateOnly(2026, 1, 2), 4);

    [Theory]
    [InlineData("a week over the turn of the year", PeriodUnit.Week, DayOfWeek.Monday, "2026-12-30", "2026-12-31T10:00:a 2027-01-03T10:00:a 2027-01-04T00:00:a", "12-28 New, 01-04 Returning")]
    [InlineData("where weeks begin on Sunday", PeriodUnit.Week, DayOfWeek.Sunday, "2026-12-30", "2026-12-31T10:00:a 2027-01-03T00:00:a", "12-27 New, 01-03 Returning")]
    [InlineData("a month's end", PeriodUnit.Month, DayOfWeek.Monday, "2026-01-31", "2026-01-31T23:59:a 2026-02-01T00:00:a", "01-01 New, 02-01 Returning")]
    [InlineData("a short month left out", PeriodUnit.Month, DayOfWeek.Monday, "2026-01-31", "2026-01-31T23:59:a 2026-03-01T00:00:a", "01-01 New, 02-01 Dormant")]
    [InlineData("the day of 25 hours", PeriodUnit.Day, DayOfWeek.Monday, "2026-10-25", "2026-10-25T00:00:a 2026-10-25T23:59:a", "10-25 New, 10-26 Dormant")]
    [InlineData("the day of 23", PeriodUnit.Day, DayOfWeek.Monday, "2026-03-29", "2026-03-29T00:00:a 2026-03-30T00:00:a", "03-29 New, 03-30 Returning")]
    public void Status_OfTheCalendarsPeriods(string @case, PeriodUnit unit, DayOfWeek weekStart, string first, string timeline, string expected) =>
        AssertStatus(@case, expected, timeline, Berlin with { WeekStart = weekStart }, unit, DateOnly.Parse(first, CultureInfo.InvariantCulture), 2);

    private static void AssertStatus(string @case, string expected, string timeline, StoreCalendar calendar, PeriodUnit unit, DateOnly first, int periods)
    {
        var asked = LifecycleDefinition.Of(SmallWorld.Step("a"), calendar, unit, first, periods);

        var counts = RuleWorld.Of(timeline, calendar).Fold(() => new LifecycleFold(asked, SmallWorld.Timelines), new Random(1)).Counts;

        var found = string.Join(", ", from period in Enumerable.Range(1, periods)
                                      from status in Enum.GetValues<LifecycleStatus>()
                                      where counts[period, status] > 0
                                      select $"{asked.Periods.DayOf(period):MM-dd} {status}");
        Assert.True(expected == found, $"{@case}: {found}, not {expected}");
    }
}
