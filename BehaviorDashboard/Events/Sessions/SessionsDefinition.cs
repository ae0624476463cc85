using BehaviorDashboard.Events.Trends;

namespace BehaviorDashboard.Events.Sessions;

/// <summary>
/// Sessions over time; how events become sessions says <see cref="SessionRule"/>.
/// <list type="bullet">
/// <item>A session counts in the bucket of its start. With <paramref name="Filter"/> only sessions count that hold an event which meets it; they count whole.</item>
/// <item><b>Duration</b>: from the first event to the last; a session of one event, or of one instant, lasts nothing. <b>Depth</b>: its events; <b>views</b>: those that are
/// views of a product or of a list.</item>
/// <item><b>Bounce</b>: one event and no purchase.</item>
/// <item><b>Entry</b> and <b>exit</b>: the first and the last event that have a value of <paramref name="Label"/>; events of one instant stand in the order of their kinds
/// (a view before a cart, a cart before an order), then of their values. The mark that a session began is neither, where there is anything else.</item>
/// <item><b>Group</b>: the value of the breakdown's property at the first event that has one; of several at one instant, the least in ordinal order.</item>
/// <item><b>Net revenue</b>: net value of the session's purchases, less what was refunded or cancelled of their orders, whenever that was later on. An order
/// belongs to the first session of the range that has a line of it. Refunds that name no such order are taken off nowhere.</item>
/// </list>
/// Nothing depends on the order in which events of one instant are stored.
/// </summary>
/// <param name="Filter">One of these; empty for all sessions.</param>
/// <param name="Label">kind, event, or a property.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record SessionsDefinition(
    SessionRule Rule,
    IReadOnlyList<EventMatch> Filter,
    TrendBuckets Buckets,
    string Label,
    TrendBreakdown? Breakdown = null,
    SessionPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <summary>The part of the timelines that a pass has to read: what becomes of an order is known only from all that comes after it.</summary>
    public TimelineScope Scope => new(Rule.ReadFrom(Kernel.Periods.InstantOf(Buckets.From(0))));
}

/// <summary>Which sessions are meant, of all that are counted.</summary>
public enum SessionTrait
{
    All,

    /// <summary>One event and no purchase.</summary>
    Bounced,

    /// <summary>At least one purchase.</summary>
    Bought,
}

/// <summary>Where a session is entered or left; a session may hold no value.</summary>
public readonly record struct SessionPlace(string? Value);

/// <summary>Whose names are wanted: customers with a session that all of this is true of.</summary>
/// <param name="Bucket">Null for the whole range.</param>
/// <param name="Group">Null for everybody.</param>
/// <param name="Entry">Null for any.</param>
/// <param name="Exit">Null for any.</param>
/// <param name="Duration">Number of one of <see cref="SessionBins.Seconds"/>; null for any.</param>
/// <param name="Depth">Number of one of <see cref="SessionBins.Events"/>; null for any.</param>
public sealed record SessionPeople(
    int? Bucket = null,
    TrendGroup? Group = null,
    SessionTrait Trait = SessionTrait.All,
    SessionPlace? Entry = null,
    SessionPlace? Exit = null,
    int? Duration = null,
    int? Depth = null);

/// <summary>Bins that durations and depths are shown in: each begins at its number and ends before the next.</summary>
public static class SessionBins
{
    /// <summary>Durations, in whole seconds.</summary>
    public static IReadOnlyList<int> Seconds { get; } = [0, 1, 10, 30, 60, 180, 600, 1800, 3600];

    /// <summary>Events of a session.</summary>
    public static IReadOnlyList<int> Events { get; } = [1, 2, 3, 4, 5, 6, 11, 21, 51];

    /// <summary>Number of the bin that holds the value.</summary>
    public static int Of(IReadOnlyList<int> bins, long value)
    {
        var bin = bins.Count - 1;
        while (bin > 0 && value < bins[bin])
        {
            bin--;
        }

        return bin;
    }
}
