namespace BehaviorDashboard.Kernel;

/// <summary>A share between 0 and 1; <see cref="Of"/> says "no data" (null) rather than 0 when there is no whole.</summary>
public readonly record struct Percent(double Share)
{
    public static Percent? Of(double part, double whole) => whole > 0 ? new Percent(part / whole) : null;
}
