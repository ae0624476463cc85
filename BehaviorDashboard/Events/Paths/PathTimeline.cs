using System.Runtime.InteropServices;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Paths;

/// <summary>Gathers what matters of one customer and finds their paths, see <see cref="PathsDefinition"/>.</summary>
/// <param name="take">Is handed each path; what it is given is good until it returns.</param>
internal sealed class PathTimeline(PathsDefinition definition, Action<FoundPath> take)
{
    private readonly long _from = Periods.MicrosOf(definition.From);
    private readonly long _until = Periods.MicrosOf(definition.Until);
    private readonly long _knownFrom = Periods.MicrosOf(definition.KnownFrom);
    private readonly long _knownUntil = Periods.MicrosOf(definition.KnownUntil);
    private readonly long _gap = Micros(definition.Sessions.Gap);
    private readonly bool _withinSessions = definition.Limit is null;
    private readonly long _limit = Micros(definition.Limit ?? TimeSpan.Zero);
    private readonly bool _forward = definition.Direction == PathDirection.Forward;
    private readonly bool _hasTarget = definition.Target.Count > 0;
    private readonly SessionCutter _sessions = new(definition.Sessions);
    private readonly List<PathEvent> _events = [];
    private readonly FoundPath _path = new(definition.Depth);

    public void Clear()
    {
        _events.Clear();
        _sessions.Clear();
    }

    /// <param name="isActivity">It belongs to a session.</param>
    public void Add(TimelineEvent e, bool isActivity, bool starts, bool steps, bool aims, string? label)
    {
        var session = isActivity ? _sessions.NumberOf(e) : 0;
        if ((starts || steps || aims) && (isActivity || !_withinSessions))
        {
            _events.Add(new PathEvent(_withinSessions ? session : 0, e.Micros, Rank(e.Kind), label, starts, steps && label is not null, aims));
        }
    }

    public void Judge()
    {
        var events = CollectionsMarshal.AsSpan(_events);
        if (!IsInOrder(events))
        {
            events.Sort();
        }

        if (_withinSessions)
        {
            JudgeSessions(events);
        }
        else if (definition.Start == PathStart.Event)
        {
            JudgeEvent(events);
        }
        else if (Border() is { } border)
        {
            JudgeBorder(events, border);
        }
    }

    // They come in time order, which mostly is all there is to it.
    private static bool IsInOrder(ReadOnlySpan<PathEvent> events)
    {
        for (var i = 1; i < events.Length; i++)
        {
            if (events[i - 1].CompareTo(events[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void JudgeSessions(ReadOnlySpan<PathEvent> all)
    {
        for (int first = 0, behind = 0; first < all.Length; first = behind)
        {
            var session = all[first].Session;
            while (behind < all.Length && all[behind].Session == session)
            {
                behind++;
            }

            var span = _sessions.Spans[session];
            if (span.Start >= _from && span.Start < _until)
            {
                JudgeSession(all[first..behind], _forward && span.End + _gap > _knownUntil);
            }
        }
    }

    private void JudgeSession(ReadOnlySpan<PathEvent> events, bool isOpen)
    {
        var start = definition.Start == PathStart.Event ? FirstStart(events, long.MinValue, long.MaxValue) : _forward ? -1 : events.Length;
        if (start is { } at)
        {
            Follow(events, at, long.MinValue, long.MaxValue, isOpen);
        }
    }

    private void JudgeEvent(ReadOnlySpan<PathEvent> events)
    {
        if (FirstStart(events, _from, _until) is { } start)
        {
            Follow(events, start, events[start].Micros - _limit, events[start].Micros + _limit, IsOpen(events[start].Micros));
        }
    }

    private void JudgeBorder(ReadOnlySpan<PathEvent> events, long border)
    {
        // Between the start of a session and its first event lies nothing, and nothing between the last and its end.
        var before = definition.Start == PathStart.SessionStart ? border - 1 : border;
        var behind = 0;
        while (behind < events.Length && events[behind].Micros <= before)
        {
            behind++;
        }

        Follow(events, _forward ? behind - 1 : behind, border - _limit, border + _limit, IsOpen(border));
    }

    /// <summary>Takes the steps of a path, from the place next to <paramref name="start"/> on, as long as they lie between two instants.</summary>
    private void Follow(ReadOnlySpan<PathEvent> events, int start, long low, long high, bool isOpen)
    {
        _path.Clear();
        var toward = _forward ? 1 : -1;
        var startsAtEvent = definition.Start == PathStart.Event;
        var label = startsAtEvent ? events[start].Label : null;
        for (var i = start + toward; i >= 0 && i < events.Length && events[i].Micros >= low && events[i].Micros <= high && (_hasTarget || !_path.IsFull); i += toward)
        {
            _path.Reached |= events[i].Aims;
            if (events[i].Steps && !_path.IsFull && !(definition.Collapse && events[i].Label == label))
            {
                _path.Add(label = events[i].Label!);
            }
        }

        for (var i = start - toward; startsAtEvent && i >= 0 && i < events.Length && events[i].Micros == events[start].Micros; i -= toward)
        {
            _path.Reached |= events[i].Aims;
        }

        if (_path.Count > 0 || startsAtEvent || (definition.Start == PathStart.SessionStart) != _forward)
        {
            _path.End = _path.IsFull ? null : isOpen ? PathNodeKind.Open : PathNodeKind.Ended;
            take(_path);
        }
    }

    private bool IsOpen(long start) => _forward ? start + _limit > _knownUntil : start - _limit < _knownFrom;

    /// <summary>Where the first session of the range starts, or where the first of them to end does.</summary>
    private long? Border()
    {
        long? border = null;
        foreach (var span in _sessions.Spans)
        {
            var at = definition.Start == PathStart.SessionStart ? span.Start : span.End;
            border = span.Start >= _from && span.Start < _until && !(at >= border) ? at : border;
        }

        return border;
    }

    private static int? FirstStart(ReadOnlySpan<PathEvent> events, long from, long until)
    {
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i].Starts && events[i].Micros >= from && events[i].Micros < until)
            {
                return i;
            }
        }

        return null;
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    // Sources that send it with the first event of a visit mean that it comes first.
    private static int Rank(EventKind kind) => kind == EventKind.Session ? -1 : (int)kind;
}
