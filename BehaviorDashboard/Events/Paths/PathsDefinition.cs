using BehaviorDashboard.Events.Sessions;

namespace BehaviorDashboard.Events.Paths;

/// <summary>Where paths start.</summary>
public enum PathStart
{
    /// <summary>At an event.</summary>
    Event,

    /// <summary>Where a session starts, before its first event.</summary>
    SessionStart,

    /// <summary>Where a session ends, behind its last event.</summary>
    SessionEnd,
}

/// <summary>Which way paths lead.</summary>
public enum PathDirection
{
    /// <summary>What comes after the start.</summary>
    Forward,

    /// <summary>What came before it.</summary>
    Backward,
}

/// <summary>
/// Paths from (or to) an event, a session's start or its end.
/// <list type="bullet">
/// <item><b>Order.</b> Events of one instant have no order of their own, so they are given one that does not depend on how they are stored: by kind (a session
/// before a view, a view before a cart, a cart before an order: the order of <see cref="EventKind"/>), then by label.</item>
/// <item><b>Start.</b> Within sessions: the first event of each session that matches <paramref name="Events"/>; a session counts if it starts inside the range, see
/// <see cref="SessionRule"/>. Across sessions: the first such event of each customer inside the range. There is one path per session, or per customer.</item>
/// <item><b>Steps</b> are the events that match <paramref name="Steps"/> and have a value of <paramref name="Label"/>, after (or before) the start, in the same session, or not
/// further away than <paramref name="Limit"/> (inclusive). With <paramref name="Collapse"/> one that has the label of the one before it, or of the start's event, is no step.
/// A path is followed for at most <paramref name="Depth"/> steps.</item>
/// <item><b>End.</b> A path with fewer steps ended. It is open instead where the data does not reach far enough to say so: the session was not over, or the time
/// limit not reached, at the last (backward: the first) event of the store.</item>
/// <item>A path from the start of a session onwards, or from its end back, that has no step at all is none: such sessions hold nothing that was asked for.</item>
/// <item><b>Target.</b> A path reached the target if an event other than its start that matches <paramref name="Target"/> lies on the same side and as near,
/// however many steps away; events of the start event's own instant lie on both sides.</item>
/// </list>
/// </summary>
/// <param name="Events">Empty unless paths start at an event.</param>
/// <param name="Target">Empty for none.</param>
/// <param name="Limit">Null: within sessions.</param>
/// <param name="Label">kind, event, or a property.</param>
/// <param name="From">First instant of the range, UTC.</param>
/// <param name="Until">First instant behind it.</param>
/// <param name="KnownFrom">First instant of the store's data.</param>
/// <param name="KnownUntil">Last instant of the store's data.</param>
/// <param name="Shown">Labels that stand by themselves, by step; null for all of them, as long as they are few.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record PathsDefinition(
    PathStart Start,
    IReadOnlyList<EventMatch> Events,
    IReadOnlyList<EventMatch> Steps,
    IReadOnlyList<EventMatch> Target,
    PathDirection Direction,
    SessionRule Sessions,
    TimeSpan? Limit,
    int Depth,
    string Label,
    bool Collapse,
    DateTime From,
    DateTime Until,
    DateTime KnownFrom,
    DateTime KnownUntil,
    PathShown? Shown = null,
    PathPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    public const int LeastDepth = 2;
    public const int MostDepth = 10;

    /// <summary>The part of the timelines that a pass has to read.</summary>
    public TimelineScope Scope => Limit is { } limit
        ? new TimelineScope(Earlier(limit), Start == PathStart.SessionEnd ? null : Until + (Direction == PathDirection.Forward ? limit : TimeSpan.Zero))
        : new TimelineScope(Sessions.ReadFrom(From));

    private DateTime? Earlier(TimeSpan limit)
    {
        var from = Direction == PathDirection.Backward ? From - limit : From;
        return Start == PathStart.Event ? from : Sessions.ReadFrom(From) is { } session ? (session < from ? session : from) : null;
    }
}

/// <summary>What a node stands for.</summary>
public enum PathNodeKind
{
    /// <summary>The start of all paths.</summary>
    Start,

    /// <summary>A label.</summary>
    Step,

    /// <summary>All labels that do not stand by themselves at this step.</summary>
    Other,

    /// <summary>No further step.</summary>
    Ended,

    /// <summary>Nobody can say yet whether there is a further step.</summary>
    Open,
}

/// <summary>Where a path stands at a step.</summary>
/// <param name="Label">Null unless <paramref name="Kind"/> is <see cref="PathNodeKind.Step"/>.</param>
public readonly record struct PathNode(PathNodeKind Kind, string? Label = null);

/// <summary>A step from one node to the next.</summary>
/// <param name="Step">Number of the step that <paramref name="To"/> stands at, 1 and up.</param>
public readonly record struct PathEdge(int Step, PathNode From, PathNode To);

/// <summary>A number of paths.</summary>
/// <param name="Paths">How many paths lead here.</param>
/// <param name="Reached">How many of them reached the target.</param>
public readonly record struct PathCount(long Paths, long Reached)
{
    public static PathCount operator +(PathCount one, PathCount other) => new(one.Paths + other.Paths, one.Reached + other.Reached);
}

/// <summary>Labels that stand by themselves.</summary>
/// <param name="Labels">By step, the first step first.</param>
public sealed record PathShown(IReadOnlyList<IReadOnlySet<string>> Labels);

/// <summary>Whose names are wanted: customers with a path that leads through a node, or on from it to the next.</summary>
/// <param name="Step">0 is the start.</param>
/// <param name="Node">Null: all paths.</param>
/// <param name="Next">Where they went from there; null for anywhere.</param>
/// <param name="Reached">Only paths that reached the target, or that did not.</param>
public sealed record PathPeople(int Step = 0, PathNode? Node = null, PathNode? Next = null, bool? Reached = null);
