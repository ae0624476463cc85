using System.Globalization;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Churn;

/// <summary>One thing that training needs.</summary>
/// <param name="Code">history_days, customers, left, stayed or judged.</param>
public sealed record ReadinessCheck(string Code, long Have, long Need)
{
    public bool Met => Have >= Need;
}

/// <summary>What is a customer who may leave, and when there is enough to learn from.</summary>
public static class ChurnRules
{
    public const int MinimumCustomers = 200;
    public const int MinimumPerOutcome = 50;

    /// <summary>Customers of the rarer outcome without whom the quality on the later period would say nothing.</summary>
    public const int MinimumJudged = 20;

    /// <summary>From here on a customer counts as at risk.</summary>
    public const double AtRisk = 0.5;

    /// <summary>Horizons that the page offers, days.</summary>
    public static IReadOnlyList<int> Horizons { get; } = [30, 60];

    private static readonly int SinceOrder = CustomerFeatures.IndexOf("days_since_order");
    private static readonly int Revenue = CustomerFeatures.IndexOf("revenue_365");
    private static readonly int Tenure = CustomerFeatures.IndexOf("tenure_days");
    private static readonly int MeanGap = CustomerFeatures.IndexOf("mean_gap");

    /// <summary>Scored: has ordered within the last <paramref name="activeDays"/> days.</summary>
    public static bool Eligible(FeatureTable table, int row, int activeDays) => table.Value(row, SinceOrder) <= activeDays;

    /// <summary>Left: no order within the horizon after the table's instant.</summary>
    public static bool Left(FeatureTable table, int row, int horizon) => !(table.DaysToNextOrder[row] < horizon);

    /// <summary>Net revenue to be expected over the horizon at last year's pace; at least 90 days of pace, so that a first order is no habit.</summary>
    public static double ExpectedValue(FeatureTable table, int row, int horizon)
    {
        var days = Math.Clamp(table.Value(row, Tenure), 90, 365);
        return Math.Max(0, table.Value(row, Revenue)) / days * horizon;
    }

    /// <summary>
    /// The rule of thumb where nothing can be trained: one half when the silence is twice the customer's usual gap between orders (for one
    /// order, twice the store's), more with every day.
    /// </summary>
    public static double RuleOfThumb(FeatureTable table, int row, double storeGap)
    {
        var gap = table.Value(row, MeanGap);
        gap = Math.Max(double.IsNaN(gap) ? storeGap : gap, 1);
        return Math.Clamp(1 - Math.Pow(2, -table.Value(row, SinceOrder) / (2 * gap)), 1e-6, 1 - 1e-6);
    }

    /// <summary>Median over customers of the usual gap between orders, days; 30 where nobody came twice.</summary>
    public static double StoreGap(FeatureTable table)
    {
        var gaps = Enumerable.Range(0, table.Rows).Select(r => table.Value(r, MeanGap)).Where(g => !double.IsNaN(g)).Order().ToArray();
        return gaps.Length == 0 ? 30 : gaps[gaps.Length / 2];
    }

    /// <summary>Ten equal parts by probability, 1 the most likely to leave; equal probabilities keep the order of their rows.</summary>
    public static int[] Deciles(IReadOnlyList<double> probabilities)
    {
        var deciles = new int[probabilities.Count];
        var rank = 0;
        foreach (var row in Enumerable.Range(0, probabilities.Count).OrderByDescending(r => probabilities[r]).ThenBy(r => r))
        {
            deciles[row] = 1 + (int)(10L * rank++ / probabilities.Count);
        }

        return deciles;
    }

    /// <summary>What training needs and what there is.</summary>
    /// <param name="days">Days of data up to the scoring date.</param>
    /// <param name="training">Eligible rows of the past dates that training looks at.</param>
    /// <param name="later">Eligible rows of the later date that judges; null when there is none.</param>
    public static IReadOnlyList<ReadinessCheck> Readiness(int days, int horizon, IReadOnlyList<FeatureTable> training, FeatureTable? later)
    {
        var customers = training.SelectMany(t => t.Customers).Distinct().Count();
        var left = training.Sum(t => Leavers(t, horizon));
        var laterLeft = later is null ? 0 : Leavers(later, horizon);
        var stayed = training.Sum(t => t.Rows) - left;
        return
        [
            new ReadinessCheck("history_days", days, ChurnDates.DaysNeeded(horizon)),
            new ReadinessCheck("customers", customers, MinimumCustomers),
            new ReadinessCheck("left", left, MinimumPerOutcome),
            new ReadinessCheck("stayed", stayed, MinimumPerOutcome),
            new ReadinessCheck("judged", Math.Min(laterLeft, (later?.Rows ?? 0) - laterLeft), MinimumJudged),
        ];
    }

    /// <summary>Null when a training can be asked for like that.</summary>
    public static Problem? Check(ChurnArguments arguments) => arguments.HorizonDays is < 7 or > 365
        ? new Problem("churn.horizon", "The horizon is 7 to 365 days.", "horizonDays")
        : null;

    public static string VersionOf(DateOnly asOf, Guid run) => string.Create(CultureInfo.InvariantCulture, $"{asOf:yyyyMMdd}-{run.ToString("N")[^8..]}");

    private static int Leavers(FeatureTable table, int horizon) => Enumerable.Range(0, table.Rows).Count(r => Left(table, r, horizon));
}
