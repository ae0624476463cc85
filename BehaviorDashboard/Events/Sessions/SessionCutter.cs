namespace BehaviorDashboard.Events.Sessions;

/// <summary>From when to when a session lasts: its first and its last event, microseconds.</summary>
internal struct SessionSpan
{
    public long Start;
    public long End;
}

/// <summary>Cuts the events of one customer after the other into sessions as they come, see <see cref="SessionRule"/>.</summary>
internal sealed class SessionCutter(SessionRule rule)
{
    private const int None = -1;

    private readonly long _gap = rule.Gap.Ticks / TimeSpan.TicksPerMicrosecond;
    private readonly bool _byIds = rule.Cut == SessionCut.Ids;
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly List<SessionSpan> _spans = [];
    private int _current = None;

    /// <summary>Sessions of the present customer by number, in order of their starts.</summary>
    public ReadOnlySpan<SessionSpan> Spans => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_spans);

    /// <summary>The last event began its session.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The next customer comes.</summary>
    public void Clear()
    {
        _spans.Clear();
        _byId.Clear();
        _current = None;
    }

    /// <summary>Number of the session that an event of activity belongs to. Events come in time order.</summary>
    public int NumberOf(TimelineEvent e)
    {
        IsNew = false;
        var number = _byIds && e.Session is { } id ? OfId(id, e.Micros) : OfTime(e.Micros);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_spans)[number].End = e.Micros;
        return number;
    }

    private int OfId(string id, long micros)
    {
        if (!_byId.TryGetValue(id, out var number))
        {
            _byId[id] = number = Open(micros);
        }

        return number;
    }

    private int OfTime(long micros)
    {
        if (_current == None || micros - _spans[_current].End > _gap)
        {
            _current = Open(micros);
        }

        return _current;
    }

    private int Open(long micros)
    {
        IsNew = true;
        _spans.Add(new SessionSpan { Start = micros, End = micros });
        return _spans.Count - 1;
    }
}
