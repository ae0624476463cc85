using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Features.Churn;

/// <summary>Settings of churn training, section <c>Churn</c>.</summary>
public sealed class ChurnOptions
{
    /// <summary>Days without an order that mean leaving. 30 and 60 are offered on the page; 7 to 365.</summary>
    [Range(7, 365)]
    public int HorizonDays { get; set; } = 60;

    /// <summary>Customers whose last order is older than this many days have left already and are not scored. 30 to 3650.</summary>
    [Range(30, 3650)]
    public int ActiveDays { get; set; } = 365;

    /// <summary>Customers per past date that training looks at, at most; more are sampled. 1,000 to 10,000,000.</summary>
    [Range(1_000, 10_000_000)]
    public int MaximumRowsPerDate { get; set; } = 60_000;

    /// <summary>Past dates that training looks at, at most. 1 to 24.</summary>
    [Range(1, 24)]
    public int MaximumDates { get; set; } = 6;

    /// <summary>Seed of everything random in training.</summary>
    public int Seed { get; set; } = 1;
}
