using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>RFM of a store, as computed by its job and kept with the model.</summary>
/// <param name="History">Share of each group at earlier dates, by today's borders.</param>
public sealed record RfmResult(
    DateOnly AsOf,
    string Version,
    int Customers,
    IReadOnlyList<RfmGroup> Groups,
    IReadOnlyList<GroupShares> History)
{
    /// <summary>Part of all net revenue that a group brought; none where there is no revenue.</summary>
    public double? ShareOfRevenue(RfmGroup group) => Groups.Sum(g => g.NetRevenue) is > 0 and var all ? group.NetRevenue / all : null;
}

/// <param name="Code">Good recency, frequency and money as digits; see <see cref="RfmGroups"/>.</param>
/// <param name="NetRevenue">Of all its customers, ever, in currency units.</param>
/// <param name="DaysSinceOrder">Mean.</param>
public sealed record RfmGroup(string Code, int Customers, double Share, double NetRevenue, double DaysSinceOrder, double Orders, double RevenuePerCustomer);

/// <param name="Shares">In the order of the groups; they sum to one.</param>
public sealed record GroupShares(DateOnly AsOf, int Customers, IReadOnlyList<double> Shares);

/// <summary>Groups of customers who behave alike.</summary>
/// <param name="Considered">How each number of groups scored.</param>
public sealed record BehaviourResult(
    DateOnly AsOf,
    string Version,
    int Customers,
    IReadOnlyList<GroupCountScore> Considered,
    IReadOnlyList<BehaviourGroup> Groups,
    IReadOnlyList<GroupShares> History);

/// <param name="Silhouette">How clearly the groups are apart, -1 to 1.</param>
/// <param name="Stability">How alike the groups are when found again in a resample, 0 to 1.</param>
public sealed record GroupCountScore(int Groups, double Silhouette, double Stability);

/// <param name="Number">From 1, the most valuable group first; the value of <c>segment.group</c>.</param>
public sealed record BehaviourGroup(
    int Number,
    GroupName Name,
    int Customers,
    double Share,
    double NetRevenue,
    IReadOnlyList<ProfileRow> Profile)
{
    private const int MarksShown = 3;

    /// <summary>What sets the group apart most.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<ProfileRow> Marks => [.. Profile.OrderByDescending(p => Math.Abs(p.Distance)).Take(MarksShown)];
}

/// <summary>A feature's mean in the group and among everybody.</summary>
/// <param name="Distance">Standard deviations between them.</param>
public sealed record ProfileRow(string Feature, double? Group, double? Everybody, double Distance);

/// <summary>How many customers a condition holds for, and what they look like beside everybody.</summary>
public sealed record SegmentPreview(long Customers, long Everybody, double NetRevenue, double AverageOrders, double? ChurnProbability);

/// <param name="Customers">Who meets the condition now; null when the condition cannot be read any more.</param>
public sealed record SavedSegment(SegmentRecord Record, long? Customers);

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record SegmentMembers(SegmentRecord Segment, long Total, IReadOnlyList<string> Customers, int? Next);
