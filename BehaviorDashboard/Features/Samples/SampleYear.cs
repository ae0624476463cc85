using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Samples;

/// <summary>The year of a world, by day number from its start: how busy each day is, and when its hours are.</summary>
internal sealed class SampleYear
{
    private static readonly double[] WorkdayHours = SampleDice.Cumulate([1, .5, .3, .2, .2, .4, 1, 2, 3, 3.5, 4, 4.5, 5, 4.5, 4, 4, 4, 4.5, 5.5, 6.5, 7, 7, 5, 2.5]);
    private static readonly double[] WeekendHours = SampleDice.Cumulate([1.5, .8, .4, .3, .2, .3, .6, 1.2, 2.5, 4, 5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 6, 6.5, 6.5, 5, 3]);

    private readonly StoreCalendar _calendar;
    private readonly double[] _dayTotals;

    public SampleYear(SampleShape shape)
    {
        _calendar = shape.Calendar;
        Start = shape.Start;
        SaleDay = shape.SaleDay;
        LastInstant = shape.Calendar.StartOf(shape.End.AddDays(1)).AddSeconds(-1);
        Weight = [.. Enumerable.Range(0, SampleShape.Days).Select(WeightOf)];
        _dayTotals = SampleDice.Cumulate(Weight);
    }

    public DateOnly Start { get; }

    public int SaleDay { get; }

    public DateTime LastInstant { get; }

    /// <summary>Visits of a day over those of an average day.</summary>
    public double[] Weight { get; }

    public DateOnly Day(int day) => Start.AddDays(day);

    public int AnyDay(SampleDice dice) => dice.Index(_dayTotals);

    public bool IsWeekend(int day) => Day(day).DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Seconds from the local midnight at which a visit starts.</summary>
    public int AnyTime(SampleDice dice, int day) => (dice.Index(IsWeekend(day) ? WeekendHours : WorkdayHours) * 3600) + dice.Below(3600);

    public DateTime Instant(int day, int secondOfDay) => _calendar.ToUtc(Day(day).ToDateTime(TimeOnly.MinValue).AddSeconds(secondOfDay));

    private double WeightOf(int day)
    {
        var date = Day(day);
        return PlantedTruths.MonthCurve[date.Month - 1] * PlantedTruths.WeekCurve[(int)date.DayOfWeek] * (day == SaleDay ? PlantedTruths.SaleDayVisits : 1);
    }
}
