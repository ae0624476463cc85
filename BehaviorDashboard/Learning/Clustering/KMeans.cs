namespace BehaviorDashboard.Learning.Clustering;

/// <summary>How groups are looked for.</summary>
/// <param name="Clusters">Wanted; rows with fewer different values give fewer.</param>
/// <param name="Restarts">Beginnings to try; the one with the least inertia is kept.</param>
/// <param name="Iterations">Most rounds of one beginning.</param>
public sealed record KMeansOptions(int Clusters, int Restarts = 8, int Iterations = 100);

/// <summary>
/// Lloyd's k-means from k-means++ beginnings (Arthur and Vassilvitskii, 2007). The same rows and seed give the same model to the last bit, in
/// whatever order the rows come. Own code because Microsoft.ML's trainer has no restarts, cannot be cancelled and depends on the rows' order;
/// a test holds its inertia against that trainer's.
/// </summary>
public static class KMeans
{
    // A round that moves the inertia by less than a millionth has arrived.
    private const double Tolerance = 1e-6;

    /// <param name="progress">0 to 1.</param>
    /// <exception cref="OperationCanceledException">Asked every round.</exception>
    public static KMeansModel Fit(Points points, KMeansOptions options, int seed, CancellationToken ct = default, IProgress<double>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1);
        var ordered = points.Ordered();
        var dice = new Random(seed);
        KMeansModel? best = null;
        for (var restart = 1; restart <= options.Restarts; restart++)
        {
            var found = Descend(ordered, Beginning(ordered, options.Clusters, dice, ct), options.Iterations, ct);
            best = best is null || found.Inertia < best.Inertia ? found : best;
            progress?.Report((double)restart / options.Restarts);
        }

        return best!;
    }

    // Each next centre is a row, drawn by its squared distance to the nearest centre so far.
    private static List<double[]> Beginning(Points points, int clusters, Random dice, CancellationToken ct)
    {
        var centres = new List<double[]> { points[dice.Next(points.Count)].ToArray() };
        var nearest = new double[points.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        while (centres.Count < clusters)
        {
            ct.ThrowIfCancellationRequested();
            for (var row = 0; row < nearest.Length; row++)
            {
                nearest[row] = Math.Min(nearest[row], Points.SquaredDistance(points[row], centres[^1]));
            }

            var total = nearest.Sum();
            if (total <= 0)
            {
                break;
            }

            centres.Add(points[Drawn(nearest, dice.NextDouble() * total)].ToArray());
        }

        return centres;
    }

    private static int Drawn(double[] weights, double left)
    {
        var last = 0;
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0)
            {
                continue;
            }

            last = row;
            if ((left -= weights[row]) < 0)
            {
                break;
            }
        }

        return last;
    }

    private static KMeansModel Descend(Points points, List<double[]> centres, int iterations, CancellationToken ct)
    {
        var model = new KMeansModel(centres, double.PositiveInfinity);
        for (var round = 0; round < iterations; round++)
        {
            ct.ThrowIfCancellationRequested();
            var next = Step(points, model);
            var moved = model.Inertia - next.Inertia;
            model = next;
            if (moved <= Tolerance * next.Inertia)
            {
                break;
            }
        }

        return model with { Inertia = InertiaOf(points, model) };
    }

    // A centre that lost all its rows stays where it is: it was a row once, so it is near something.
    private static KMeansModel Step(Points points, KMeansModel model)
    {
        var sums = model.Centres.Select(_ => new double[points.Width]).ToList();
        var counts = new int[sums.Count];
        var inertia = 0.0;
        for (var row = 0; row < points.Count; row++)
        {
            var point = points[row];
            var cluster = model.Assign(point);
            inertia += Points.SquaredDistance(point, model.Centres[cluster]);
            counts[cluster]++;
            var sum = sums[cluster];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += point[i];
            }
        }

        return new KMeansModel([.. sums.Select((sum, c) => counts[c] == 0 ? model.Centres[c] : Array.ConvertAll(sum, value => value / counts[c]))], inertia);
    }

    private static double InertiaOf(Points points, KMeansModel model)
    {
        var inertia = 0.0;
        for (var row = 0; row < points.Count; row++)
        {
            inertia += Points.SquaredDistance(points[row], model.Centres[model.Assign(points[row])]);
        }

        return inertia;
    }
}
