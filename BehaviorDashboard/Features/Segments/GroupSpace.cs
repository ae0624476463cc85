using BehaviorDashboard.Events.Features;

namespace BehaviorDashboard.Features.Segments;

/// <summary>One axis of the space in which groups are found.</summary>
/// <param name="Log">Amounts and counts are compared by their logarithm: 10 to 20 is as far as 100 to 200.</param>
/// <param name="Shrunk">A share of few orders says little: it is drawn to the mean, half for two orders.</param>
/// <param name="Weight">How much a standard deviation counts.</param>
/// <param name="Mean">Mean of the (logarithmic) value when the space was fitted.</param>
/// <param name="Deviation">Standard deviation then.</param>
public sealed record GroupAxis(string Feature, bool Log, bool Shrunk, double Weight, double Mean, double Deviation);

/// <summary>Standardises customers' features for grouping, and does it the same way for later and earlier dates.</summary>
public sealed record GroupSpace(IReadOnlyList<GroupAxis> Axes)
{
    // Beyond three deviations somebody is simply extreme; how extreme must not make a group of its own.
    private const double Clip = 3;

    private static readonly int Orders = CustomerFeatures.IndexOf("orders_all");

    // Discounts, brands and comparing say how somebody decides, which is what these groups are for; how recently, often and much they buy is what RFM says.
    private static readonly GroupAxis[] Candidates =
    [
        new("days_since_order", true, false, 0.6, 0, 0),
        new("orders_all", true, false, 1, 0, 0),
        new("average_order", true, false, 0.4, 0, 0),
        new("discount_share", false, true, 1.6, 0, 0),
        new("brand_share", false, true, 1.6, 0, 0),
        new("category_variety", false, false, 0.4, 0, 0),
        new("products_compared", true, false, 1.6, 0, 0),
        new("visits_90", true, false, 0.5, 0, 0),
        new("cart_abandoned", false, false, 0.4, 0, 0),
        new("returns_share", false, true, 0.3, 0, 0),
        new("weekend_share", false, true, 0.3, 0, 0),
        new("evening_share", false, true, 0.3, 0, 0),
        new("price_level", true, false, 0.4, 0, 0),
        new("basket_items", true, false, 0.4, 0, 0),
        new("messages_opened", false, false, 0.3, 0, 0),
    ];

    public IReadOnlyList<string> Features => [.. Axes.Select(a => a.Feature)];

    /// <summary>Keeps the axes that tell these customers apart.</summary>
    public static GroupSpace Fit(FeatureTable table) => new([.. Candidates.Select(axis => Fit(axis, table)).OfType<GroupAxis>()]);

    /// <summary>Coordinates, row-major, rows x axes; a missing number stands in the middle.</summary>
    public double[] Project(FeatureTable table)
    {
        var points = new double[table.Rows * Axes.Count];
        for (var a = 0; a < Axes.Count; a++)
        {
            var axis = Axes[a];
            var column = CustomerFeatures.IndexOf(axis.Feature);
            for (var row = 0; row < table.Rows; row++)
            {
                var deviations = (Scaled(axis, table.Value(row, column)) - axis.Mean) / axis.Deviation;
                var orders = table.Value(row, Orders);
                points[(row * Axes.Count) + a] = double.IsNaN(deviations) ? 0 : Math.Clamp(deviations, -Clip, Clip) * axis.Weight * (axis.Shrunk ? orders / (orders + 2) : 1);
            }
        }

        return points;
    }

    /// <summary>A point of another space in the coordinates of this one; what that space did not know stands in the middle.</summary>
    public double[] Translate(GroupSpace from, IReadOnlyList<double> point) => [.. Axes.Select(axis =>
        from.Axes.Select((a, i) => (Axis: a, Value: point[i])).FirstOrDefault(p => p.Axis.Feature == axis.Feature) is { Axis: { } former } found
            ? ((found.Value / former.Weight * former.Deviation) + former.Mean - axis.Mean) / axis.Deviation * axis.Weight
            : 0)];

    private static GroupAxis? Fit(GroupAxis axis, FeatureTable table)
    {
        var column = CustomerFeatures.IndexOf(axis.Feature);
        var values = Enumerable.Range(0, table.Rows).Select(r => Scaled(axis, table.Value(r, column))).Where(v => !double.IsNaN(v)).ToArray();
        if (values.Length < table.Rows / 20.0 || values.Length == 0)
        {
            return null;
        }

        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return deviation < 1e-6 ? null : axis with { Mean = mean, Deviation = deviation };
    }

    private static double Scaled(GroupAxis axis, double value) => axis.Log ? Math.Log(1 + Math.Max(0, value)) : value;
}
