using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Funnels;

/// <summary>In which order the events of a chain must stand.</summary>
public enum FunnelOrder
{
    /// <summary>Times do not decrease; other events may lie between.</summary>
    Ordered,

    /// <summary>Neighbours in the customer's timeline.</summary>
    Strict,

    /// <summary>Whatever order, inside one window.</summary>
    Any,
}

/// <summary>Units of a funnel's window. A day is 24 hours and a week seven of them; a month is a month of the store's calendar.</summary>
public enum WindowUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>Which event of a chain says to which group its customer belongs.</summary>
public enum Attribution
{
    First,
    Last,

    /// <summary>All events of the chain share the value; a customer may stand in several groups.</summary>
    All,

    /// <summary>The event that fills <see cref="FunnelBreakdown.Step"/>.</summary>
    Step,
}

/// <summary>How long a chain may take, counted from its first event, its end included.</summary>
public sealed record FunnelWindow(int Value, WindowUnit Unit)
{
    /// <summary>The last instant that still counts, microseconds since 1970.</summary>
    public long Deadline(long first, StoreCalendar calendar)
    {
        if (Unit != WindowUnit.Month)
        {
            return first + Length;
        }

        var local = calendar.ToLocal(DateTime.UnixEpoch.AddTicks(first * TimeSpan.TicksPerMicrosecond));
        return (calendar.ToUtc(local.AddMonths(Value)) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>At least this long in every case; how far behind a range a pass has to read.</summary>
    public TimeSpan Longest => Unit == WindowUnit.Month ? TimeSpan.FromDays((31 * Value) + 1) : TimeSpan.FromMicroseconds(Length);

    private long Length => Value * 1_000_000L * Unit switch
    {
        WindowUnit.Second => 1,
        WindowUnit.Minute => 60,
        WindowUnit.Hour => 3600,
        WindowUnit.Day => 86_400,
        _ => 7 * 86_400,
    };
}

/// <summary>One step: any of several matches (a union).</summary>
/// <param name="Optional">A chain may leave it out. Never the first step.</param>
public sealed record FunnelStepMatch(IReadOnlyList<EventMatch> Any, bool Optional = false);

/// <summary>An event that must not lie between two steps, counted from 0.</summary>
public sealed record FunnelExclusion(EventMatch Match, int After, int Before);

/// <summary>Groups by the value of a property.</summary>
/// <param name="Step">Counted from 0; for <see cref="Attribution.Step"/>.</param>
/// <param name="Groups">The values that are wanted, all others together as one group; null: every value, as long as they are few.</param>
public sealed record FunnelBreakdown(string Property, Attribution Attribution, int Step = 0, IReadOnlyList<string>? Groups = null);

/// <summary>A group of a breakdown.</summary>
/// <param name="Value">Null: customers without a value.</param>
/// <param name="IsOther">Every value that is not among the wanted ones.</param>
public readonly record struct FunnelGroup(string? Value, bool IsOther = false);

/// <summary>The time that customers take from one step to a later one, both counted from 0.</summary>
public sealed record FunnelSpan(int From, int To);

/// <summary>Something that is known of a customer when they enter; see <see cref="FunnelFacts"/>.</summary>
public readonly record struct FunnelFact(string Name, string Value);

/// <summary>Whose names are wanted: all that is said here holds for them.</summary>
/// <param name="Step">Counted from 0.</param>
/// <param name="Dropped">Those who came to the step before and no further, rather than those who reached the step.</param>
public sealed record FunnelPeople(int Step, bool Dropped)
{
    /// <summary>Of this group of the breakdown.</summary>
    public FunnelGroup? Group { get; init; }

    /// <summary>Who entered in this period of the trend.</summary>
    public int? Period { get; init; }

    /// <summary>Whose time lies in this bin of <see cref="FunnelTimes"/>.</summary>
    public int? Bin { get; init; }

    /// <summary>Of whom this is known; only customers whose window was over.</summary>
    public FunnelFact? Fact { get; init; }

    /// <summary>Who did this after the step that <see cref="FunnelDefinition.Next"/> names.</summary>
    public string? Did { get; init; }
}

/// <summary>
/// A funnel. A chain is k different events of one customer, the i-th matching step i, the last within the window of the first, the first inside the range.
/// A customer's level is the largest k of any chain (DESIGN: semantics that must be exact).
/// </summary>
/// <param name="From">First instant of the range, UTC.</param>
/// <param name="Until">First instant behind the range; only first events must lie before it.</param>
/// <param name="Hold">A property that all events of a chain share; null for none.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record FunnelDefinition(
    IReadOnlyList<FunnelStepMatch> Steps,
    FunnelWindow Window,
    FunnelOrder Order,
    DateTime From,
    DateTime Until,
    StoreCalendar Calendar,
    IReadOnlyList<FunnelExclusion> Exclusions,
    string? Hold = null,
    FunnelBreakdown? Breakdown = null,
    FunnelPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <summary>Most steps of a funnel: steps are bits of one word.</summary>
    public const int MostSteps = 20;

    /// <summary>Most exclusions of a funnel.</summary>
    public const int MostExclusions = 4;

    /// <summary>Also adds up what customers brought: net value of their purchases, refunds and cancellations from their first step to the end of its window.</summary>
    public bool Revenue { get; init; }

    /// <summary>Also counts by the period of the first step; the periods hold the whole range.</summary>
    public Periods? Trend { get; init; }

    /// <summary>Also measures how long customers take.</summary>
    public FunnelSpan? Span { get; init; }

    /// <summary>Also looks what customers do after this step and before the next one that they reach, counted from 0.</summary>
    public int? Next { get; init; }

    /// <summary>Also counts what was known of customers when they entered. Reads all that lies before the range.</summary>
    public bool Facts { get; init; }

    /// <summary>How far the data goes, UTC: whose window ends later may still go on.</summary>
    public DateTime? Known { get; init; }

    /// <summary>Nothing from this instant on counts, UTC: the funnel as it stood then.</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>The part of the timelines that a pass has to read.</summary>
    public TimelineScope Scope => new(Facts ? null : From, AsOf ?? Behind);

    internal EventColumns Columns =>
        Steps.SelectMany(s => s.Any).Concat(Exclusions.Select(e => e.Match)).Aggregate(EventColumns.Base, (all, m) => all | m.Columns)
        | (Hold is null ? EventColumns.Base : EventMatch.ColumnOf(Hold))
        | (Breakdown is null ? EventColumns.Base : EventMatch.ColumnOf(Breakdown.Property))
        | (Revenue ? EventColumns.Value : EventColumns.Base)
        | (Next is null ? EventColumns.Base : EventColumns.Order)
        | (Facts ? FunnelFacts.Columns : EventColumns.Base);

    /// <summary>The step that everybody who comes to this one has passed: the last before it that is not optional.</summary>
    public int RequiredBefore(int step)
    {
        var at = step - 1;
        while (at > 0 && Order != FunnelOrder.Any && Steps[at].Optional)
        {
            at--;
        }

        return at;
    }

    private DateTime? Behind => Until - DateTime.UnixEpoch > TimeSpan.MaxValue - Window.Longest ? null : Until + Window.Longest + TimeSpan.FromTicks(10);
}
