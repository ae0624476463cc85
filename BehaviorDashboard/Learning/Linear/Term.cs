namespace BehaviorDashboard.Learning.Linear;

/// <summary>One summand of a logistic model: a column's value, or whether it is missing, standardised by the training rows.</summary>
/// <param name="Missing">The indicator of a missing value, not the value.</param>
/// <param name="Mean">Of the training rows, after asinh.</param>
/// <param name="Scale">Standard deviation of the training rows, above zero.</param>
internal sealed record Term(int Column, bool Missing, double Mean, double Scale, double Weight)
{
    /// <summary>Standardised: mean 0, deviation 1 over the training rows.</summary>
    public double Of(double value) => (Raw(value) - Mean) / Scale;

    /// <summary>The terms of a column that varies: its value and, where some are missing, an indicator.</summary>
    public static IEnumerable<Term> Of(FeatureMatrix rows, int column)
    {
        var sums = (Count: 0L, Sum: 0.0, Squares: 0.0);
        for (var r = 0; r < rows.Rows; r++)
        {
            var value = rows.Row(r)[column];
            if (!double.IsNaN(value))
            {
                sums.Count++;
                sums.Sum += Math.Asinh(value);
            }
        }

        var mean = sums.Count > 0 ? sums.Sum / sums.Count : 0;
        for (var r = 0; r < rows.Rows; r++)
        {
            var value = rows.Row(r)[column];
            sums.Squares += double.IsNaN(value) ? 0 : Math.Pow(Math.Asinh(value) - mean, 2);
        }

        var scale = Math.Sqrt(sums.Squares / rows.Rows);
        if (scale > 1e-9 * Math.Max(1, Math.Abs(mean)))
        {
            yield return new Term(column, false, mean, scale, 0);
        }

        var missing = 1 - ((double)sums.Count / rows.Rows);
        if (missing is > 0 and < 1)
        {
            yield return new Term(column, true, missing, Math.Sqrt(missing * (1 - missing)), 0);
        }
    }

    private double Raw(double value) => Missing ? (double.IsNaN(value) ? 1 : 0) : double.IsNaN(value) ? Mean : Math.Asinh(value);
}
