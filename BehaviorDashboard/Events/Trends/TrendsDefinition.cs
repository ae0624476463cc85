namespace BehaviorDashboard.Events.Trends;

/// <summary>What is made of the events of a measure.</summary>
public enum TrendMath
{
    /// <summary>Events.</summary>
    Count,

    /// <summary>Different customers; guests cannot be told apart and are not counted.</summary>
    Customers,

    /// <summary>The sum of a property.</summary>
    Sum,

    /// <summary>The sum by the events that have the property.</summary>
    Mean,

    /// <summary>The sum (or, without a property, the events) of known customers by known customer.</summary>
    PerCustomer,
}

/// <summary>One figure over time.</summary>
/// <param name="Any">Its events (a union).</param>
/// <param name="Property">A property with numbers; needed by <see cref="TrendMath.Sum"/> and <see cref="TrendMath.Mean"/>. Numbers are kept to four decimals.</param>
public sealed record TrendMeasure(IReadOnlyList<EventMatch> Any, TrendMath Math, string? Property = null);

/// <summary>Groups by the value that each event has.</summary>
/// <param name="Groups">The groups that are wanted, everything else together as one; null: every value, as long as they are few.</param>
public sealed record TrendBreakdown(string Property, IReadOnlyList<string?>? Groups = null);

/// <summary>Whose names are wanted: known customers with an event that was counted there.</summary>
/// <param name="Measure">Counted from 0.</param>
/// <param name="Bucket">Null for the whole range.</param>
/// <param name="Group">Null for everybody.</param>
public sealed record TrendPeople(int Measure, int? Bucket, TrendGroup? Group = null);

/// <summary>A group of a breakdown.</summary>
/// <param name="Value">Null: events without the property.</param>
/// <param name="IsOther">Everything that is not among the wanted groups.</param>
public readonly record struct TrendGroup(string? Value, bool IsOther = false);

/// <summary>Figures over time: each event of the range counts in the bucket of its instant, for each measure that it matches.</summary>
/// <param name="Customers">Only these; null for all, guests included.</param>
public sealed record TrendsDefinition(
    IReadOnlyList<TrendMeasure> Measures,
    TrendBuckets Buckets,
    TrendBreakdown? Breakdown = null,
    TrendPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <summary>Most measures of one question.</summary>
    public const int MostMeasures = 8;

    /// <summary>The part of the timelines that a pass has to read.</summary>
    public TimelineScope Scope => new(
        Kernel.Periods.InstantOf(Buckets.From(0)),
        Kernel.Periods.InstantOf(Buckets.Until(Buckets.Count - 1)),
        Guests: Customers is null);
}
