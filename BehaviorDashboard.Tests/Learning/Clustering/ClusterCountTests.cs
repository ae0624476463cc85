using BehaviorDashboard.Learning.Clustering;

namespace BehaviorDashboard.Tests.Learning.Clustering;

public sealed class ClusterCountTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Choose_ClearClouds_FindsTheirNumber(int clouds)
    {
        var choice = ClusterCount.Choose(Clouds.Make(clouds, 80, 5, seed: 4), new ClusterCountOptions(), 1);

        Assert.Equal(clouds, choice.Chosen);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], choice.Considered.Select(s => s.Clusters));
        Assert.All(choice.Considered, s => Assert.InRange(s.Silhouette, -1, 1));
        Assert.Equal(1, choice.Considered.Single(s => s.Clusters == clouds).Stability, 6);
    }

    [Fact]
    public void Choose_PermutedRows_ChangesNothing()
    {
        var points = Clouds.Make(3, 60, 3, seed: 4, spread: 5);
        var rows = Enumerable.Range(0, points.Count).Reverse().ToArray();
        var options = new ClusterCountOptions(2, 4, Rows: 100);

        Assert.Equal(ClusterCount.Choose(points, options, 1).Considered, ClusterCount.Choose(points.Take(rows), options, 1).Considered);
    }

    [Fact]
    public void Choose_OneCloud_IsNotStableAtManyClusters()
    {
        var choice = ClusterCount.Choose(Clouds.Make(1, 400, 6, seed: 2), new ClusterCountOptions(), 1);

        Assert.All(choice.Considered.Where(s => s.Clusters > 4), s => Assert.True(s.Stability < 0.75, $"{s}"));
    }

    [Fact]
    public void Choose_OneRow_AnswersWithoutFault() => Assert.Equal(0, ClusterCount.Choose(new Points([1, 2], 2), new ClusterCountOptions(), 1).Considered[0].Silhouette);

    [Fact]
    public void Choose_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => ClusterCount.Choose(Clouds.Make(2, 20, 2, 1), new ClusterCountOptions(), 1, new CancellationToken(true)));

    [Fact]
    public void Silhouette_OfFourPoints_IsWhatTheDefinitionSays()
    {
        // a = 1, b = mean(10, 11) or mean(9, 10): (10.5 - 1) / 10.5 and (9.5 - 1) / 9.5, mirrored.
        var mean = Silhouette.Mean(new Points([0, 1, 10, 11], 1), [0, 0, 1, 1]);

        Assert.Equal(((9.5 / 10.5) + (8.5 / 9.5)) / 2, mean, 12);
    }

    [Fact]
    public void Silhouette_OfOneCluster_IsZero() => Assert.Equal(0, Silhouette.Mean(new Points([0, 1, 2], 1), [0, 0, 0]));

    [Fact]
    public void RandIndex_ByHand_AndUnderRenaming()
    {
        Assert.Equal(1, RandIndex.Adjusted([0, 0, 1, 1], [5, 5, 2, 2]));
        Assert.Equal(4.0 / 7, RandIndex.Adjusted([0, 0, 1, 1], [0, 0, 1, 2]), 12);
        Assert.Equal(-0.5, RandIndex.Adjusted([0, 0, 1, 1], [0, 1, 0, 1]), 12);
    }
}
