using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Sessions;

/// <summary>The rules of sessions as tables of cases, answers written by hand: sessions of each day that is shown, with their minutes.</summary>
public sealed class SessionRuleTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("one event", "02T10:00:a", "01-02 1x0")]
    [InlineData("exactly the gap is one session", "02T10:00:a 02T10:30:b", "01-02 1x30")]
    [InlineData("a minute more is two", "02T10:00:a 02T10:31:b", "01-02 2x0")]
    [InlineData("the gap counts from event to event, not from the start", "02T10:00:a 02T10:30:b 02T11:00:a 02T11:30:c", "01-02 1x90")]
    [InlineData("events of one instant are one session", "02T10:00:a 02T10:00:b 02T10:00:a", "01-02 1x0")]
    [InlineData("midnight ends nothing; the day is that of the start", "02T23:50:a 03T00:10:b", "01-02 1x20")]
    [InlineData("one that began before the range is not in it", "01T23:50:a 02T00:10:b 02T00:40:c", "")]
    [InlineData("though the one after it is", "01T23:50:a 02T00:10:b 02T00:41:c", "01-02 1x0")]
    [InlineData("one that begins in the range is whole", "03T23:59:a 04T00:20:b 04T00:45:c", "01-03 1x46")]
    [InlineData("one that begins behind it is not in it", "04T00:00:a", "")]
    [InlineData("customers do not share sessions", "02T10:00:a | 02T10:01:a", "01-02 2x0")]
    public void Sessions_OfDays(string @case, string timelines, string expected) =>
        AssertSessions(@case, expected, timelines, StoreCalendar.Utc, new DateOnly(2026, 1, 2));

    [Theory]
    [InlineData("the hour that exists twice is an hour of inactivity", "2026-10-25T02:20:a 2026-10-25T02:20*:b", "10-25 2x0")]
    [InlineData("and twenty minutes over its middle are twenty", "2026-10-25T02:50:a 2026-10-25T02:10*:b", "10-25 1x20")]
    [InlineData("the hour that does not exist lasts nothing", "2026-03-29T01:50:a 2026-03-29T03:10:b", "03-29 1x20")]
    public void Sessions_OverAChangeOfTheClock(string @case, string timelines, string expected) =>
        AssertSessions(@case, expected, timelines, Berlin, DateOnly.Parse("2026-" + expected[..5], System.Globalization.CultureInfo.InvariantCulture));

    private static void AssertSessions(string @case, string expected, string timelines, StoreCalendar calendar, DateOnly first)
    {
        var buckets = new TrendBuckets(calendar, TrendInterval.Day, calendar.StartOf(first), calendar.StartOf(first.AddDays(2)));
        var asked = new SessionsDefinition(new SessionRule(SmallWorld.Step("abc"), TimeSpan.FromMinutes(30)), [], buckets, "event");

        var fold = RuleWorld.Of(timelines, calendar).Fold(() => new SessionsFold(asked, SmallWorld.Timelines), new Random(1), Periods.MicrosOf(asked.Scope.From!.Value));

        var found = string.Join(", ", from bucket in Enumerable.Range(0, buckets.Count)
                                      let figures = fold.Total.Figures(bucket)
                                      where figures.Sessions > 0
                                      select $"{buckets.NameOf(bucket, calendar)[5..]} {figures.Sessions}x{figures.Micros / 60_000_000}");
        Assert.True(expected == found, $"{@case}: {found}, not {expected}");
    }
}
