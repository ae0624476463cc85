namespace BehaviorDashboard.Events.Features;

/// <summary>
/// Customers' features as of one instant, and what happened afterwards. One row per customer who had ordered before the instant, by
/// customer number.
/// </summary>
/// <param name="AsOf">Features know events strictly before it, UTC.</param>
/// <param name="Customers">Customer number of each row, ascending.</param>
/// <param name="Values">Row-major, rows x <see cref="CustomerFeatures.All"/>; NaN where there is no such number.</param>
/// <param name="DaysToNextOrder">Days from the instant to the first order placed at or after it; NaN when there is none in the store. Never an input of a model.</param>
/// <param name="NetAfter">Net revenue within the horizon after the instant, currency units. Never an input of a model.</param>
public sealed record FeatureTable(DateTime AsOf, int[] Customers, double[] Values, double[] DaysToNextOrder, double[] NetAfter)
{
    public int Rows => Customers.Length;

    /// <summary>Features of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * CustomerFeatures.All.Count, CustomerFeatures.All.Count);

    public double Value(int row, int feature) => Values[(row * CustomerFeatures.All.Count) + feature];

    /// <summary>One feature of all rows.</summary>
    public double[] Column(string feature)
    {
        var index = CustomerFeatures.IndexOf(feature);
        return [.. Enumerable.Range(0, Rows).Select(r => Value(r, index))];
    }

    /// <summary>Row of a customer, or -1.</summary>
    public int RowOf(int customer) => Array.BinarySearch(Customers, customer) is >= 0 and var row ? row : -1;

    /// <summary>The rows for which <paramref name="keep"/> holds, given customer number and row.</summary>
    public FeatureTable Where(Func<int, int, bool> keep)
    {
        var rows = Enumerable.Range(0, Rows).Where(r => keep(Customers[r], r)).ToArray();
        var width = CustomerFeatures.All.Count;
        var values = new double[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * width));
        }

        return new FeatureTable(AsOf, [.. rows.Select(r => Customers[r])], values, [.. rows.Select(r => DaysToNextOrder[r])], [.. rows.Select(r => NetAfter[r])]);
    }
}
