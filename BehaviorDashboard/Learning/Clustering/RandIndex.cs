namespace BehaviorDashboard.Learning.Clustering;

/// <summary>Agreement of two clusterings of the same rows, corrected for chance (Hubert and Arabie, 1985).</summary>
public static class RandIndex
{
    /// <returns>1 for the same division whatever the labels are called, about 0 for chance.</returns>
    public static double Adjusted(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        var together = Pairs(first.Zip(second).CountBy(p => p).Select(p => p.Value));
        var (inFirst, inSecond) = (Pairs(first.CountBy(l => l).Select(p => p.Value)), Pairs(second.CountBy(l => l).Select(p => p.Value)));
        var chance = inFirst * inSecond / Math.Max(1, Pairs([first.Count]));
        var most = (inFirst + inSecond) / 2;
        return most - chance == 0 ? 1 : (together - chance) / (most - chance);
    }

    private static double Pairs(IEnumerable<int> counts) => counts.Sum(n => n * (n - 1.0) / 2);
}
