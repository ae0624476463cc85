namespace BehaviorDashboard.Kernel;

/// <summary>Which day, week or month an instant belongs to in one store: its time zone with daylight saving, and its first day of the week.</summary>
public sealed record StoreCalendar(TimeZoneInfo Zone, DayOfWeek WeekStart = DayOfWeek.Monday)
{
    public static StoreCalendar Utc { get; } = new(TimeZoneInfo.Utc);

    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);

    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    public DateOnly Today(TimeProvider clock) => DayOf(clock.GetUtcNow().UtcDateTime);

    /// <summary>The instant at which the day begins; where the clock jumps over midnight, the first instant that exists.</summary>
    public DateTime StartOf(DateOnly day) => ToUtc(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>
    /// A wall-clock time as an instant. An hour that does not exist (clocks go forward) is read as if the change had not
    /// happened yet; an hour that exists twice is read as its first, daylight-saving, occurrence.
    /// </summary>
    public DateTime ToUtc(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            return DateTime.SpecifyKind(local - Zone.GetUtcOffset(local.AddHours(-2)), DateTimeKind.Utc);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    /// <summary>First instant of the range, and the first instant after it.</summary>
    public (DateTime From, DateTime Until) Instants(DateRange range) => (StartOf(range.From), StartOf(range.To.AddDays(1)));

    public DateOnly StartOfWeek(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek - (int)WeekStart + 7) % 7));

    public static DateOnly StartOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>First day of the period that holds the day.</summary>
    public DateOnly StartOf(DateOnly day, PeriodUnit unit) => unit switch
    {
        PeriodUnit.Week => StartOfWeek(day),
        PeriodUnit.Month => StartOfMonth(day),
        _ => day,
    };

    /// <summary>First day of the period that lies <paramref name="count"/> periods after the one that starts on this day.</summary>
    public static DateOnly Later(DateOnly start, PeriodUnit unit, int count) => unit switch
    {
        PeriodUnit.Week => start.AddDays(7 * count),
        PeriodUnit.Month => start.AddMonths(count),
        _ => start.AddDays(count),
    };
}
