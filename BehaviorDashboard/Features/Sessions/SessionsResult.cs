using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;

namespace BehaviorDashboard.Features.Sessions;

/// <param name="IncompleteFrom">From this bucket on, the period or its data is not whole; null where all are.</param>
/// <param name="Groups">With a breakdown, the largest, then all others together.</param>
/// <param name="Entries">The most frequent, then all others together.</param>
/// <param name="Before">The period that stands beside.</param>
/// <param name="People">Numbers of the customers who were asked for, in order.</param>
public sealed record SessionsResult(
    TrendBuckets Buckets,
    int? IncompleteFrom,
    SessionTally Total,
    IReadOnlyList<SessionGroup> Groups,
    IReadOnlyList<SessionPlaceRow> Entries,
    IReadOnlyList<SessionPlaceRow> Exits,
    SessionsBefore? Before,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<int>? People)
{
    public SessionFigures Figures => Total.Figures(null);
}

/// <param name="Former">The same group in the period that stands beside; null where none does.</param>
public sealed record SessionGroup(TrendGroup Group, SessionTally Tally, SessionFigures? Former);

/// <param name="Others">How many places stand for this one: all that are not frequent; null for one place.</param>
public sealed record SessionPlaceRow(SessionPlace Place, SessionCount Count, int? Others = null);

/// <summary>The period that stands beside.</summary>
public sealed record SessionsBefore(TrendBuckets Buckets, SessionTally Total);
