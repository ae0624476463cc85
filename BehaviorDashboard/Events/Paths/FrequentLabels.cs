namespace BehaviorDashboard.Events.Paths;

/// <summary>
/// Labels that may be frequent, in bounded memory (Misra and Gries 1982; merged as in Agarwal et al., "Mergeable summaries", 2012). With n additions in all, every
/// label that was added more than n / (<paramref name="most"/> + 1) times is held; <see cref="MayExceed"/> leaves none of them out.
/// </summary>
internal sealed class FrequentLabels(int most)
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _taken;

    public void Add(string label, long times)
    {
        _counts[label] = _counts.GetValueOrDefault(label) + times;
        Shrink();
    }

    public void Add(FrequentLabels other)
    {
        _taken += other._taken;
        foreach (var (label, count) in other._counts)
        {
            _counts[label] = _counts.GetValueOrDefault(label) + count;
        }

        Shrink();
    }

    /// <summary>All labels that were added at least so many times, and perhaps a few that were not.</summary>
    public IEnumerable<string> MayExceed(double times) => _counts.Where(c => c.Value + _taken >= times).Select(c => c.Key);

    // Taking the same from every counter keeps what is frequent; each taking is paid by as many additions before it.
    private void Shrink()
    {
        if (_counts.Count <= most)
        {
            return;
        }

        var counts = _counts.Values.ToArray();
        Array.Sort(counts);
        var taken = counts[^(most + 1)];
        _taken += taken;
        foreach (var (label, count) in _counts.ToList())
        {
            if (count > taken)
            {
                _counts[label] = count - taken;
            }
            else
            {
                _counts.Remove(label);
            }
        }
    }
}
