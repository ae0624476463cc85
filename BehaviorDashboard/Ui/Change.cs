namespace BehaviorDashboard.Ui;

public enum Wanted
{
    Up,
    Down,
    Neither,
}

/// <summary>A figure against the period before.</summary>
/// <param name="Share">Relative change, or the difference in points where <paramref name="Points"/>; null where nothing stood there before.</param>
/// <param name="Enough">Whether the sample supports a judgement; otherwise the change stays grey, "too few to say".</param>
/// <param name="Against">What it is compared with, in words.</param>
public sealed record Change(double? Share, bool Enough = true, Wanted Wanted = Wanted.Up, string? Against = null, bool Points = false)
{
    /// <param name="cases">The smaller count behind both figures; under 30 a change is too small a sample to be coloured.</param>
    public static Change Of(double? now, double? before, long cases, Wanted wanted = Wanted.Up, string? against = null) =>
        new(now is { } current && before is { } former && former != 0 ? (current - former) / Math.Abs(former) : null, cases >= 30, wanted, against);

    /// <summary>Of two shares: the difference in percentage points.</summary>
    public static Change OfShares(double? now, double? before, long cases, Wanted wanted = Wanted.Up, string? against = null) =>
        new(now - before, cases >= 30, wanted, against, Points: true);
}
