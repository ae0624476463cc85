using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Retention;

/// <summary>Who makes a cohort.</summary>
public enum RetentionKind
{
    /// <summary>A customer stands in one cohort: that of their first start event ever, if it lies inside the range.</summary>
    First,

    /// <summary>A customer stands in the cohort of every period in which they did the start event inside the range.</summary>
    Recurring,
}

/// <summary>What it takes to be back in a period.</summary>
public enum ReturnOn
{
    /// <summary>A return event in that very period.</summary>
    On,

    /// <summary>A return event in that period or in any later one, up to the end of the store's data.</summary>
    OnOrAfter,
}

/// <summary>Whose names are wanted.</summary>
/// <param name="Cohort">Number of the cohort; null for all.</param>
/// <param name="Period">Number of the period; null for everybody in the cohort.</param>
/// <param name="Lost">Those who did not return in that period, rather than those who did.</param>
/// <param name="Group">Only the group of this value; see <paramref name="Grouped"/>.</param>
/// <param name="Grouped">Whether only one group is meant; its value may be null.</param>
public sealed record RetentionPeople(int? Cohort, int? Period, bool Lost = false, string? Group = null, bool Grouped = false);

/// <summary>
/// Retention in whole periods of the store's calendar.
/// <list type="bullet">
/// <item>A <b>start</b> is an event that matches one of <paramref name="Start"/> and lies inside the range. The <b>anchor</b> of a customer in a cohort is the
/// earliest start of theirs in the cohort's period; for <see cref="RetentionKind.First"/> it is their first start event ever, and who had one before the
/// range stands in no cohort.</item>
/// <item>The <b>cohort</b> is the period of the anchor. Cohorts are numbered from 0, the period that holds the first instant of the range.</item>
/// <item>A customer of cohort c <b>returned</b> in period k &gt; 0 if an event that matches one of <paramref name="Return"/> lies in period c + k. In period 0,
/// the cohort's own, it must be a different event than the anchor, not before it: a single event is never its own return, two events of one instant are
/// a start and a return. Returns may lie behind the range.</item>
/// <item>With <see cref="ReturnOn.OnOrAfter"/> a customer returned in period k if the above holds for any period from k on.</item>
/// <item>The <b>group</b> is the value of <paramref name="Breakdown"/> at the anchor (of several starts at that instant, the least in ordinal order that has one).</item>
/// <item>The <b>revenue</b> of a cohort in a period is the net value of its customers' purchases, refunds and cancellations there; in period 0 from the anchor's instant on.</item>
/// </list>
/// Nothing depends on the order in which events of one instant are stored.
/// </summary>
/// <param name="From">First instant of the range, UTC.</param>
/// <param name="Until">First instant behind the range.</param>
/// <param name="Periods">The cohorts' periods and those behind them: as many as cohorts plus <paramref name="Length"/> less one.</param>
/// <param name="Length">Periods that each cohort is followed, its own included.</param>
/// <param name="Breakdown">A property; null for none.</param>
/// <param name="Revenue">Which events count as revenue; null when it is not wanted.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record RetentionDefinition(
    IReadOnlyList<EventMatch> Start,
    IReadOnlyList<EventMatch> Return,
    RetentionKind Kind,
    ReturnOn On,
    DateTime From,
    DateTime Until,
    Periods Periods,
    int Length,
    string? Breakdown = null,
    EventMatch? Revenue = null,
    RetentionPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <summary>Most cohorts times periods of one question; with a breakdown each group holds as many counts.</summary>
    public const int MostCells = 10_000;

    public int Cohorts => Periods.Count - Length + 1;

    /// <summary>The part of the timelines that a pass has to read: who was there before is known only from the whole past.</summary>
    public TimelineScope Scope => new(
        Kind == RetentionKind.First ? null : From,
        On == ReturnOn.OnOrAfter ? null : Periods.InstantOf(Periods.Until));
}
