namespace BehaviorDashboard.Learning.Clustering;

/// <summary>How clearly clusters are apart (Rousseeuw, 1987): the mean over rows of (b - a) / max(a, b), where a is the mean distance to the own cluster and b to the nearest other.</summary>
public static class Silhouette
{
    /// <summary>Exact over the given rows: the cost grows with the square of their number, so pass a sample.</summary>
    /// <returns>-1 to 1; 0 for rows alone in their cluster, and where there is one cluster only.</returns>
    public static double Mean(Points points, IReadOnlyList<int> labels, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Count, points.Count);
        var sizes = new int[labels.Max() + 1];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        var sum = 0.0;
        for (var row = 0; row < points.Count && sizes.Count(s => s > 0) > 1; row++)
        {
            ct.ThrowIfCancellationRequested();
            sum += Of(points, labels, sizes, row);
        }

        return sum / points.Count;
    }

    private static double Of(Points points, IReadOnlyList<int> labels, int[] sizes, int row)
    {
        var own = labels[row];
        if (sizes[own] == 1)
        {
            return 0;
        }

        var distances = new double[sizes.Length];
        for (var other = 0; other < points.Count; other++)
        {
            distances[labels[other]] += Math.Sqrt(Points.SquaredDistance(points[row], points[other]));
        }

        var within = distances[own] / (sizes[own] - 1);
        var beside = Enumerable.Range(0, sizes.Length).Where(c => c != own && sizes[c] > 0).Min(c => distances[c] / sizes[c]);
        var larger = Math.Max(within, beside);
        return larger > 0 ? (beside - within) / larger : 0;
    }
}
