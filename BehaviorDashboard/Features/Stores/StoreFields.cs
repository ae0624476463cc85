using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Stores;

/// <summary>What a form about a store holds while it is being filled in.</summary>
public sealed class StoreFields
{
    public string Name { get; set; } = "";

    public string Currency { get; set; } = "EUR";

    public string TimeZone { get; set; } = "UTC";

    public string Language { get; set; } = StoreRules.Languages[0];

    public DayOfWeek WeekStart { get; set; } = DayOfWeek.Monday;

    public int? Horizon { get; set; }

    public static StoreFields Of(Store store) => new()
    {
        Name = store.Name,
        Currency = store.Currency,
        TimeZone = store.TimeZone,
        Language = store.Language,
        WeekStart = store.WeekStart,
        Horizon = store.Settings.ChurnHorizonDays,
    };

    public NewStore ToNew() => new(Name, Currency, TimeZone, Language, WeekStart: WeekStart);

    public Store ApplyTo(Store store) => store with
    {
        Name = Name,
        TimeZone = TimeZone,
        Language = Language,
        WeekStart = WeekStart,
        Settings = store.Settings with { ChurnHorizonDays = Horizon },
    };
}
