using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>Who is new, stays, comes back and falls asleep, by period; and on how many days they were active.</summary>
/// <param name="People">Numbers of the customers who were asked for.</param>
public sealed record LifecycleResult(PeriodUnit Unit, IReadOnlyList<LifecyclePeriod> Periods, IReadOnlyList<int>? People)
{
    /// <summary>The latest period that has ended, or null.</summary>
    public LifecyclePeriod? Latest => Periods.LastOrDefault(p => p.Ended);
}

/// <param name="Start">First day.</param>
/// <param name="Ended">Whether the period has ended as far as the store's data goes. In one that has not, more may still come, and fewer fall asleep.</param>
/// <param name="Days">Customers who were active on 1, 2, 3, ... days of the period.</param>
public sealed record LifecyclePeriod(DateOnly Start, bool Ended, long New, long Returning, long Resurrected, long Dormant, IReadOnlyList<long> Days)
{
    public long Active => New + Returning + Resurrected;

    /// <summary>Mean number of active days of those who were active; null where nobody was.</summary>
    public double? MeanDays => Percent.Of(Days.Select((n, i) => n * (i + 1)).Sum(), Active)?.Share;

    /// <summary>New and resurrected for each who fell asleep: above 1 the store grows; null where nobody fell asleep.</summary>
    public double? QuickRatio => Percent.Of(New + Resurrected, Dormant)?.Share;
}
