using System.Runtime.InteropServices;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>Counts a funnel over all timelines: keeps what means something of each customer, then looks for their way through it.</summary>
public sealed class FunnelFold : ITimelineFold<FunnelFold>
{
    private readonly FunnelDefinition _funnel;
    private readonly long _from;
    private readonly long _until;
    // Steps in the low bits, exclusions above them.
    private readonly EventRoles _roles;
    private readonly int _starts;
    private readonly bool _looksFurther;
    private readonly bool _sorts;
    private readonly FunnelWays _ways;
    private readonly List<FunnelHit> _hits = [];
    private readonly FunnelMoney? _money;
    private readonly FunnelPath _best;
    private readonly FunnelPath _other;
    private readonly FunnelPath _asked;
    private readonly List<int> _people = [];
    private int _customer;
    private int _place;
    private bool _wanted;
    private bool _tied;
    private int _seen;
    private bool _excluded;

    /// <param name="world">Names of the store's events.</param>
    public FunnelFold(FunnelDefinition funnel, TimelineWorld world)
    {
        _funnel = funnel;
        (_from, _until) = (Periods.MicrosOf(funnel.From), Periods.MicrosOf(funnel.Until));
        _roles = new EventRoles(world, [.. funnel.Steps.Select(s => s.Any), .. funnel.Exclusions.Select(e => (IReadOnlyList<EventMatch>)[e.Match])]);
        _starts = funnel.Order == FunnelOrder.Any ? (1 << funnel.Steps.Count) - 1 : 1;
        _money = funnel.Revenue ? new FunnelMoney(funnel) : null;
        _looksFurther = funnel.Revenue || funnel.Next is not null || funnel.Facts;
        _sorts = funnel.Order != FunnelOrder.Strict && (funnel.Hold is not null || funnel.Breakdown is not null);
        _ways = new FunnelWays(funnel);
        _best = new FunnelPath(funnel.Steps.Count);
        _other = new FunnelPath(funnel.Steps.Count);
        _asked = new FunnelPath(funnel.Steps.Count);
        Total = new FunnelCounts(funnel.Steps.Count);
        Groups = funnel.Breakdown is null ? null : new FunnelGroups(funnel);
        Trend = funnel.Trend is null ? null : new FunnelTrend(funnel.Trend, funnel.Steps.Count);
        Times = funnel.Span is null ? null : new FunnelTimes(funnel.Span, funnel.Window);
        Next = funnel.Next is null ? null : new FunnelNext(funnel, world);
        Facts = funnel.Facts ? new FunnelFacts(funnel) : null;
    }

    /// <inheritdoc/>
    public EventColumns Columns => _funnel.Columns;

    /// <inheritdoc/>
    public IReadOnlyList<EventMatch>? Needs => Next is not null || Facts is not null || _funnel.Order == FunnelOrder.Strict
        ? null
        : [.. _funnel.Steps.SelectMany(s => s.Any), .. _funnel.Exclusions.Select(e => e.Match), .. _funnel.Revenue ? FunnelMoney.Events : []];

    /// <summary>Everybody.</summary>
    public FunnelCounts Total { get; }

    /// <summary>By value of the breakdown's property; null without a breakdown. The parts below are null, too, where they were not asked for.</summary>
    public FunnelGroups? Groups { get; }

    public FunnelTrend? Trend { get; }

    public FunnelTimes? Times { get; }

    public FunnelNext? Next { get; }

    public FunnelFacts? Facts { get; }

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <summary>Whether any event that was read can fill the step.</summary>
    public bool Matched(int step) => (_seen & (1 << step)) != 0;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _place = 0;
        _excluded = _tied = false;
        _hits.Clear();
        _money?.Start();
        Next?.Start();
        Facts?.Start();
        _wanted = _funnel.Customers is null || _funnel.Customers.Contains(customer);
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        _place++;
        var roles = _wanted ? _roles.Of(e) : 0;
        if (roles != 0)
        {
            Hit(e, roles);
        }

        if (_looksFurther && _wanted)
        {
            Look(e, roles);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_hits.Count == 0)
        {
            return;
        }

        if (_tied && _sorts)
        {
            _hits.Sort(FunnelWays.Compare);
        }

        _asked.Clear();
        if (_funnel.Breakdown is { Attribution: Attribution.All })
        {
            EndInGroups();
        }

        _ways.Find(CollectionsMarshal.AsSpan(_hits), _excluded, _best);
        if (_best.Level >= 0)
        {
            Count();
        }

        if (_funnel.People is { } people && Means(people))
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(FunnelFold other)
    {
        _seen |= other._seen;
        Total.Add(other.Total);
        Groups?.Add(other.Groups!);
        Trend?.Add(other.Trend!);
        Times?.Add(other.Times!);
        Next?.Add(other.Next!);
        Facts?.Add(other.Facts!);
        _people.AddRange(other._people);
    }

    private void Hit(TimelineEvent e, int roles)
    {
        var excluded = roles >> _funnel.Steps.Count;
        _seen |= roles;
        _excluded |= excluded != 0;
        _tied |= _hits.Count > 0 && _hits[^1].Micros == e.Micros;
        _hits.Add(new FunnelHit(e.Micros, _place, roles & ((1 << _funnel.Steps.Count) - 1), excluded, Read(e, _funnel.Hold), Read(e, _funnel.Breakdown?.Property)));
    }

    private void Look(TimelineEvent e, int roles)
    {
        _money?.See(e);
        Next?.See(e, roles);
        Facts?.See(e, (roles & _starts) != 0 && e.Micros >= _from && e.Micros < _until && (_funnel.Hold is null || Read(e, _funnel.Hold) is not null));
    }

    // Where the breakdown takes all events of a chain, a customer stands in every group that one of their chains shares.
    private void EndInGroups()
    {
        _other.Clear();
        List<FunnelHit> spoilers = [.. _hits.Where(h => h.Steps == 0 && h.Group is null)];
        foreach (var group in _hits.Where(h => h.Steps != 0 || h.Group is not null).ToLookup(h => h.Group).Where(g => g.Any(h => h.Steps != 0)))
        {
            var value = group.Key;
            _ways.Find(_ways.Together(group, spoilers), _excluded, _best);
            if (!Groups!.Stands(value))
            {
                // Who stands in several of the groups that share one is counted there once, by their best way.
                if (_other.IsBehind(_best))
                {
                    _other.Take(_best);
                }
            }
            else if (_best.Level >= 0)
            {
                CountGroup(value, new FunnelGroup(value), _best);
            }
        }

        if (_other.Level >= 0)
        {
            Groups!.AddOther(_other, Brought(_other));
            Remember(new FunnelGroup(null, true), _other);
        }
    }

    private void Count()
    {
        Total.Add(_best, Brought(_best));
        Trend?.Add(_best);
        Times?.Add(_best);
        Next?.Add(_best);
        Facts?.Add(IsDone(_best));
        if (_funnel.Breakdown is { Attribution: not Attribution.All } breakdown)
        {
            var value = ValueOf(breakdown);
            CountGroup(value, Groups!.GroupOf(value), _best);
        }
    }

    private void CountGroup(string? value, FunnelGroup group, FunnelPath path)
    {
        Groups!.Add(value, path, Brought(path));
        Remember(group, path);
    }

    private void Remember(FunnelGroup group, FunnelPath path)
    {
        if (_funnel.People?.Group == group)
        {
            _asked.Take(path);
        }
    }

    private long Brought(FunnelPath path) => _money?.Brought(path) ?? 0;

    // The same ways that were counted: of a group, the way that counted there.
    private bool Means(FunnelPeople people)
    {
        var path = people.Group is null ? _best : _asked;
        if (path.Level < 0)
        {
            return false;
        }

        var stands = people.Dropped
            ? path.Level < people.Step && path.Level >= _funnel.RequiredBefore(people.Step)
            : (path.Filled & (1 << people.Step)) != 0;
        return stands
            && (people.Period is not { } period || Trend!.PeriodOf(path) == period)
            && (people.Bin is not { } bin || Times!.BinOf(path) == bin)
            && (people.Fact is not { } fact || Facts!.Holds(fact))
            && (people.Did is not { } did || Next!.HasDone(path, did));
    }

    private bool IsDone(FunnelPath path) => (path.Filled & (1 << (_funnel.Steps.Count - 1))) != 0;

    private string? ValueOf(FunnelBreakdown breakdown) => breakdown.Attribution switch
    {
        Attribution.First => _best.Groups[0],
        Attribution.Last => _best.Groups[_best.Level],
        _ => (_best.Filled & (1 << breakdown.Step)) != 0 ? _best.Groups[breakdown.Step] : null,
    };

    private static string? Read(TimelineEvent e, string? property) => property is null ? null : EventMatch.PropertyOf(e, property);
}
