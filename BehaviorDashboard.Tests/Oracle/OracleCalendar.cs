using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>A store's calendar in ClickHouse's words, which uses its own table of time zones.</summary>
internal sealed record OracleCalendar(string Zone, DayOfWeek WeekStart)
{
    private static readonly (string Zone, DateOnly First)[] Beginnings =
    [
        ("Europe/Berlin", new DateOnly(2026, 3, 27)),
        ("Europe/Berlin", new DateOnly(2026, 10, 23)),
        ("Europe/Berlin", new DateOnly(2025, 12, 29)),
        ("America/New_York", new DateOnly(2026, 3, 6)),
        ("America/New_York", new DateOnly(2026, 10, 30)),
        ("Asia/Kolkata", new DateOnly(2026, 2, 26)),
        ("UTC", new DateOnly(2026, 12, 28)),
    ];

    public StoreCalendar Ours { get; } = new(TimeZoneInfo.FindSystemTimeZoneById(Zone), WeekStart);

    /// <summary>A calendar, and a day of it just before the clocks, the year or the month change.</summary>
    public static (OracleCalendar Calendar, DateOnly First) Draw(Random random)
    {
        var (zone, first) = Beginnings[random.Next(Beginnings.Length)];
        return (new OracleCalendar(zone, (DayOfWeek)random.Next(7)), first);
    }

    /// <summary>Instants that are often the same, often the border of a day or a microsecond before it, and sometimes anywhere.</summary>
    public long Instant(Random random, DateOnly first, int days)
    {
        var midnight = Periods.MicrosOf(Ours.StartOf(first.AddDays(random.Next(days))));
        return random.Next(4) switch
        {
            0 => midnight - 1,
            1 => midnight,
            2 => midnight + (random.Next(4) * 6 * 3_600_000_000L),
            _ => midnight + (random.Next(48) * 1_800_000_000L),
        };
    }

    public string Local => $"fromUnixTimestamp64Micro(micros, '{Zone}')";

    public string Day => $"toDate({Local})";

    /// <summary>The first day of an event's day, week or month, as a date.</summary>
    public string StartOf(PeriodUnit unit) => unit switch
    {
        PeriodUnit.Week => $"({Day} - ((toDayOfWeek({Day}) % 7 - {(int)WeekStart} + 7) % 7))",
        PeriodUnit.Month => $"toStartOfMonth({Day})",
        _ => Day,
    };

    /// <summary>The number of an event's period, counted from the one that holds <paramref name="first"/>.</summary>
    public string IndexOf(PeriodUnit unit, DateOnly first) => string.Create(CultureInfo.InvariantCulture, $"dateDiff('{unit.ToString().ToLowerInvariant()}', toDate('{Ours.StartOf(first, unit):yyyy-MM-dd}'), {StartOf(unit)})") switch
    {
        // ClickHouse's weeks begin on Monday; between two first days of weeks there are whole sevens of days.
        var expression when unit == PeriodUnit.Week => $"intDiv({expression.Replace("'week'", "'day'", StringComparison.Ordinal)}, 7)",
        var expression => expression,
    };
}
