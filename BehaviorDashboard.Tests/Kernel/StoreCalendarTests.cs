using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Kernel;

public sealed class StoreCalendarTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void ToUtc_HourThatDoesNotExist_ReadsAsBeforeTheChange() =>
        Assert.Equal(new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc), Berlin.ToUtc(new DateTime(2026, 3, 29, 2, 30, 0)));

    [Fact]
    public void ToUtc_HourThatExistsTwice_ReadsAsTheFirst() =>
        Assert.Equal(new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc), Berlin.ToUtc(new DateTime(2026, 10, 25, 2, 30, 0)));

    [Fact]
    public void StartOf_DayWhoseMidnightIsSkipped_IsItsFirstInstant()
    {
        // Cairo, 2026-04-24: 00:00 becomes 01:00.
        var cairo = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"));
        var day = new DateOnly(2026, 4, 24);

        var start = cairo.StartOf(day);

        Assert.Equal(day, cairo.DayOf(start));
        Assert.Equal(day.AddDays(-1), cairo.DayOf(start.AddTicks(-1)));
    }
}
