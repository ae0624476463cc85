namespace BehaviorDashboard.Events.Sessions;

/// <summary>What makes one session of several events.</summary>
public enum SessionCut
{
    /// <summary>Time without an event.</summary>
    Inactivity,

    /// <summary>The session ids that the store's own data gives.</summary>
    Ids,
}

/// <summary>
/// How a customer's events become sessions; the same for every question.
/// <list type="bullet">
/// <item>Only events that match one of <paramref name="Activity"/> belong to sessions, as a rule what customers do themselves: a message that is sent to
/// somebody, or a refund, is no visit.</item>
/// <item><see cref="SessionCut.Inactivity"/>: an event that comes more than <paramref name="Gap"/> after the one before starts a session; exactly the gap
/// does not. Nothing else ends a session, neither midnight nor another campaign.</item>
/// <item><see cref="SessionCut.Ids"/>: all events with one session id are one session, whatever lies between; events without an id are cut by inactivity
/// among themselves.</item>
/// <item>A session belongs to the instant of its first event. One that started before a range is not in it, with none of its events; one that starts in it
/// is in it whole, also where it lasts longer than the range.</item>
/// </list>
/// Sessions depend on instants and ids alone, never on the order in which events of one instant are stored.
/// </summary>
public sealed record SessionRule(IReadOnlyList<EventMatch> Activity, TimeSpan Gap, SessionCut Cut = SessionCut.Inactivity)
{
    /// <summary>Longest gap of a question, in minutes.</summary>
    public const int MostMinutes = 1440;

    /// <summary>What a fold must read beside what <see cref="Activity"/> needs.</summary>
    public EventColumns Columns => Cut == SessionCut.Ids ? EventColumns.Session : EventColumns.Base;

    /// <summary>
    /// Where a pass must begin to know which sessions started before <paramref name="from"/>: an event within the gap before tells it, however long ago the
    /// session began. An id may have been seen at any time; null is the beginning.
    /// </summary>
    public DateTime? ReadFrom(DateTime from) => Cut == SessionCut.Ids ? null : from - Gap;
}
