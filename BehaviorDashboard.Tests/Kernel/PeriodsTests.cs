using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Kernel;

public sealed class PeriodsTests
{
    private const long Hour = 3_600_000_000;

    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void Weeks_OverTheYear_KeepTheirSevenDays()
    {
        var weeks = new Periods(Berlin, PeriodUnit.Week, new DateOnly(2026, 12, 30), 2);

        Assert.Equal((new DateOnly(2026, 12, 28), new DateOnly(2027, 1, 4)), (weeks.DayOf(0), weeks.DayOf(1)));
        Assert.Equal(0, weeks.IndexOf(At(Berlin, new DateTime(2027, 1, 3, 23, 59, 59))));
        Assert.Equal(1, weeks.IndexOf(At(Berlin, new DateTime(2027, 1, 4))));
    }

    [Fact]
    public void Weeks_ThatStartOnSunday_DoSo()
    {
        var weeks = new Periods(Berlin with { WeekStart = DayOfWeek.Sunday }, PeriodUnit.Week, new DateOnly(2027, 1, 1), 1);

        Assert.Equal(new DateOnly(2026, 12, 27), weeks.DayOf(0));
    }

    [Fact]
    public void Days_OfTheClockChanges_LastTwentyThreeAndTwentyFiveHours()
    {
        var spring = new Periods(Berlin, PeriodUnit.Day, new DateOnly(2026, 3, 29), 1);
        var autumn = new Periods(Berlin, PeriodUnit.Day, new DateOnly(2026, 10, 25), 1);

        Assert.Equal(23 * Hour, spring.EndOf(0) - spring.StartOf(0));
        Assert.Equal(25 * Hour, autumn.EndOf(0) - autumn.StartOf(0));
    }

    [Fact]
    public void Days_BothHalvesOfTheHourThatExistsTwice_AreTheSameDay()
    {
        var days = new Periods(Berlin, PeriodUnit.Day, new DateOnly(2026, 10, 24), 3);
        var first = At(Berlin, new DateTime(2026, 10, 25, 2, 30, 0));

        Assert.Equal((1, 1, 2), (days.IndexOf(first), days.IndexOf(first + Hour), days.IndexOf(first + (23 * Hour))));
    }

    [Fact]
    public void Months_FromTheEndOfALongOne_StartOnTheFirst()
    {
        var months = new Periods(Berlin, PeriodUnit.Month, new DateOnly(2026, 1, 31), 3);

        Assert.Equal([new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 1)], Enumerable.Range(0, 3).Select(months.DayOf));
        Assert.Equal(1, months.IndexOf(At(Berlin, new DateTime(2026, 2, 28, 23, 59, 59))));
        Assert.Equal(2, months.IndexOf(At(Berlin, new DateTime(2026, 3, 1))));
    }

    [Theory]
    [InlineData(PeriodUnit.Day, "2026-03-28", "2026-03-30", 3)]
    [InlineData(PeriodUnit.Week, "2026-12-31", "2027-01-04", 2)]
    [InlineData(PeriodUnit.Month, "2026-11-30", "2027-02-01", 4)]
    public void CountOf_Range_IsWhatItTouches(PeriodUnit unit, string from, string to, int count) =>
        Assert.Equal(count, Periods.CountOf(Berlin, unit, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Africa/Cairo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Shanghai")]
    public void IndexOf_EveryHalfHourOfTwoYears_IsThePeriodOfItsDay(string zone)
    {
        var calendar = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        foreach (var unit in Enum.GetValues<PeriodUnit>())
        {
            var periods = new Periods(calendar, unit, new DateOnly(2026, 1, 10), Periods.CountOf(calendar, unit, new DateOnly(2026, 1, 10), new DateOnly(2027, 12, 20)));
            for (var at = periods.From; at < periods.Until; at += Hour / 2)
            {
                var period = periods.IndexOf(at);
                Assert.Equal(calendar.StartOf(calendar.DayOf(Periods.InstantOf(at)), unit), periods.DayOf(period));
            }

            Assert.Equal((-1, periods.Count), (periods.IndexOf(periods.From - 1), periods.IndexOf(periods.Until)));
        }
    }

    private static long At(StoreCalendar calendar, DateTime local) => Periods.MicrosOf(calendar.ToUtc(local));
}
