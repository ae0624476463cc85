namespace BehaviorDashboard.Events.Retention;

/// <summary>Counts retention over all timelines, see <see cref="RetentionDefinition"/>; who is named is who was counted, row by row.</summary>
public sealed class RetentionFold : ITimelineFold<RetentionFold>
{
    /// <summary>More different values of a breakdown are refused.</summary>
    public const int MostGroups = 500;

    private const int Starts = 1;
    private const int Returns = 2;
    private const int Brings = 4;

    private readonly RetentionDefinition _definition;
    private readonly EventRoles _roles;
    private readonly RetentionTimeline _timeline;
    private readonly bool[] _returned;
    private readonly long[] _revenue;
    private readonly Dictionary<string, RetentionCounts> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<RetentionCounts> _mine = [];
    private readonly List<int> _people = [];
    private int _customer;
    private bool _wanted;

    public RetentionFold(RetentionDefinition definition, TimelineWorld world)
    {
        _definition = definition;
        _roles = new EventRoles(world, definition.Start, definition.Return, definition.Revenue is { } revenue ? [revenue] : []);
        _timeline = new RetentionTimeline(definition);
        _returned = new bool[definition.Length];
        _revenue = new long[definition.Revenue is null ? 0 : definition.Length];
        Total = new RetentionCounts(definition.Cohorts, definition.Length);
        Ungrouped = new RetentionCounts(definition.Cohorts, definition.Length);
        Columns = _roles.Columns
            | (definition.Revenue is null ? EventColumns.Base : EventColumns.Value)
            | (definition.Breakdown is { } property ? EventMatch.ColumnOf(property) : EventColumns.Base);
    }

    /// <inheritdoc/>
    public EventColumns Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EventMatch>? Needs => [.. _definition.Start, .. _definition.Return, .. _definition.Revenue is { } revenue ? [revenue] : Array.Empty<EventMatch>()];

    /// <summary>Everybody.</summary>
    public RetentionCounts Total { get; }

    /// <summary>By value of the breakdown's property.</summary>
    public IReadOnlyDictionary<string, RetentionCounts> Groups => _groups;

    /// <summary>Customers without a value of the breakdown's property.</summary>
    public RetentionCounts Ungrouped { get; }

    /// <summary>The breakdown has more than <see cref="MostGroups"/> values; its groups are not complete.</summary>
    public bool TooManyGroups { get; private set; }

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        _timeline.Clear();
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        if (!_wanted || _timeline.IsOut)
        {
            return;
        }

        var roles = _roles.Of(e);
        var value = (roles & Brings) != 0 && e.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel ? e.Value : 0;
        if ((roles & (Starts | Returns)) != 0 || value != 0)
        {
            var group = (roles & Starts) != 0 && _definition.Breakdown is { } property ? EventMatch.PropertyOf(e, property) : null;
            _timeline.Add(e.Micros, (roles & Starts) != 0, (roles & Returns) != 0, value, group);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        _timeline.Judge();
        if (!_wanted || _timeline.IsOut || _timeline.Anchors.Count == 0)
        {
            return;
        }

        Total.AddCustomer();
        _mine.Clear();
        var named = false;
        foreach (var anchor in _timeline.Anchors)
        {
            var firstReturn = FillRow(anchor);
            FillRevenue(anchor);
            Total.Add(anchor.Period, _returned, firstReturn, _revenue);
            if (_definition.Breakdown is not null && GroupOf(anchor.Group) is { } group)
            {
                group.Add(anchor.Period, _returned, firstReturn, _revenue);
                if (_mine.Add(group))
                {
                    group.AddCustomer();
                }
            }

            named |= _definition.People is { } people && IsMeant(people, anchor);
        }

        if (named)
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(RetentionFold other)
    {
        Total.Add(other.Total);
        Ungrouped.Add(other.Ungrouped);
        _people.AddRange(other._people);
        TooManyGroups |= other.TooManyGroups;
        foreach (var (value, counts) in other._groups)
        {
            GroupOf(value)?.Add(counts);
        }
    }

    private bool IsMeant(RetentionPeople people, Anchor anchor) =>
        (people.Cohort is null || people.Cohort == anchor.Period)
        && (!people.Grouped || people.Group == anchor.Group)
        && (people.Period is not { } period || _returned[period] != people.Lost);

    /// <summary>In which periods the customer returned, and the first of them.</summary>
    private int? FillRow(Anchor anchor)
    {
        Array.Clear(_returned);
        int? first = anchor.Returned ? 0 : null;
        _returned[0] = anchor.Returned;
        foreach (var period in _timeline.Returns)
        {
            var k = period - anchor.Period;
            if (k > 0 && k < _returned.Length)
            {
                _returned[k] = true;
                first ??= k;
            }
        }

        if (_definition.On == ReturnOn.OnOrAfter && _timeline.Returns is [.., var last] && last > anchor.Period)
        {
            _returned.AsSpan(0, Math.Min(last - anchor.Period + 1, _returned.Length)).Fill(true);
        }

        return first;
    }

    private void FillRevenue(Anchor anchor)
    {
        if (_revenue.Length == 0)
        {
            return;
        }

        Array.Clear(_revenue);
        _revenue[0] = anchor.Revenue;
        foreach (var (period, value) in _timeline.Revenues)
        {
            var k = period - anchor.Period;
            if (k > 0 && k < _revenue.Length)
            {
                _revenue[k] += value;
            }
        }
    }

    private RetentionCounts? GroupOf(string? value)
    {
        if (value is null)
        {
            return Ungrouped;
        }

        if (!_groups.TryGetValue(value, out var counts))
        {
            if (_groups.Count >= MostGroups)
            {
                TooManyGroups = true;
                return null;
            }

            _groups[value] = counts = new RetentionCounts(_definition.Cohorts, _definition.Length);
        }

        return counts;
    }
}
