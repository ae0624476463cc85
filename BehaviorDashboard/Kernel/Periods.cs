namespace BehaviorDashboard.Kernel;

/// <summary>The lengths of calendar periods.</summary>
public enum PeriodUnit
{
    Day,
    Week,
    Month,
}

/// <summary>
/// Consecutive days, weeks or months of a store's calendar, numbered from 0. A period begins at the first instant of its first day in the store's
/// time zone and ends where the next begins, so a day may last 23 or 25 hours; instants are microseconds since 1970-01-01 UTC, as in timelines.
/// </summary>
public sealed class Periods
{
    private readonly long[] _borders;
    private readonly DateOnly[] _starts;

    /// <param name="first">A day of the first period.</param>
    /// <param name="count">Number of periods, 1 and up.</param>
    public Periods(StoreCalendar calendar, PeriodUnit unit, DateOnly first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Unit = unit;
        var start = calendar.StartOf(first, unit);
        _starts = [.. Enumerable.Range(0, count + 1).Select(i => StoreCalendar.Later(start, unit, i))];
        _borders = [.. _starts.Select(day => MicrosOf(calendar.StartOf(day)))];
    }

    public PeriodUnit Unit { get; }

    public int Count => _starts.Length - 1;

    /// <summary>First instant of the first period.</summary>
    public long From => _borders[0];

    /// <summary>First instant after the last period.</summary>
    public long Until => _borders[^1];

    /// <summary>How many periods the days of a range touch.</summary>
    public static int CountOf(StoreCalendar calendar, PeriodUnit unit, DateOnly from, DateOnly to)
    {
        var (first, last) = (calendar.StartOf(from, unit), calendar.StartOf(to, unit));
        return 1 + (unit == PeriodUnit.Month
            ? ((last.Year - first.Year) * 12) + last.Month - first.Month
            : (last.DayNumber - first.DayNumber) / (unit == PeriodUnit.Week ? 7 : 1));
    }

    /// <summary>First day of a period; of the one after the last, too.</summary>
    public DateOnly DayOf(int period) => _starts[period];

    public long StartOf(int period) => _borders[period];

    /// <summary>First instant after a period.</summary>
    public long EndOf(int period) => _borders[period + 1];

    /// <summary>Number of the period that holds the instant; -1 before the first, <see cref="Count"/> after the last.</summary>
    public int IndexOf(long micros)
    {
        if (micros < From)
        {
            return -1;
        }

        if (micros >= Until)
        {
            return Count;
        }

        // Periods of one unit are nearly equal, so the guess is off by one or two.
        var at = Math.Min((int)((micros - From) / (double)(Until - From) * Count), Count - 1);
        while (micros < _borders[at])
        {
            at--;
        }

        while (micros >= _borders[at + 1])
        {
            at++;
        }

        return at;
    }

    /// <summary>Number of the period that starts on the day, or null.</summary>
    public int? Find(DateOnly start) => Array.IndexOf(_starts, start) is >= 0 and var at && at < Count ? at : null;

    public static long MicrosOf(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTime InstantOf(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
