using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using MudBlazor;

namespace BehaviorDashboard.Features.Members;

/// <summary>Members: who may enter the store, and what they may do there.</summary>
public static class MembersRoom
{
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddScoped<MembersQuery>()
        .AddSingleton(new NavEntry(NavGroup.SetUp, 40, Icons.Material.Outlined.ManageAccounts, typeof(MembersText), "Nav", "members", MemberRole.Admin));
}
