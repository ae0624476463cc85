using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Events;

/// <summary>What the Events floor offers to rooms.</summary>
public static class EventsFloor
{
    /// <summary>Needs <see cref="EventsOptions"/>, <c>TimeProvider</c> and the change feed.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<EventStores>()
        .AddSingleton<EventWriter>()
        .AddSingleton<EventMerger>()
        .AddSingleton<CustomerEraser>()
        .AddSingleton<EventCatalogReader>()
        .AddSingleton<MeasureReader>()
        .AddSingleton<TimelineReader>()
        .AddSingleton<CustomerTable>()
        .AddSingleton<CartColumns>()
        .AddSingleton<CustomerReader>()
        .AddSingleton<OrderReader>()
        .AddSingleton<QuestionReader>()
        .AddScoped<CustomerWords>()
        .AddScoped<EventWords>();
}
