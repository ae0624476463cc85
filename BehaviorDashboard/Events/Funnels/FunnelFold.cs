using System.Runtime.InteropServices;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>Counts a funnel over all timelines: keeps what means something of each customer, then looks for their best chain.</summary>
public sealed class FunnelFold : ITimelineFold<FunnelFold>
{
    // Groups by an id would be as many as customers; the rest is counted together.
    private const int MostGroups = 100_000;

    private readonly FunnelDefinition _funnel;
    // Steps in the low bits, exclusions above them.
    private readonly EventRoles _roles;
    private readonly OrderedChains _ordered;
    private readonly CleanChains _clean;
    private readonly StrictChains _strict;
    private readonly AnyOrderSets _any;
    private readonly List<FunnelHit> _hits = [];
    private readonly FunnelPath _best;
    private readonly FunnelPath _candidate;
    private readonly Dictionary<string, FunnelCounts> _groups = new(StringComparer.Ordinal);
    private readonly FunnelCounts _ungrouped;
    private readonly List<int> _people = [];
    private int _customer;
    private int _place;
    private bool _wanted;
    private int _excludedSeen;

    /// <param name="world">Names of the store's events.</param>
    public FunnelFold(FunnelDefinition funnel, TimelineWorld world)
    {
        _funnel = funnel;
        _roles = new EventRoles(world, [.. funnel.Steps.Select(s => s.Any), .. funnel.Exclusions.Select(e => (IReadOnlyList<EventMatch>)[e.Match])]);
        _ordered = new OrderedChains(funnel);
        _clean = new CleanChains(funnel);
        _strict = new StrictChains(funnel);
        _any = new AnyOrderSets(funnel);
        _best = new FunnelPath(funnel.Steps.Count);
        _candidate = new FunnelPath(funnel.Steps.Count);
        _ungrouped = new FunnelCounts(funnel.Steps.Count);
        Total = new FunnelCounts(funnel.Steps.Count);
    }

    /// <inheritdoc/>
    public EventColumns Columns => _funnel.Columns;

    /// <summary>Everybody.</summary>
    public FunnelCounts Total { get; }

    /// <summary>By value of the breakdown's property.</summary>
    public IReadOnlyDictionary<string, FunnelCounts> Groups => _groups;

    /// <summary>Customers without a value of the breakdown's property.</summary>
    public FunnelCounts Ungrouped => _ungrouped;

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _place = 0;
        _excludedSeen = 0;
        _hits.Clear();
        _wanted = _funnel.Customers is null || _funnel.Customers.Contains(customer);
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        _place++;
        var roles = _wanted ? _roles.Of(e) : 0;
        if (roles != 0)
        {
            var excluded = roles >> _funnel.Steps.Count;
            _excludedSeen |= excluded;
            _hits.Add(new FunnelHit(e.Micros, _place, roles & ((1 << _funnel.Steps.Count) - 1), excluded, Read(e, _funnel.Hold), Read(e, _funnel.Breakdown?.Property)));
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_hits.Count == 0)
        {
            return;
        }

        if (_funnel.Breakdown is { Attribution: Attribution.All })
        {
            EndInGroups();
            return;
        }

        Best(CollectionsMarshal.AsSpan(_hits));
        if (_best.Level >= 0)
        {
            Total.Add(_best);
            if (_funnel.Breakdown is { } breakdown)
            {
                GroupOf(ValueOf(breakdown)).Add(_best);
            }
        }

        TakePerson();
    }

    /// <inheritdoc/>
    public void Merge(FunnelFold other)
    {
        Total.Add(other.Total);
        _ungrouped.Add(other._ungrouped);
        _people.AddRange(other._people);
        foreach (var (value, counts) in other._groups)
        {
            GroupOf(value).Add(counts);
        }
    }

    // A customer stands in every group that all events of one of their chains share.
    private void EndInGroups()
    {
        var everything = _hits.ToArray();
        foreach (var group in everything.Where(h => h.Steps != 0).Select(h => h.Group).Distinct())
        {
            Best([.. everything.Where(h => h.Group == group || (h.Steps == 0 && h.Group is null))]);
            if (_best.Level >= 0)
            {
                GroupOf(group).Add(_best);
            }
        }

        Best(everything);
        if (_best.Level >= 0)
        {
            Total.Add(_best);
        }

        TakePerson();
    }

    private void Best(ReadOnlySpan<FunnelHit> hits)
    {
        if (_funnel.Hold is null)
        {
            Run(hits, _best);
            return;
        }

        _best.Clear();
        var all = hits.ToArray();
        foreach (var held in all.Where(h => h.Steps != 0 && h.Held is not null).Select(h => h.Held).Distinct())
        {
            // An excluded event that names no value speaks for all of them.
            Run([.. all.Where(h => h.Held == held || (h.Held is null && h.Excluded != 0)).Select(h => h.Held == held ? h : h with { Steps = 0 })], _candidate);
            if (_best.IsBehind(_candidate))
            {
                _best.Take(_candidate);
            }
        }
    }

    private void Run(ReadOnlySpan<FunnelHit> hits, FunnelPath path)
    {
        switch (_funnel.Order)
        {
            case FunnelOrder.Strict:
                _strict.Run(hits, path);
                break;
            case FunnelOrder.Any:
                _any.Run(hits, path);
                break;
            default:
                _ordered.Run(hits, path);
                if (_excludedSeen != 0 && path.Level >= 0 && !_clean.Find(hits, path.Level, path))
                {
                    path.Clear();
                }

                break;
        }
    }

    private void TakePerson()
    {
        if (_funnel.People is not { } people)
        {
            return;
        }

        var reached = _best.Level >= 0 && (_best.Filled & (1 << people.Step)) != 0;
        if (people.Dropped ? !reached && _best.Level >= 0 && _best.Level < people.Step && _best.Level >= RequiredBefore(people.Step) : reached)
        {
            _people.Add(_customer);
        }
    }

    private int RequiredBefore(int step)
    {
        var at = step - 1;
        while (at > 0 && _funnel.Order != FunnelOrder.Any && _funnel.Steps[at].Optional)
        {
            at--;
        }

        return at;
    }

    private string? ValueOf(FunnelBreakdown breakdown) => breakdown.Attribution switch
    {
        Attribution.First => _best.Groups[0],
        Attribution.Last => _best.Groups[_best.Level],
        _ => (_best.Filled & (1 << breakdown.Step)) != 0 ? _best.Groups[breakdown.Step] : null,
    };

    private FunnelCounts GroupOf(string? value)
    {
        if (value is null)
        {
            return _ungrouped;
        }

        if (!_groups.TryGetValue(value, out var counts))
        {
            if (_groups.Count >= MostGroups)
            {
                return _ungrouped;
            }

            _groups[value] = counts = new FunnelCounts(_funnel.Steps.Count);
        }

        return counts;
    }

    private static string? Read(TimelineEvent e, string? property) => property is null ? null : EventMatch.PropertyOf(e, property);
}
