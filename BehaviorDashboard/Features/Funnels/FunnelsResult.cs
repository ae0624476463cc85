using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Funnels;

/// <param name="Groups">By value of the breakdown, the largest first, then those without a value, then the rest; null without a breakdown.</param>
/// <param name="People">Numbers of the customers who were asked for; null when nobody was.</param>
public sealed record FunnelsResult(IReadOnlyList<StepCount> Steps, IReadOnlyList<GroupCount>? Groups, IReadOnlyList<int>? People)
{
    /// <summary>The period that stands beside, as far as it had come at the same distance from its end.</summary>
    public FunnelsFormer? Before { get; init; }

    /// <summary>Different values of the breakdown; null where they are too many to be counted one by one.</summary>
    public int? Values { get; init; }

    /// <summary>Steps that no event of the time can fill, counted from 0.</summary>
    public IReadOnlyList<int> Unmatched { get; init; } = [];

    /// <summary>Who entered last can still go on: the data ends before their window does.</summary>
    public bool IsOpen { get; init; }

    public FunnelsTrend? Trend { get; init; }

    public FunnelTimes? Times { get; init; }

    public FunnelsNext? Next { get; init; }

    public FunnelsFacts? Facts { get; init; }

    /// <summary>Share of the first step that reached the last; null when nobody entered.</summary>
    public double? Conversion => Steps.Count == 0 ? null : Percent.Of(Steps[^1].Count, Steps[0].Count)?.Share;

    /// <summary>The step before which most customers left; null where nobody did.</summary>
    public int? Leak => Enumerable.Range(1, Steps.Count - 1).Where(i => Steps[i].Lost > 0).Select(i => (int?)i).MaxBy(i => Steps[i!.Value].Lost);
}

/// <summary>What is counted of a step. Amounts are ten-thousandths of the store's currency.</summary>
/// <param name="FromFirst">Share of the first step.</param>
/// <param name="FromPrevious">Share of the step that everybody had to pass before this one.</param>
/// <param name="Previous">Customers of that step; of the first, its own.</param>
/// <param name="Lost">Who came to that step, and not to this one or further.</param>
/// <param name="MeanSeconds">Mean time from the filled step before.</param>
/// <param name="Revenue">Net value of the orders that those who reached the step placed within their window; null where it was not asked for.</param>
/// <param name="LostRevenue">The same of those who left before it.</param>
public sealed record StepCount(
    long Count, double? FromFirst, double? FromPrevious, long Previous, long Lost, double? MeanSeconds, double? MedianSeconds, long? Revenue = null, long? LostRevenue = null)
{
    /// <summary>
    /// Value at risk: those who left here, times what each who went on brought, less what they brought all the same; not below nought.
    /// Null where nobody went on, so that nothing says what going on is worth.
    /// </summary>
    public long? ValueAtRisk => Lost == 0 || Count == 0 || Revenue is not { } revenue ? null : Math.Max(0, (long)Math.Round((double)Lost * revenue / Count) - (LostRevenue ?? 0));
}

/// <param name="Value">Null for those without a value, and for the rest.</param>
/// <param name="IsOther">Every value that is not shown.</param>
public sealed record GroupCount(string? Value, bool IsOther, IReadOnlyList<StepCount> Steps);

/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Trend">Customers by period and step; null where no trend was asked for.</param>
public sealed record FunnelsFormer(DateOnly From, DateOnly To, IReadOnlyList<StepCount> Steps, FunnelTrend? Trend);

/// <summary>A funnel by the period of entry.</summary>
public sealed record FunnelsTrend(PeriodUnit Unit, IReadOnlyList<FunnelsPoint> Points)
{
    /// <summary>From this point on, customers can still go on; null where none can.</summary>
    public int? YoungFrom => Enumerable.Range(0, Points.Count).Where(i => !Points[i].IsMature).Select(i => (int?)i).FirstOrDefault();
}

/// <param name="Start">First day of the period.</param>
/// <param name="Reached">Customers by step.</param>
/// <param name="IsWhole">The period lies in the range and is over as far as the data goes.</param>
/// <param name="IsMature">The windows of all who entered are over.</param>
public sealed record FunnelsPoint(DateOnly Start, IReadOnlyList<long> Reached, bool IsWhole, bool IsMature)
{
    public double? Conversion => Percent.Of(Reached[^1], Reached[0])?.Share;
}

/// <summary>What customers do after a step and before the next.</summary>
/// <param name="After">The step, counted from 0.</param>
/// <param name="Customers">Who reached the step.</param>
/// <param name="WentOn">Of those, who reached a later one.</param>
/// <param name="Choices">The commonest first.</param>
public sealed record FunnelsNext(int After, long Customers, long WentOn, IReadOnlyList<FunnelsChoice> Choices);

/// <param name="Event">As questions name it.</param>
/// <param name="WentOn">Of <paramref name="Customers"/>, those who went on to a later step.</param>
public sealed record FunnelsChoice(string Event, long Customers, long WentOn);

/// <summary>What distinguishes customers who came to the last step from the others.</summary>
/// <param name="Customers">Who was compared: everybody whose window was over.</param>
/// <param name="Compared">How many facts had enough customers to be compared.</param>
/// <param name="Rows">Those whose difference is more than chance, many comparisons considered; the largest first.</param>
public sealed record FunnelsFacts(long Customers, long Converted, int Compared, IReadOnlyList<FunnelsFact> Rows);

/// <param name="Customers">Of whom it is known.</param>
/// <param name="Others">Everybody else.</param>
/// <param name="Difference">Of the shares that came to the last step, in favour of those of whom it is known.</param>
/// <param name="QValue">Expected share of false ones among all that are as clear.</param>
public sealed record FunnelsFact(FunnelFact Fact, long Customers, long Converted, long Others, long OthersConverted, Estimate Difference, double QValue)
{
    public double Share => (double)Converted / Customers;

    public double OthersShare => (double)OthersConverted / Others;
}
