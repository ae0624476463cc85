namespace BehaviorDashboard.Events.Lifecycle;

/// <summary>Customers by period and status, and by period and number of active days. Periods count as in <see cref="LifecycleDefinition.Periods"/>.</summary>
public sealed class LifecycleCounts(int periods)
{
    private const int Statuses = 4;
    private const int MostDays = 31;

    private readonly long[] _statuses = new long[periods * Statuses];
    private readonly long[] _days = new long[periods * (MostDays + 1)];

    public long this[int period, LifecycleStatus status] => _statuses[(period * Statuses) + (int)status];

    /// <summary>Everybody who was active in a period.</summary>
    public long Active(int period) => this[period, LifecycleStatus.New] + this[period, LifecycleStatus.Returning] + this[period, LifecycleStatus.Resurrected];

    /// <summary>Customers who were active on exactly so many days of a period, 1 to 31.</summary>
    public long OnDays(int period, int days) => _days[(period * (MostDays + 1)) + days];

    internal void Add(int period, LifecycleStatus status) => _statuses[(period * Statuses) + (int)status]++;

    internal void AddDays(int period, int days) => _days[(period * (MostDays + 1)) + days]++;

    internal void Add(LifecycleCounts other)
    {
        for (var i = 0; i < _statuses.Length; i++)
        {
            _statuses[i] += other._statuses[i];
        }

        for (var i = 0; i < _days.Length; i++)
        {
            _days[i] += other._days[i];
        }
    }
}
