using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Features.Keys;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Features.Members;
using BehaviorDashboard.Features.Overview;
using BehaviorDashboard.Features.Paths;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Features.Sessions;
using BehaviorDashboard.Features.Stores;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Features.Views;

namespace BehaviorDashboard.Hosting;

/// <summary>The rooms of the house, one line each.</summary>
internal static class Rooms
{
    public static void AddRooms(this IServiceCollection services)
    {
        services.AddOverview();
        services.AddTrends();
        services.AddFunnels();
        services.AddRetention();
        services.AddPaths();
        services.AddSessions();
        services.AddLifecycle();
        services.AddCarts();
        services.AddImports();
        services.AddSamples();
        services.AddCustomers();
        services.AddSegments();
        services.AddChurn();
        services.AddCampaigns();
        services.AddSchedules();
        services.AddMembers();
        services.AddKeys();
        services.AddStores();
    }

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapOverview();
        routes.MapTrends();
        routes.MapFunnels();
        routes.MapRetention();
        routes.MapPaths();
        routes.MapSessions();
        routes.MapLifecycle();
        routes.MapCarts();
        routes.MapImports();
        routes.MapSamples();
        routes.MapCustomers();
        routes.MapSegments();
        routes.MapChurn();
        routes.MapCampaigns();
        routes.MapSchedules();
        routes.MapViews();
    }
}
