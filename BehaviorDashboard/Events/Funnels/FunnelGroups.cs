namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// A funnel by the value of a property, in memory that does not grow with the number of values. Where the wanted values are given, each of them has its
/// figures and all others share one group. Where they are not, a pass finds them: few values have all their figures at once, of many only
/// <see cref="Largest"/> is known, for a second pass to count.
/// </summary>
public sealed class FunnelGroups
{
    /// <summary>Most values that have figures of their own without being asked for.</summary>
    public const int Most = 25;

    /// <summary>Up to so many different values are counted one by one.</summary>
    public const int MostCounted = 20_000;

    private readonly int _steps;
    private readonly Dictionary<string, FunnelCounts> _counts = new(StringComparer.Ordinal);
    private readonly ValueCounter? _found;

    internal FunnelGroups(FunnelDefinition funnel)
    {
        _steps = funnel.Steps.Count;
        (Missing, Other) = (new FunnelCounts(_steps), new FunnelCounts(_steps));
        if (funnel.Breakdown!.Groups is { } wanted)
        {
            wanted.Distinct().ToList().ForEach(value => _counts[value] = new FunnelCounts(_steps));
        }
        else
        {
            _found = new ValueCounter(MostCounted);
        }
    }

    /// <summary>By value.</summary>
    public IReadOnlyDictionary<string, FunnelCounts> Counts => _counts;

    /// <summary>Customers without a value.</summary>
    public FunnelCounts Missing { get; }

    /// <summary>Customers of all values that are not wanted; empty where none were named.</summary>
    public FunnelCounts Other { get; }

    /// <summary>The pass found more values than have figures of their own: <see cref="Counts"/> is empty, ask again for the largest.</summary>
    public bool AreMany { get; private set; }

    /// <summary>How many values there are; null where they are more than <see cref="MostCounted"/>, or were not looked for.</summary>
    public int? Values => _found is { IsExact: true } found ? found.Counts.Count : null;

    /// <summary>Where there are too many values to be counted one by one: values of more customers than this are sure to be among <see cref="Largest"/>. 0 where all are.</summary>
    public long Bound => _found?.Bound ?? 0;

    /// <summary>The values of most customers, the largest first.</summary>
    public IReadOnlyList<string> Largest(int take) =>
        [.. (_found?.Counts ?? new Dictionary<string, long>()).OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).Take(take).Select(v => v.Key)];

    /// <summary>Whether a value that a customer has stands by itself.</summary>
    internal bool Stands(string? value) => value is null || _found is not null || _counts.ContainsKey(value);

    internal FunnelGroup GroupOf(string? value) => Stands(value) ? new FunnelGroup(value) : new FunnelGroup(null, true);

    internal void Add(string? value, FunnelPath path, long revenue) => CountsOf(value)?.Add(path, revenue);

    internal void AddOther(FunnelPath path, long revenue) => Other.Add(path, revenue);

    internal void Add(FunnelGroups other)
    {
        Missing.Add(other.Missing);
        Other.Add(other.Other);
        _found?.Add(other._found!);
        AreMany |= other.AreMany;
        foreach (var (value, counts) in other._counts)
        {
            Own(value)?.Add(counts);
        }

        if (AreMany)
        {
            _counts.Clear();
        }
    }

    private FunnelCounts? CountsOf(string? value)
    {
        if (value is null)
        {
            return Missing;
        }

        if (_found is null)
        {
            return _counts.GetValueOrDefault(value) ?? Other;
        }

        _found.Add(value);
        return Own(value);
    }

    private FunnelCounts? Own(string value)
    {
        if (!AreMany && !_counts.ContainsKey(value))
        {
            AreMany = _counts.Count == Most;
            _counts[value] = new FunnelCounts(_steps);
        }

        if (AreMany)
        {
            _counts.Clear();
        }

        return AreMany ? null : _counts[value];
    }
}
