using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Retention;

/// <summary>What a store's data suggests to begin with.</summary>
internal static class RetentionDefaults
{
    /// <summary>Repeat orders where there are orders, otherwise coming back at all.</summary>
    public static AskedStep Start(EventCatalog catalog) => new(Event: catalog.HasKind(EventKind.Purchase) ? EventWords.Order : EventWords.Doing(catalog));

    /// <summary>So that a handful to two dozen cohorts stand under each other.</summary>
    public static string Period(DateRange range) => QuestionJson.NameOf(range.Days switch
    {
        <= 14 => PeriodUnit.Day,
        <= 180 => PeriodUnit.Week,
        _ => PeriodUnit.Month,
    });
}
