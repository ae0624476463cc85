using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>When a run of a kind is queued again.</summary>
/// <param name="Cron">Five fields: minute, hour, day of month, month, day of week.</param>
/// <param name="LastRun">The last tick that queued a run.</param>
public sealed record Schedule(
    Guid Id,
    StoreId Store,
    string Kind,
    string? ArgumentsJson,
    string Cron,
    string TimeZone,
    bool Enabled,
    DateTimeOffset? LastRun,
    DateTimeOffset Created);

public sealed record NewSchedule(StoreId Store, string Kind, string Cron, string TimeZone, bool Enabled = true, string? ArgumentsJson = null);
