using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>One schedule, new or changed: checked at each field, with the next five times beside it.</summary>
public sealed partial class ScheduleForm : ComponentBase
{
    private static readonly DayOfWeek[] WeekDays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private CronPattern _pattern = new(Rhythm.Daily);
    private IReadOnlyList<Problem> _refused = [];
    private string _kind = RunKinds.Derived[0];
    private string _custom = "";
    private string _zone = "";
    private string _folder = "";
    private bool _saving;

    [Parameter]
    public Schedule? Existing { get; set; }

    [Parameter, EditorRequired]
    public string StoreZone { get; set; } = "";

    /// <summary>Answers the problems; none when it is saved.</summary>
    [Parameter, EditorRequired]
    public Func<ScheduleRequest, Task<IReadOnlyList<Problem>>> OnSave { get; set; } = null!;

    [Parameter]
    public EventCallback OnCancel { get; set; }

    // A folder can be chosen once the settings allow one.
    private IEnumerable<string> Kinds => SchedulesRules.Kinds.Where(k => k != RunKinds.Folder || k == _kind || Watched.Folders.Count > 0);

    private string Cron => _pattern.ToCron() ?? _custom.Trim();

    private string TimeText => string.Create(CultureInfo.InvariantCulture, $"{_pattern.Hour:00}:{_pattern.Minute:00}");

    private ScheduleRequest Wanted => new(_kind, Cron, _zone, Folder: _kind == RunKinds.Folder ? _folder : null);

    private IReadOnlyList<Problem> Problems => SchedulesRules.Check(_kind, Cron, _zone);

    private IReadOnlyList<DateTime> Preview => Problems.Count > 0 ? []
        : [.. SchedulesRules.Next(Cron, _zone, Clock.GetUtcNow(), SchedulesQuery.Preview).Select(at => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_zone)).DateTime)];

    protected override void OnInitialized()
    {
        _zone = Existing?.TimeZone ?? StoreZone;
        if (Existing is not { } schedule)
        {
            return;
        }

        (_kind, _custom, _pattern) = (schedule.Kind, schedule.Cron, CronPattern.Read(schedule.Cron));
        _folder = SchedulesRules.FolderOf(schedule) ?? "";
    }

    // What was chosen before becomes the start of the custom expression.
    private void Choose(Rhythm rhythm)
    {
        _custom = _pattern.ToCron() ?? _custom;
        _pattern = _pattern with { Rhythm = rhythm };
    }

    private void SetMinute(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var minute))
        {
            _pattern = _pattern with { Minute = Math.Clamp(minute, 0, 59) };
        }
    }

    private void SetTime(ChangeEventArgs change)
    {
        if (TimeOnly.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var time))
        {
            _pattern = _pattern with { Hour = time.Hour, Minute = time.Minute };
        }
    }

    private void SetDay(ChangeEventArgs change) => _pattern = _pattern with { Day = Enum.Parse<DayOfWeek>((string)change.Value!) };

    private async Task SaveAsync()
    {
        _saving = true;
        _refused = await OnSave(Wanted);
        _saving = false;
    }

    private string? ErrorOf(string field) => Problems.Concat(_refused).FirstOrDefault(p => p.Field == field) is { } problem ? ScheduleWords.Problem(problem, T) : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";
}
