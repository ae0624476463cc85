namespace BehaviorDashboard.Learning.Clustering;

/// <summary>Centres of clusters; immutable.</summary>
/// <param name="Centres">One row per cluster; never none, and never two alike.</param>
/// <param name="Inertia">Sum of squared distances of the fitted rows to their centres.</param>
public sealed record KMeansModel(IReadOnlyList<double[]> Centres, double Inertia)
{
    /// <summary>The nearest centre; the first of equally near ones.</summary>
    public int Assign(ReadOnlySpan<double> point)
    {
        var (best, nearest) = (0, double.PositiveInfinity);
        for (var c = 0; c < Centres.Count; c++)
        {
            var distance = Points.SquaredDistance(point, Centres[c]);
            if (distance < nearest)
            {
                (best, nearest) = (c, distance);
            }
        }

        return best;
    }

    /// <summary>The nearest centre of every row.</summary>
    public int[] Assign(Points points)
    {
        var labels = new int[points.Count];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = Assign(points[row]);
        }

        return labels;
    }
}
