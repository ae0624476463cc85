using BehaviorDashboard.Learning.Clustering;

namespace BehaviorDashboard.Tests.Learning.Clustering;

/// <summary>Clouds of points around corners that are twenty apart.</summary>
internal static class Clouds
{
    public static Points Make(int clouds, int each, int width, int seed, double spread = 1)
    {
        var dice = new Random(seed);
        var values = new List<double>();
        for (var cloud = 0; cloud < clouds; cloud++)
        {
            var centre = Enumerable.Range(0, width).Select(i => i == cloud % width ? 20.0 * (1 + (cloud / width)) : 0).ToArray();
            for (var i = 0; i < each * width; i++)
            {
                values.Add(centre[i % width] + (spread * Normal(dice)));
            }
        }

        return new Points([.. values], width);
    }

    public static int[] Labels(int clouds, int each) => [.. Enumerable.Range(0, clouds * each).Select(i => i / each)];

    private static double Normal(Random dice) => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
