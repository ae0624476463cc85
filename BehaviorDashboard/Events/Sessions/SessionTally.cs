using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Sessions;

/// <summary>Figures of many sessions, by bucket and, in the last place, of the whole range. Sums are whole numbers, so that they do not depend on the order in which they were added.</summary>
public sealed class SessionTally
{
    private readonly Sums[] _sums;
    private readonly Dictionary<int, long> _seconds = [];
    private readonly long[] _durations = new long[SessionBins.Seconds.Count];
    private readonly long[] _depths = new long[SessionBins.Events.Count];
    private int _customer;
    private int _bucket = -1;

    internal SessionTally(int buckets)
    {
        Buckets = buckets;
        _sums = new Sums[buckets + 1];
    }

    public int Buckets { get; }

    /// <summary>Sessions by bin of <see cref="SessionBins.Seconds"/>.</summary>
    public IReadOnlyList<long> Durations => _durations;

    /// <summary>Sessions by bin of <see cref="SessionBins.Events"/>.</summary>
    public IReadOnlyList<long> Depths => _depths;

    /// <summary>Half of the sessions of the range last no longer, in whole seconds; of two in the middle their mean. Null without a session.</summary>
    public double? MedianSeconds
    {
        get
        {
            var sessions = _sums[Buckets].Sessions;
            return sessions == 0 ? null : (SecondsAt((sessions - 1) / 2) + SecondsAt(sessions / 2)) / 2.0;
        }
    }

    /// <param name="bucket">Null for the whole range.</param>
    public SessionFigures Figures(int? bucket)
    {
        var sums = _sums[bucket ?? Buckets];
        return new SessionFigures(sums.Sessions, sums.Customers, sums.Micros, sums.Events, sums.Views, sums.Bounces, sums.Bought, sums.Revenue);
    }

    /// <param name="customer">Calls come customer after customer, and sessions of one in order of their buckets.</param>
    internal void Add(int bucket, int customer, FoundSession session, long micros)
    {
        if (customer != _customer)
        {
            (_customer, _bucket) = (customer, -1);
            _sums[Buckets].Customers++;
        }

        if (bucket != _bucket)
        {
            _bucket = bucket;
            _sums[bucket].Customers++;
        }

        _sums[bucket].Add(session, micros);
        _sums[Buckets].Add(session, micros);
        var seconds = (int)Math.Min(micros / 1_000_000, int.MaxValue);
        _seconds[seconds] = _seconds.GetValueOrDefault(seconds) + 1;
        _durations[SessionBins.Of(SessionBins.Seconds, seconds)]++;
        _depths[SessionBins.Of(SessionBins.Events, session.Events)]++;
    }

    internal void Add(SessionTally other)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i].Add(other._sums[i]);
        }

        foreach (var (seconds, sessions) in other._seconds)
        {
            _seconds[seconds] = _seconds.GetValueOrDefault(seconds) + sessions;
        }

        Sum(_durations, other._durations);
        Sum(_depths, other._depths);
    }

    private long SecondsAt(long place)
    {
        foreach (var (seconds, sessions) in _seconds.OrderBy(s => s.Key))
        {
            if (place < sessions)
            {
                return seconds;
            }

            place -= sessions;
        }

        throw new InvalidOperationException("There are not so many sessions.");
    }

    private static void Sum(long[] into, long[] from)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }
    }

    private struct Sums
    {
        public long Sessions;
        public long Customers;
        public long Micros;
        public long Events;
        public long Views;
        public long Bounces;
        public long Bought;
        public long Revenue;

        public void Add(FoundSession session, long micros)
        {
            Sessions++;
            Micros += micros;
            Events += session.Events;
            Views += session.Views;
            Bounces += session.HasBounced ? 1 : 0;
            Bought += session.HasBought ? 1 : 0;
            Revenue += session.Revenue;
        }

        public void Add(in Sums other)
        {
            Sessions += other.Sessions;
            Customers += other.Customers;
            Micros += other.Micros;
            Events += other.Events;
            Views += other.Views;
            Bounces += other.Bounces;
            Bought += other.Bought;
            Revenue += other.Revenue;
        }
    }
}

/// <summary>Figures of some sessions; what has nothing to be divided by is null.</summary>
/// <param name="Customers">Different customers.</param>
/// <param name="Micros">All durations together.</param>
/// <param name="Events">All events.</param>
/// <param name="Bounces">Sessions of one event and no purchase.</param>
/// <param name="Bought">Sessions with a purchase.</param>
/// <param name="Revenue">Net, ten-thousandths.</param>
public sealed record SessionFigures(long Sessions, long Customers, long Micros, long Events, long Views, long Bounces, long Bought, long Revenue)
{
    public double? PerCustomer => Ratio(Sessions, Customers);

    public double? MeanSeconds => Ratio(Micros / 1e6, Sessions);

    public double? MeanEvents => Ratio(Events, Sessions);

    public double? MeanViews => Ratio(Views, Sessions);

    public double? BounceRate => Ratio(Bounces, Sessions);

    public double? BoughtRate => Ratio(Bought, Sessions);

    /// <summary>Net revenue of a session, currency units.</summary>
    public double? MeanRevenue => Ratio((double)Revenue / Money.Scale, Sessions);

    private static double? Ratio(double of, long per) => per == 0 ? null : of / per;
}

/// <summary>A number of sessions, and what became of them.</summary>
/// <param name="Bounces">One event and no purchase.</param>
/// <param name="Bought">With a purchase.</param>
public readonly record struct SessionCount(long Sessions, long Bounces, long Bought)
{
    public static SessionCount operator +(SessionCount one, SessionCount other) => new(one.Sessions + other.Sessions, one.Bounces + other.Bounces, one.Bought + other.Bought);
}
