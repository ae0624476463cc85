using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace.Tables;

internal sealed class StoreRow
{
    public StoreId Id { get; init; }

    public required string Name { get; set; }

    public required string Currency { get; init; }

    public required string TimeZone { get; set; }

    public required string Language { get; set; }

    public DayOfWeek WeekStart { get; set; }

    public bool IsSample { get; init; }

    public DateTimeOffset Created { get; init; }

    public required string SettingsJson { get; set; }

    public Store ToRecord() => new(Id, Name, Currency, TimeZone, Language, WeekStart, IsSample, Created, JsonSerializer.Deserialize<StoreSettings>(SettingsJson, RunJson.Options) ?? StoreSettings.Default);
}

internal sealed class StoreMemberRow
{
    public StoreId Store { get; init; }

    public Guid Member { get; init; }

    public MemberRole Role { get; set; }
}

/// <summary>Something that happens once in the life of a workspace; the key makes the second attempt fail.</summary>
internal sealed class MilestoneRow
{
    public required string Name { get; init; }

    public DateTimeOffset Reached { get; init; }
}

internal sealed class ApiKeyRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required byte[] Hash { get; init; }

    public required string Scopes { get; init; }

    public DateTimeOffset Created { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset? LastUsed { get; set; }

    public DateTimeOffset? Revoked { get; set; }

    public ApiKey ToRecord() => new(Id, Store, Name, Prefix, Scopes.Split(' '), Created, CreatedBy, LastUsed, Revoked);
}

internal sealed class ScheduleRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Kind { get; set; }

    public string? ArgumentsJson { get; set; }

    public required string Cron { get; set; }

    public required string TimeZone { get; set; }

    public bool Enabled { get; set; }

    public DateTimeOffset? LastRun { get; set; }

    public DateTimeOffset Created { get; init; }

    public Schedule ToRecord() => new(Id, Store, Kind, ArgumentsJson, Cron, TimeZone, Enabled, LastRun, Created);
}
