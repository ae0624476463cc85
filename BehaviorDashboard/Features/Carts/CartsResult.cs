using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Carts;

/// <summary>What became of the carts that opened in a range.</summary>
/// <param name="Recovery">By day since leaving: the share of left carts that was recovered by its end (Kaplan-Meier).</param>
/// <param name="Lasts">Carts that were left by the last thing before, the most frequent first.</param>
/// <param name="Groups">Null without a breakdown; the largest first, the rest together at the end.</param>
/// <param name="Before">The range that stands beside; null without one.</param>
/// <param name="People">Numbers of the customers who were asked for.</param>
public sealed record CartsResult(
    CartTimeOut TimeOut,
    CartTally Total,
    PeriodUnit Unit,
    IReadOnlyList<CartsPeriod> Periods,
    IReadOnlyList<RecoveredShare> Recovery,
    IReadOnlyList<CartsLast> Lasts,
    IReadOnlyList<CartsGroup>? Groups,
    CartTally? Before,
    IReadOnlyList<int>? People)
{
    /// <summary>The first period in which carts may still be open; null where none may.</summary>
    public int? OpenFrom => Periods.Select((p, i) => (p.Settled, Place: i)).Where(p => !p.Settled).Select(p => (int?)p.Place).FirstOrDefault();

    /// <summary>Share of the settled carts of a tally that was recovered, with its 95 % interval (Wilson); null where nothing is settled.</summary>
    public static Estimate? Recovered(CartTally tally) => tally.Settled == 0 ? null : Differences.Proportion(checked((int)tally.Count(CartState.Recovered)), checked((int)tally.Settled));
}

/// <param name="Settled">No cart of it can be open any more.</param>
public sealed record CartsPeriod(DateOnly Start, CartTally Tally, bool Settled);

/// <param name="Days">Days of 24 hours since the cart was left first.</param>
public sealed record RecoveredShare(int Days, double Share, double Low, double High);

public sealed record CartsLast(CartStep Last, CartTally Tally);

/// <param name="Value">Null for those without a value, and for the rest.</param>
/// <param name="IsRest">All smaller groups together.</param>
public sealed record CartsGroup(string? Value, bool IsRest, CartTally Tally);
