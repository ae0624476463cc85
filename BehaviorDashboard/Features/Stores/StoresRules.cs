using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Stores;

/// <summary>What settings may be, beyond what every store must be.</summary>
public static class StoresRules
{
    /// <summary>Days without an order that mean leaving; null takes the installation's.</summary>
    public static IReadOnlyList<int?> Horizons { get; } = [null, 30, 60];

    public static Problem? CheckHorizon(int? days) =>
        days is null or (>= 7 and <= 365) ? null : new Problem("store.horizon", "The churn horizon is 7 to 365 days.", "horizon");

    public static Problem? MayChange(MemberRole? role) =>
        role >= MemberRole.Owner ? null : new Problem("store.denied", "Only an owner or an admin does this.");
}
