using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Trends;

/// <summary>Counts measures by bucket and group over all timelines, see <see cref="TrendsDefinition"/>; who is named is who was counted.</summary>
public sealed class TrendsFold : ITimelineFold<TrendsFold>
{
    /// <summary>More values of a breakdown are only numbered: their figures by bucket are asked for in a second pass, for the largest.</summary>
    public const int MostGroups = 64;

    /// <summary>More different values of a breakdown are refused.</summary>
    public const int MostValues = 100_000;

    // Larger numbers cannot be summed in ten-thousandths; they are no figures of a shop.
    private const double Largest = 1e13;

    private readonly TrendsDefinition _definition;
    private readonly EventRoles _roles;
    private readonly Func<TimelineEvent, string?> _valueOf;
    private readonly TrendTally[] _total;
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string>? _wantedGroups;
    private readonly bool _wantsMissing;
    private readonly List<int> _people = [];
    private int _customer;
    private bool _wanted;
    private int _bucket;
    private long _bucketEnd;
    private Group? _missing;
    private Group? _other;
    // Events near each other mostly have the same value, which the reader then gives as the same string.
    private string? _lastValue;
    private Group? _lastGroup;

    public TrendsFold(TrendsDefinition definition, TimelineWorld world)
    {
        _definition = definition;
        _roles = new EventRoles(world, [.. definition.Measures.Select(m => m.Any)]);
        _valueOf = EventProperty.Reader(definition.Breakdown?.Property ?? "event");
        _total = Tallies(definition.Buckets.Count);
        if (definition.Breakdown?.Groups is { } groups)
        {
            _wantedGroups = groups.OfType<string>().ToHashSet(StringComparer.Ordinal);
            _wantsMissing = groups.Contains(null);
        }

        Columns = definition.Measures.Select(m => m.Property).Append(definition.Breakdown?.Property).OfType<string>()
            .Aggregate(_roles.Columns, (all, property) => all | EventMatch.ColumnOf(property));
    }

    /// <inheritdoc/>
    public EventColumns Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EventMatch>? Needs => [.. _definition.Measures.SelectMany(m => m.Any)];

    /// <summary>The breakdown has more than <see cref="MostValues"/> values; the groups are not complete.</summary>
    public bool TooManyValues { get; private set; }

    /// <summary>Some groups have no figures by bucket: ask again for those that are wanted.</summary>
    public bool NeedsChoice => _groups.Count > MostGroups;

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <summary>Groups by their number of events of the first measure, the largest first.</summary>
    public IReadOnlyList<TrendGroup> Groups =>
    [
        .. _groups.Select(g => (Key: new TrendGroup(g.Key), g.Value.Events)).Concat(_missing is null ? [] : [(new TrendGroup(null), _missing.Events)])
            .OrderByDescending(g => g.Events).ThenBy(g => g.Key.Value, StringComparer.Ordinal).Select(g => g.Key),
        .. _other is null ? Array.Empty<TrendGroup>() : [new TrendGroup(null, true)],
    ];

    /// <summary>Figures of a measure; of a group, null for everybody.</summary>
    public TrendTally Tally(int measure, TrendGroup? group = null) => (group switch
    {
        null => _total,
        { IsOther: true } => _other!.Tallies!,
        { Value: null } => _missing!.Tallies!,
        { Value: { } value } => _groups[value].Tallies ?? throw new InvalidOperationException("This group was only numbered; ask again with it among the wanted."),
    })[measure];

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        _bucketEnd = long.MinValue;
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        var roles = _wanted ? _roles.Of(e) : 0;
        if (roles == 0)
        {
            return;
        }

        if (e.Micros >= _bucketEnd)
        {
            _bucket = _definition.Buckets.IndexOf(e.Micros);
            _bucketEnd = _definition.Buckets.Until(_bucket);
        }

        var key = default(TrendGroup);
        var group = _definition.Breakdown is not null ? GroupOf(_valueOf(e), out key) : null;
        group?.Count((roles & 1) != 0);
        for (var left = roles; left != 0; left &= left - 1)
        {
            var m = int.TrailingZeroCount(left);
            var number = NumberOf(e, _definition.Measures[m].Property);
            _total[m].Add(_bucket, _customer, number);
            group?.Tallies?[m].Add(_bucket, _customer, number);
            if (_definition.People is { } people && people.Measure == m && _customer > 0 && (people.Bucket ?? _bucket) == _bucket && (people.Group ?? key) == key
                && (_people.Count == 0 || _people[^1] != _customer))
            {
                _people.Add(_customer);
            }
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // Everything was counted as it came.
    }

    /// <inheritdoc/>
    public void Merge(TrendsFold other)
    {
        Add(_total, other._total);
        _people.AddRange(other._people);
        TooManyValues |= other.TooManyValues;
        foreach (var (value, group) in other._groups)
        {
            if (GroupOf(value, out _) is { } mine)
            {
                mine.Add(group);
            }
        }

        _missing = Joined(_missing, other._missing);
        _other = Joined(_other, other._other);
    }

    private static Group? Joined(Group? one, Group? other)
    {
        if (one is not null && other is not null)
        {
            one.Add(other);
        }

        return one ?? other;
    }

    private Group? GroupOf(string? value, out TrendGroup key)
    {
        if (value is null || !ReferenceEquals(value, _lastValue))
        {
            (_lastValue, _lastGroup) = (value, FindGroup(value));
        }

        key = ReferenceEquals(_lastGroup, _other) && _other is not null ? new TrendGroup(null, true) : new TrendGroup(value);
        return _lastGroup;
    }

    private Group? FindGroup(string? value)
    {
        if (_wantedGroups is not null && !(value is null ? _wantsMissing : _wantedGroups.Contains(value)))
        {
            return _other ??= new Group(Tallies(_definition.Buckets.Count));
        }

        if (value is null)
        {
            return _missing ??= new Group(Tallies(_definition.Buckets.Count));
        }

        if (!_groups.TryGetValue(value, out var group))
        {
            if (_groups.Count >= MostValues)
            {
                TooManyValues = true;
                return null;
            }

            _groups[value] = group = new Group(_wantedGroups is not null || _groups.Count < MostGroups ? Tallies(_definition.Buckets.Count) : null);
        }

        return group;
    }

    private TrendTally[] Tallies(int buckets) => [.. _definition.Measures.Select(_ => new TrendTally(buckets))];

    private static void Add(TrendTally[] into, TrendTally[] from)
    {
        for (var m = 0; m < into.Length; m++)
        {
            into[m].Add(from[m]);
        }
    }

    private static long? NumberOf(TimelineEvent e, string? property) => property switch
    {
        null => null,
        "value" => e.Value,
        "price" => e.Price,
        "discount" => e.Discount,
        "quantity" => Scaled(e.Quantity),
        "rating" => e.Rating == 0 ? null : e.Rating * Money.Scale,
        _ => double.TryParse(EventMatch.PropertyOf(e, property), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Scaled(number) : null,
    };

    private static long? Scaled(double number) => Math.Abs(number) < Largest ? (long)Math.Round(number * Money.Scale) : null;

    private sealed class Group(TrendTally[]? tallies)
    {
        /// <summary>Null where there are so many groups that this one is only numbered.</summary>
        public TrendTally[]? Tallies { get; private set; } = tallies;

        public long Events { get; private set; }

        public void Count(bool first) => Events += first ? 1 : 0;

        public void Add(Group other)
        {
            Events += other.Events;
            if (Tallies is null || other.Tallies is null)
            {
                Tallies = null;
            }
            else
            {
                TrendsFold.Add(Tallies, other.Tallies);
            }
        }
    }
}
