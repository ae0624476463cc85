using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Retention;

/// <summary>Who came back, by cohort.</summary>
/// <param name="Customers">Different customers in any cohort.</param>
/// <param name="CameBack">By period: the share that had come back at least once by its end, estimated from all cohorts as far as each has been watched (Kaplan-Meier).</param>
/// <param name="Groups">Null without a breakdown; the largest first, the rest together at the end.</param>
/// <param name="People">Numbers of the customers who were asked for.</param>
public sealed record RetentionResult(
    PeriodUnit Unit,
    long Customers,
    RetentionTable Table,
    IReadOnlyList<CameBackShare> CameBack,
    IReadOnlyList<RetentionGroup>? Groups,
    IReadOnlyList<int>? People)
{
    /// <summary>How many periods have begun for the oldest cohort; later columns cannot hold anything.</summary>
    public int Begun => Table.Cohorts.Select(c => c.Begun).DefaultIfEmpty(0).Max();
}

/// <summary>A share with its 95 % interval.</summary>
public sealed record CameBackShare(double Share, double Low, double High);

/// <param name="Mean">By period: returned customers of the cohorts that have matured there, as a share of those cohorts; null where none has.</param>
/// <param name="MeanRevenue">By period: net revenue per customer of the same cohorts, ten-thousandths; null when it was not asked for.</param>
public sealed record RetentionTable(IReadOnlyList<RetentionCohort> Cohorts, IReadOnlyList<double?> Mean, IReadOnlyList<double?>? MeanRevenue);

/// <param name="Start">First day of its period.</param>
/// <param name="Mature">By period: whether it has ended as far as the store's data goes.</param>
/// <param name="Begun">How many of its periods have begun.</param>
/// <param name="Revenue">By period, ten-thousandths; null when it was not asked for.</param>
public sealed record RetentionCohort(DateOnly Start, long Size, IReadOnlyList<long> Returned, IReadOnlyList<bool> Mature, int Begun, IReadOnlyList<long>? Revenue)
{
    public double? Share(int period) => Percent.Of(Returned[period], Size)?.Share;
}

/// <param name="Value">Null for those without a value, and for the rest.</param>
/// <param name="IsRest">All smaller groups together.</param>
public sealed record RetentionGroup(string? Value, bool IsRest, long Customers, RetentionTable Table);
