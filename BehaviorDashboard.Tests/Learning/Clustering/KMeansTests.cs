using BehaviorDashboard.Learning.Clustering;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BehaviorDashboard.Tests.Learning.Clustering;

public sealed class KMeansTests
{
    [Fact]
    public void Fit_ClearClouds_FindsEachOne()
    {
        var points = Clouds.Make(5, 60, 4, seed: 3);

        var labels = KMeans.Fit(points, new KMeansOptions(5), 1).Assign(points);

        Assert.Equal(1, RandIndex.Adjusted(labels, Clouds.Labels(5, 60)), 9);
    }

    [Fact]
    public void Fit_SameSeed_SameModel()
    {
        var points = Clouds.Make(4, 50, 3, seed: 1, spread: 3);

        var (first, second) = (KMeans.Fit(points, new KMeansOptions(6), 9), KMeans.Fit(points, new KMeansOptions(6), 9));

        Assert.Equal(first.Inertia, second.Inertia);
        Assert.Equal(first.Centres, second.Centres);
    }

    [Fact]
    public void Fit_PermutedRows_ChangesNothing()
    {
        var points = Clouds.Make(4, 50, 3, seed: 1, spread: 3);
        var rows = Enumerable.Range(0, points.Count).ToArray();
        new Random(5).Shuffle(rows);

        Assert.Equal(KMeans.Fit(points, new KMeansOptions(5), 2).Centres, KMeans.Fit(points.Take(rows), new KMeansOptions(5), 2).Centres);
    }

    [Fact]
    public void Fit_ConstantColumn_ChangesNoAssignment()
    {
        var points = Clouds.Make(3, 40, 2, seed: 2);
        var wider = new Points([.. Enumerable.Range(0, points.Count).SelectMany(r => (double[])[7, .. points[r]])], 3);

        var labels = KMeans.Fit(wider, new KMeansOptions(3), 1).Assign(wider);

        Assert.Equal(1, RandIndex.Adjusted(labels, Clouds.Labels(3, 40)), 9);
    }

    [Fact]
    public void Fit_MoreClustersThanDifferentRows_GivesOnePerRow()
    {
        var points = new Points([1, 1, 1, 5, 5], 1);

        var model = KMeans.Fit(points, new KMeansOptions(4), 1);

        Assert.Equal([1.0, 5.0], model.Centres.Select(c => c[0]).Order());
        Assert.Equal(0, model.Inertia);
    }

    [Fact]
    public void Fit_OneRow_IsItsOwnCentre() => Assert.Equal([2.0, 3.0], Assert.Single(KMeans.Fit(new Points([2, 3], 2), new KMeansOptions(8), 1).Centres));

    [Theory]
    [InlineData(new double[0], 2)]
    [InlineData(new[] { 1.0, 2, 3 }, 2)]
    [InlineData(new[] { 1.0, double.NaN }, 2)]
    [InlineData(new[] { 1.0, double.PositiveInfinity }, 1)]
    public void Points_OfBrokenNumbers_AreRefused(double[] values, int width) => Assert.Throws<ArgumentException>(() => new Points(values, width));

    [Fact]
    public void Fit_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() => KMeans.Fit(Clouds.Make(3, 20, 2, 1), new KMeansOptions(3), 1, new CancellationToken(true)));

    [Fact]
    public void Fit_Progress_RisesToOne()
    {
        var heard = new Heard();

        KMeans.Fit(Clouds.Make(3, 20, 2, 1), new KMeansOptions(3, Restarts: 4), 1, default, heard);

        Assert.Equal([0.25, 0.5, 0.75, 1], heard.Shares);
    }

    [Fact]
    public void Fit_BesideMicrosoftML_IsAtLeastAsTight()
    {
        var points = Clouds.Make(6, 150, 5, seed: 8, spread: 4);

        var ours = KMeans.Fit(points, new KMeansOptions(6), 1).Inertia;

        Assert.True(ours <= Enumerable.Range(0, 8).Min(seed => MicrosoftInertia(points, 6, seed)) * 1.001, $"{ours}");
    }

    private static double MicrosoftInertia(Points points, int clusters, int seed)
    {
        var ml = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, points.Width);
        var rows = Enumerable.Range(0, points.Count).Select(r => new Row { Features = Array.ConvertAll(points[r].ToArray(), v => (float)v) });
        var fitted = ml.Clustering.Trainers.KMeans(new Microsoft.ML.Trainers.KMeansTrainer.Options { NumberOfClusters = clusters, NumberOfThreads = 1 }).Fit(ml.Data.LoadFromEnumerable(rows, schema));
        VBuffer<float>[] centres = [];
        fitted.Model.GetClusterCentroids(ref centres, out _);
        var model = new KMeansModel([.. centres.Select(c => c.DenseValues().Select(v => (double)v).ToArray())], 0);
        return Enumerable.Range(0, points.Count).Sum(r => Distance(points[r], model.Centres[model.Assign(points[r])]));
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Heard : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }
}
