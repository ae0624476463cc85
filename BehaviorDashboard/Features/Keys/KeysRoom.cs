using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using MudBlazor;

namespace BehaviorDashboard.Features.Keys;

/// <summary>Keys: how programs get into the store.</summary>
public static class KeysRoom
{
    public static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddSingleton<KeysQuery>()
        .AddSingleton(new NavEntry(NavGroup.SetUp, 50, Icons.Material.Outlined.Key, typeof(KeysText), "Nav", "keys", MemberRole.Owner));
}
