using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>Whose names are wanted: customers with a cart that was counted there.</summary>
/// <param name="State">Null for any.</param>
/// <param name="Left">Only carts that were left.</param>
/// <param name="Last">Only carts that were left, with this last thing before.</param>
/// <param name="Period">Number of the period of opening; null for all.</param>
/// <param name="Grouped">Only the group of value <paramref name="Group"/>, which may be null.</param>
/// <param name="Except">Only groups of other values than these, null among them or not.</param>
public sealed record CartPeople(
    CartState? State = null,
    bool Left = false,
    CartStep? Last = null,
    int? Period = null,
    string? Group = null,
    bool Grouped = false,
    IReadOnlyList<string?>? Except = null);

/// <summary>
/// Carts by <see cref="CartRule"/>. A cart counts if it opened inside the range with an add that meets the filter; it stands in the period and in the group of that add (of several adds
/// at the instant of opening, the least value in ordinal order of those that meet the filter). What became of it is told as of <paramref name="Known"/>, however long after the range.
/// </summary>
/// <param name="From">First instant of the range, UTC.</param>
/// <param name="Until">First instant behind the range.</param>
/// <param name="Known">First instant that is no longer known; later events are not seen.</param>
/// <param name="Periods">Periods of opening, the first holding <paramref name="From"/>.</param>
/// <param name="Watch">Days that recovery times are watched.</param>
/// <param name="Filter">What the add that opens a cart must meet; null for any.</param>
/// <param name="Breakdown">A property; null for none.</param>
/// <param name="Customers">Only these; null for all.</param>
public sealed record CartsDefinition(
    CartRule Rule,
    DateTime From,
    DateTime Until,
    DateTime Known,
    Periods Periods,
    int Watch,
    EventMatch? Filter = null,
    string? Breakdown = null,
    CartPeople? People = null,
    IReadOnlySet<int>? Customers = null)
{
    /// <summary>A cart may have been opened long before the range and still hold what is added in it.</summary>
    public TimelineScope Scope => new(null, Known);
}
