namespace BehaviorDashboard.Events.Funnels;

/// <summary>
/// What customers do between a step and the next one that they reach, or until their window ends where they reach none: as a step there, so many would
/// come to it. Events strictly behind the step and before the next; what fills these two steps is not named, nor messages that were sent.
/// </summary>
public sealed class FunnelNext
{
    private readonly FunnelDefinition _funnel;
    private readonly TimelineWorld _world;
    private readonly int _step;
    private readonly int _own;
    private readonly List<(long Micros, int Key)> _events = [];
    private readonly Dictionary<int, (long Customers, long WentOn)> _counts = [];
    private readonly HashSet<int> _did = [];

    internal FunnelNext(FunnelDefinition funnel, TimelineWorld world)
    {
        (_funnel, _world, _step) = (funnel, world, funnel.Next!.Value);
        _own = (1 << _step) | (1 << (_step + 1));
    }

    /// <summary>Customers who reached the step.</summary>
    public long Customers { get; private set; }

    /// <summary>Of those, who reached a later one.</summary>
    public long WentOn { get; private set; }

    /// <summary>By what they did, as questions name it (<c>@search</c>, <c>@order</c>, or an event's own name): customers, and those of them who went on to a later step.</summary>
    public IReadOnlyDictionary<string, (long Customers, long WentOn)> Did =>
        _counts.ToDictionary(c => NameOf(c.Key), c => c.Value);

    internal void Start() => _events.Clear();

    internal void See(TimelineEvent e, int roles)
    {
        if ((roles & _own) == 0 && e.Kind != EventKind.MessageSent && (e.Kind != EventKind.Purchase || e.StartsOrder))
        {
            // Kinds below nought, names from nought up.
            _events.Add((e.Micros, e.Kind == EventKind.Other ? e.NameNumber : -(int)e.Kind));
        }
    }

    internal void Add(FunnelPath path)
    {
        if (!Find(path, out var wentOn))
        {
            return;
        }

        Customers++;
        WentOn += wentOn ? 1 : 0;
        foreach (var key in _did)
        {
            var (customers, on) = _counts.GetValueOrDefault(key);
            _counts[key] = (customers + 1, on + (wentOn ? 1 : 0));
        }
    }

    internal void Add(FunnelNext other)
    {
        Customers += other.Customers;
        WentOn += other.WentOn;
        foreach (var (key, (customers, on)) in other._counts)
        {
            var mine = _counts.GetValueOrDefault(key);
            _counts[key] = (mine.Customers + customers, mine.WentOn + on);
        }
    }

    internal bool HasDone(FunnelPath path, string did) => Find(path, out _) && _did.Any(key => NameOf(key) == did);

    private bool Find(FunnelPath path, out bool wentOn)
    {
        _did.Clear();
        var later = path.Filled >> (_step + 1);
        wentOn = later != 0;
        if ((path.Filled & (1 << _step)) == 0)
        {
            return false;
        }

        var from = path.Times[_step];
        var until = wentOn ? path.Times[_step + 1 + int.TrailingZeroCount(later)] : _funnel.Window.Deadline(path.Times[0], _funnel.Calendar) + 1;
        foreach (var (micros, key) in _events)
        {
            if (micros > from && micros < until)
            {
                _did.Add(key);
            }
        }

        return true;
    }

    private string NameOf(int key) => key >= 0 ? _world.Names[key] : key == -(int)EventKind.Purchase ? EventWords.Order : EventWords.NameOf((EventKind)(-key));
}
