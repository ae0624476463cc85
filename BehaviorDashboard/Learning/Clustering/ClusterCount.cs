namespace BehaviorDashboard.Learning.Clustering;

/// <summary>Which numbers of groups are considered, and how closely they are judged.</summary>
/// <param name="Fewest">Smallest number of clusters to consider, at least 2.</param>
/// <param name="Most">Largest.</param>
/// <param name="Rows">Rows that the numbers are judged on; more rows are sampled.</param>
/// <param name="SilhouetteRows">Rows of those that the silhouette looks at: its cost is their square.</param>
/// <param name="Resamples">Bootstrap resamples per number.</param>
public sealed record ClusterCountOptions(int Fewest = 2, int Most = 8, int Rows = 2500, int SilhouetteRows = 1000, int Resamples = 5)
{
    /// <summary>A division that resamples do not find again is chance, however clear it looks.</summary>
    public double StableFrom { get; init; } = 0.75;

    /// <summary>Silhouettes that lose less than this part of the best count as equal: the larger number of clusters then says more.</summary>
    public double ClearWithin { get; init; } = 0.15;
}

/// <summary>How good one number of groups is.</summary>
/// <param name="Clusters">Considered.</param>
/// <param name="Silhouette">-1 to 1.</param>
/// <param name="Stability">Mean adjusted Rand index between clusterings of bootstrap resamples.</param>
public sealed record ClusterCountScore(int Clusters, double Silhouette, double Stability);

/// <summary>The chosen number of groups, and what it was chosen from.</summary>
/// <param name="Considered">Every number, ascending.</param>
public sealed record ClusterCountChoice(int Chosen, IReadOnlyList<ClusterCountScore> Considered);

/// <summary>
/// Chooses the number of clusters: among the divisions that bootstrap resamples find again (Hennig, 2007), the clearest by silhouette; nearly as
/// clear and finer wins. Where none is stable, the most stable.
/// </summary>
public static class ClusterCount
{
    private const int Restarts = 6;
    private const int RestartsOfResamples = 5;

    /// <param name="progress">0 to 1.</param>
    /// <exception cref="OperationCanceledException">Asked at every round of every fit.</exception>
    public static ClusterCountChoice Choose(Points points, ClusterCountOptions options, int seed, CancellationToken ct = default, IProgress<double>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Fewest, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Most, options.Fewest);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 2);
        var rows = points.Ordered().Sample(options.Rows, seed);
        var scores = new List<ClusterCountScore>();
        for (var clusters = options.Fewest; clusters <= options.Most; clusters++)
        {
            scores.Add(new ClusterCountScore(clusters, Clearness(rows, clusters, options, seed, ct), Stability(rows, clusters, options, seed, ct)));
            progress?.Report((clusters - options.Fewest + 1.0) / (options.Most - options.Fewest + 1));
        }

        return new ClusterCountChoice(Best(scores, options), scores);
    }

    internal static int Best(IReadOnlyList<ClusterCountScore> scores, ClusterCountOptions options)
    {
        var stable = scores.Where(s => s.Stability >= options.StableFrom).ToList();
        if (stable.Count == 0)
        {
            return scores.MaxBy(s => s.Stability)!.Clusters;
        }

        var clearest = stable.Max(s => s.Silhouette);
        return stable.Where(s => s.Silhouette >= clearest - (Math.Abs(clearest) * options.ClearWithin)).Max(s => s.Clusters);
    }

    private static double Clearness(Points rows, int clusters, ClusterCountOptions options, int seed, CancellationToken ct)
    {
        var model = KMeans.Fit(rows, new KMeansOptions(clusters, Restarts), seed, ct);
        var sample = rows.Sample(options.SilhouetteRows, seed);
        return Silhouette.Mean(sample, model.Assign(sample), ct);
    }

    private static double Stability(Points rows, int clusters, ClusterCountOptions options, int seed, CancellationToken ct)
    {
        var labels = Enumerable.Range(1, options.Resamples).Select(i => Resampled(rows, clusters, seed + i, ct)).ToList();
        return (from a in Enumerable.Range(0, labels.Count)
                from b in Enumerable.Range(a + 1, labels.Count - a - 1)
                select RandIndex.Adjusted(labels[a], labels[b])).Average();
    }

    private static int[] Resampled(Points rows, int clusters, int seed, CancellationToken ct)
    {
        var dice = new Random(seed);
        var drawn = Enumerable.Range(0, rows.Count).Select(_ => dice.Next(rows.Count)).ToArray();
        return KMeans.Fit(rows.Take(drawn), new KMeansOptions(clusters, RestartsOfResamples), seed, ct).Assign(rows);
    }
}
