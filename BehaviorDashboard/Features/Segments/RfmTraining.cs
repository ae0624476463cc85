using BehaviorDashboard.Events.Features;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Scores and groups of customers, aligned with the rows of the table they were made from.</summary>
public sealed record RfmScores(int[] Recency, int[] Frequency, int[] Monetary, string[] Groups)
{
    /// <summary>The three scores as one word: 543.</summary>
    public string CellOf(int row) => $"{Recency[row]}{Frequency[row]}{Monetary[row]}";
}

/// <summary>RFM of a table, and of earlier ones by the same borders.</summary>
public static class RfmTraining
{
    public static (RfmScores Scores, RfmResult Result) Train(SegmentInput input, string version)
    {
        var (days, orders, revenue) = Inputs(input.Now);
        var scores = Grouped(Quintiles(days, true), Quintiles(orders, false), Quintiles(revenue, false));
        var borders = (
            R: RfmBorders.Of([.. days.Select(d => -d)], scores.Recency),
            F: RfmBorders.Of(orders, scores.Frequency),
            M: RfmBorders.Of(revenue, scores.Monetary));
        var means = (Mean(scores.Recency), Mean(scores.Frequency), Mean(scores.Monetary));
        var groups = RfmGroups.Codes.Select(code => GroupOf(code, input.Now, scores)).ToList();
        return (scores, new RfmResult(input.AsOf, version, input.Now.Rows, groups, [.. input.Tables.Where(t => t.Rows > 0).Select(t => SharesOf(input, t, borders, means))]));
    }

    private static (double[] Days, double[] Orders, double[] Revenue) Inputs(FeatureTable table) =>
        (table.Column("days_since_order"), table.Column("orders_all"), table.Column("revenue_all"));

    private static int[] Quintiles(double[] values, bool lowerIsBetter) => RfmGroups.Quintiles(lowerIsBetter ? [.. values.Select(v => -v)] : values);

    private static RfmScores Grouped(int[] recency, int[] frequency, int[] monetary) =>
        new(recency, frequency, monetary, RfmGroups.Of(recency, frequency, monetary));

    private static RfmGroup GroupOf(string code, FeatureTable table, RfmScores scores)
    {
        var rows = Enumerable.Range(0, table.Rows).Where(r => scores.Groups[r] == code).ToList();
        double Of(string feature) => rows.Select(r => table.Value(r, CustomerFeatures.IndexOf(feature))).DefaultIfEmpty(0).Average();
        var revenue = Of("revenue_all");
        return new RfmGroup(code, rows.Count, table.Rows == 0 ? 0 : (double)rows.Count / table.Rows, revenue * rows.Count, Of("days_since_order"), Of("orders_all"), revenue);
    }

    private static GroupShares SharesOf(SegmentInput input, FeatureTable table, (RfmBorders R, RfmBorders F, RfmBorders M) borders, (double R, double F, double M) means)
    {
        var (days, orders, revenue) = Inputs(table);
        var codes = Enumerable.Range(0, table.Rows).Select(r => RfmGroups.CodeOf(
            borders.R.ScoreOf(-days[r]) > means.R,
            borders.F.ScoreOf(orders[r]) > means.F,
            borders.M.ScoreOf(revenue[r]) > means.M)).CountBy(c => c).ToDictionary();
        return new GroupShares(input.DayOf(table), table.Rows, [.. RfmGroups.Codes.Select(c => (double)codes.GetValueOrDefault(c) / table.Rows)]);
    }

    private static double Mean(int[] scores) => RfmGroups.Mean(scores);
}
