using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>One merchant's shop as its people set it up; its facts live on the Events floor.</summary>
public sealed record Store(
    StoreId Id,
    string Name,
    string Currency,
    string TimeZone,
    string Language,
    DayOfWeek WeekStart,
    bool IsSample,
    DateTimeOffset Created,
    StoreSettings Settings)
{
    public StoreCalendar Calendar { get; } = new(TimeZoneInfo.FindSystemTimeZoneById(TimeZone), WeekStart);
}

/// <summary>Choices of one store that override the installation's; null means "as installed".</summary>
public sealed record StoreSettings
{
    public static StoreSettings Default { get; } = new();

    public int? ChurnHorizonDays { get; init; }

    /// <summary>Makes this store's hold-outs differ from another's; fixed at creation.</summary>
    public string HoldOutSalt { get; init; } = "";
}

public sealed record NewStore(string Name, string Currency, string TimeZone, string Language, string? Slug = null, bool IsSample = false, DayOfWeek WeekStart = DayOfWeek.Monday);

public sealed record StoreOfMember(Store Store, MemberRole Role);
