namespace BehaviorDashboard.Features.Schedules;

/// <summary>Marks the words of the schedules page: SchedulesText.resx and SchedulesText.zh-Hans.resx.</summary>
public sealed class SchedulesText;
