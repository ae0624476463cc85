namespace BehaviorDashboard.Events.Carts;

/// <summary>
/// When carts were recovered, in days of 24 hours since they were left first, as far as each was watched. Carts that were lost, emptied or replaced stay in the number
/// at risk: they were watched, and did not come back.
/// </summary>
public sealed class RecoveryTimes(int days)
{
    private readonly long[] _last = new long[days + 1];
    private readonly long[] _recovered = new long[days];

    public int Days => days;

    /// <summary>Carts that were left.</summary>
    public long Left { get; private set; }

    /// <summary>By day: carts that were recovered in it.</summary>
    public IReadOnlyList<long> Recovered => _recovered;

    /// <summary>By day: carts that were watched through it and not recovered before.</summary>
    public IReadOnlyList<long> AtRisk
    {
        get
        {
            var atRisk = new long[days];
            var left = Left;
            for (var day = 0; day < days; day++)
            {
                atRisk[day] = left -= _last[day];
            }

            return atRisk;
        }
    }

    /// <param name="watched">Microseconds from the first leaving to the end of what is known.</param>
    /// <param name="recovered">Microseconds from the first leaving to the purchase; null where there was none.</param>
    internal void Add(long watched, long? recovered)
    {
        const long Day = TimeSpan.MicrosecondsPerDay;
        Left++;
        var whole = (int)Math.Min(watched / Day, days);
        if (recovered is { } time && time / Day < whole)
        {
            _recovered[time / Day]++;
            whole = (int)(time / Day) + 1;
        }

        _last[whole]++;
    }

    internal void Add(RecoveryTimes other)
    {
        Left += other.Left;
        for (var day = 0; day < days; day++)
        {
            _last[day] += other._last[day];
            _recovered[day] += other._recovered[day];
        }

        _last[days] += other._last[days];
    }
}
