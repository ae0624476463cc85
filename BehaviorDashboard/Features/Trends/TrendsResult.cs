using BehaviorDashboard.Events.Trends;

namespace BehaviorDashboard.Features.Trends;

/// <param name="IncompleteFrom">From this bucket on, the period or its data is not whole; null where all are.</param>
/// <param name="People">Numbers of the customers who were asked for, in order.</param>
public sealed record TrendsResult(TrendBuckets Buckets, IReadOnlyList<TrendLine> Lines, int? IncompleteFrom, TrendBuckets? Before, IReadOnlyList<int>? People);

/// <summary>One measure of everybody or of one group.</summary>
/// <param name="Measure">Place among the asked measures.</param>
/// <param name="Group">Null: everybody.</param>
/// <param name="Values">By bucket; null where there is nothing to divide by, or not enough points for the moving average yet.</param>
/// <param name="Total">Of the whole range.</param>
/// <param name="Before">The same of the period that stands beside, bucket by bucket.</param>
public sealed record TrendLine(
    int Measure,
    string Name,
    TrendGroup? Group,
    IReadOnlyList<double?> Values,
    double? Total,
    IReadOnlyList<double?>? Before,
    double? TotalBefore);
