namespace BehaviorDashboard.Kernel;

/// <summary>An amount in one currency (ISO 4217 code).</summary>
/// <remarks>
/// Facts keep amounts as whole ten-thousandths (<see cref="Scale"/>) so that sums are exact and the same in any order;
/// <see cref="FromScaled"/> and <see cref="ToScaled"/> are the only crossing points.
/// </remarks>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Stored units per currency unit.</summary>
    public const int Scale = 10_000;

    public static Money FromScaled(long scaled, string currency) => new((decimal)scaled / Scale, currency);

    /// <summary>Rounds half away from zero to ten-thousandths.</summary>
    /// <exception cref="OverflowException">The amount exceeds about 9.2e14.</exception>
    public static long ToScaled(decimal amount) => decimal.ToInt64(decimal.Round(amount * Scale, 0, MidpointRounding.AwayFromZero));
}
