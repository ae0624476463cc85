using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>Says schedules, times and failures in the reader's language.</summary>
internal static class ScheduleWords
{
    private static readonly string[] DayCodes = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

    public static string Kind(string kind, IStringLocalizer<SchedulesText> T) => T[$"Kind.{kind}"] is { ResourceNotFound: false } words ? words : kind;

    public static string Stage(string? stage, IStringLocalizer<SchedulesText> T) => T[$"Stage.{stage}"] is { ResourceNotFound: false } words ? words : T["Stage.other"];

    /// <summary>The localised sentence of the problem's code where there is one, else the sentence that was written down.</summary>
    public static string Problem(Problem problem, IStringLocalizer<SchedulesText> T) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : problem.Message;

    public static string Failure(Run run, IStringLocalizer<SchedulesText> T) => T[$"Problem.{run.ErrorCode}", run.Id] is { ResourceNotFound: false } words ? words : run.Error ?? "";

    public static string Cron(string cron, IStringLocalizer<SchedulesText> T)
    {
        var pattern = CronPattern.Read(cron);
        return pattern.Rhythm switch
        {
            Rhythm.Hourly => T["Cron.hourly", Two(pattern.Minute)],
            Rhythm.Daily => T["Cron.daily", Time(pattern)],
            Rhythm.Weekly => T["Cron.weekly", DayName(pattern.Day), Time(pattern)],
            _ => CronPattern.FieldsOf(cron) is [var minute, var hour, var day, var month, var weekday] ? Custom(minute, hour, day, month, weekday, T) : cron,
        };
    }

    public static string DayName(DayOfWeek day) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
        ? CultureInfo.CurrentUICulture.DateTimeFormat.GetAbbreviatedDayName(day)
        : CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(day);

    /// <summary>3 s, 2 min 5 s, 1 h 20 min: two units are enough.</summary>
    public static string Duration(TimeSpan time, IStringLocalizer<SchedulesText> T) => time.TotalSeconds switch
    {
        < 9.95 => T["Duration.seconds", NumberFormat.Exact(time.TotalSeconds, 1)],
        < 59.5 => T["Duration.seconds", NumberFormat.Exact(Math.Round(time.TotalSeconds))],
        < 3600 => T["Duration.minutes", time.Minutes, time.Seconds],
        _ => T["Duration.hours", NumberFormat.Exact(Math.Floor(time.TotalHours)), time.Minutes],
    };

    private static string Custom(string minute, string hour, string day, string month, string weekday, IStringLocalizer<SchedulesText> T)
    {
        string?[] parts =
        [
            weekday is "*" or "?" ? null : T["Cron.weekdays", Weekdays(weekday, T)].Value,
            month == "*" ? null : T["Cron.months", month].Value,
            day is "*" or "?" ? null : day == "L" ? T["Cron.lastDay"].Value : T["Cron.days", day].Value,
            Hours(hour, minute, T),
        ];
        return Sentence(string.Join(T["Cron.comma"], parts.Where(p => p is not null)));
    }

    private static string Hours(string hour, string minute, IStringLocalizer<SchedulesText> T) => (hour, minute) switch
    {
        var (h, m) when int.TryParse(h, CultureInfo.InvariantCulture, out var at) && int.TryParse(m, CultureInfo.InvariantCulture, out var past) => T["Cron.at", $"{Two(at)}:{Two(past)}"],
        ("*", _) => Minutes(minute, T),
        var (h, _) when Step(h) is { } every => T["Cron.everyHours", every] + T["Cron.comma"] + Minutes(minute, T),
        _ => T["Cron.hours", hour] + T["Cron.comma"] + Minutes(minute, T),
    };

    private static string Minutes(string minute, IStringLocalizer<SchedulesText> T) =>
        minute == "*" ? T["Cron.everyMinute"] : Step(minute) is { } every ? T["Cron.everyMinutes", every] : T["Cron.minutes", minute];

    // 1-5 or MON,WED: each name by itself, so that lists, ranges and steps keep their shape.
    private static string Weekdays(string field, IStringLocalizer<SchedulesText> T)
    {
        var lists = field.Split(',').Select(part => part.Split('-').Select(NameOrCode).ToList()).ToList();
        return string.Join(T["Cron.and"], lists.Select(range => range.Count == 2 ? T["Cron.range", range[0], range[1]].Value : string.Join('-', range)));
    }

    private static string NameOrCode(string code)
    {
        var place = code is [>= '0' and <= '7'] ? code[0] - '0' : Array.IndexOf(DayCodes, code.ToUpperInvariant());
        return place >= 0 ? DayName((DayOfWeek)(place % 7)) : code;
    }

    private static string? Step(string field) => field.StartsWith("*/", StringComparison.Ordinal) ? field[2..] : null;

    private static string Sentence(string words) => words.Length > 0 ? char.ToUpper(words[0], CultureInfo.CurrentUICulture) + words[1..] : words;

    private static string Time(CronPattern pattern) => $"{Two(pattern.Hour)}:{Two(pattern.Minute)}";

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);
}
