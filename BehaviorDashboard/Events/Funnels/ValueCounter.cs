namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// Counts values in bounded memory. Exact up to <paramref name="most"/> different values. Beyond that, every value that was counted more than
/// <see cref="Bound"/> times is sure to be kept, however the counting was split (J. Misra and D. Gries, Science of Computer Programming 2, 1982;
/// merged as P. Agarwal et al., PODS 2012, show); its count is then too low by at most the bound.
/// </summary>
internal sealed class ValueCounter(int most)
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>All that was counted.</summary>
    public long Total { get; private set; }

    /// <summary>False as soon as there were more different values than fit.</summary>
    public bool IsExact { get; private set; } = true;

    public long Bound => IsExact ? 0 : Total / (most + 1);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Add(string value)
    {
        Total++;
        if (_counts.TryGetValue(value, out var count))
        {
            _counts[value] = count + 1;
        }
        else if (_counts.Count < most)
        {
            _counts[value] = 1;
        }
        else
        {
            Lower(1);
        }
    }

    public void Add(ValueCounter other)
    {
        Total += other.Total;
        IsExact &= other.IsExact;
        foreach (var (value, count) in other._counts)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + count;
        }

        if (_counts.Count > most)
        {
            Lower(_counts.Values.OrderDescending().ElementAt(most));
        }
    }

    private void Lower(long by)
    {
        IsExact = false;
        foreach (var (value, count) in _counts.ToList())
        {
            if (count <= by)
            {
                _counts.Remove(value);
            }
            else
            {
                _counts[value] = count - by;
            }
        }
    }
}
