using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Features.Carts;

/// <summary>After how long a cart counts as lost, section <c>Carts</c>.</summary>
public sealed class CartsOptions
{
    public const string Section = "Carts";

    /// <summary>Days after which a cart is lost; 0 reads them from the store's own recovery curve.</summary>
    [Range(0, 365)]
    public int TimeOutDays { get; set; }

    /// <summary>The time-out from the curve is the time by which this share of the carts has been recovered that ever are.</summary>
    [Range(0.5, 0.99)]
    public double RecoveredShare { get; set; } = 0.95;

    /// <summary>The time-out from the curve is not shorter than this.</summary>
    [Range(1, 90)]
    public int ShortestDays { get; set; } = 3;

    /// <summary>Carts are watched for recovery so long, and the time-out is not longer.</summary>
    [Range(1, 365)]
    public int LongestDays { get; set; } = 60;

    /// <summary>The time-out of a store with fewer recovered carts than a curve needs.</summary>
    [Range(1, 365)]
    public int UsualDays { get; set; } = 7;

    /// <summary>Recovered carts that a curve needs.</summary>
    [Range(5, 100_000)]
    public int MinimumRecovered { get; set; } = 50;
}
