using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using MudBlazor;

namespace BehaviorDashboard.Features.Stores;

/// <summary>Stores: the settings of one, and how a further one begins.</summary>
public static class StoresRoom
{
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton<StoresQuery>()
        .AddSingleton(new NavEntry(NavGroup.SetUp, 60, Icons.Material.Outlined.Storefront, typeof(StoresText), "Nav", "settings", MemberRole.Owner));
}
