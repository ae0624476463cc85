using System.Globalization;

namespace BehaviorDashboard.Features.Schedules;

public enum Rhythm
{
    Hourly,
    Daily,
    Weekly,
    Custom,
}

/// <summary>The three cron expressions that most schedules are, as a form offers them; everything else is custom.</summary>
public sealed record CronPattern(Rhythm Rhythm, int Minute = 0, int Hour = 3, DayOfWeek Day = DayOfWeek.Monday)
{
    public static CronPattern Read(string cron) => FieldsOf(cron) switch
    {
        [var m, "*", "*", "*", "*"] when Number(m, 59) is { } minute => new(Rhythm.Hourly, minute),
        [var m, var h, "*", "*", "*"] when Number(m, 59) is { } minute && Number(h, 23) is { } hour => new(Rhythm.Daily, minute, hour),
        [var m, var h, "*", "*", var d] when Number(m, 59) is { } minute && Number(h, 23) is { } hour && Number(d, 7) is { } day => new(Rhythm.Weekly, minute, hour, (DayOfWeek)(day % 7)),
        _ => new(Rhythm.Custom),
    };

    public static string[] FieldsOf(string cron) => cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The expression; null where the rhythm is custom and somebody must write it.</summary>
    public string? ToCron() => Rhythm switch
    {
        Rhythm.Hourly => string.Create(CultureInfo.InvariantCulture, $"{Minute} * * * *"),
        Rhythm.Daily => string.Create(CultureInfo.InvariantCulture, $"{Minute} {Hour} * * *"),
        Rhythm.Weekly => string.Create(CultureInfo.InvariantCulture, $"{Minute} {Hour} * * {(int)Day}"),
        _ => null,
    };

    private static int? Number(string field, int most) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
