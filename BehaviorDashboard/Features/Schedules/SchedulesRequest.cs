namespace BehaviorDashboard.Features.Schedules;

/// <summary>A schedule as somebody asks for it; what is null stays as it is, or takes the store's own (time zone) or on (enabled).</summary>
/// <param name="Cron">Five fields: minute, hour, day of month, month, day of week.</param>
/// <param name="Folder">What the kind <c>folder</c> watches.</param>
public sealed record ScheduleRequest(string? Kind = null, string? Cron = null, string? TimeZone = null, bool? Enabled = null, string? Folder = null);

/// <summary>What a training may be told; null means as the kind's settings say.</summary>
public sealed record TrainRequest(DateOnly? AsOf = null, int? HorizonDays = null, int? Seed = null);
