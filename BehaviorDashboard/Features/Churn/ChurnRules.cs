using BehaviorDashboard.Events.Features;

namespace BehaviorDashboard.Features.Churn;

/// <summary>One thing that training needs.</summary>
/// <param name="Code">history_days, customers, left or stayed.</param>
public sealed record ReadinessCheck(string Code, long Have, long Need)
{
    public bool Met => Have >= Need;
}

/// <summary>What is a customer who may leave, and when there is enough to learn from.</summary>
public static class ChurnRules
{
    public const int MinimumCustomers = 200;
    public const int MinimumPerOutcome = 50;

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
        return 1 - Math.Pow(2, -table.Value(row, SinceOrder) / (2 * gap));
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
    /// <param name="training">Eligible rows of the past dates.</param>
    public static IReadOnlyList<ReadinessCheck> Readiness(int days, int horizon, IReadOnlyList<FeatureTable> training)
    {
        var customers = training.SelectMany(t => t.Customers).Distinct().Count();
        var left = training.Sum(t => Enumerable.Range(0, t.Rows).Count(r => Left(t, r, horizon)));
        var stayed = training.Sum(t => t.Rows) - left;
        return
        [
            new ReadinessCheck("history_days", days, ChurnDates.DaysNeeded(horizon)),
            new ReadinessCheck("customers", customers, MinimumCustomers),
            new ReadinessCheck("left", left, MinimumPerOutcome),
            new ReadinessCheck("stayed", stayed, MinimumPerOutcome),
        ];
    }
}
