namespace BehaviorDashboard.Features.Segments;

/// <summary>What sets a group apart, as feature and direction: the resources name it in each language.</summary>
/// <param name="High">Above the other customers, or below.</param>
/// <param name="Distance">Standard deviations from the mean of everybody.</param>
public sealed record GroupMark(string Feature, bool High, double Distance)
{
    /// <summary>For example <c>discount_share.high</c>.</summary>
    public string Code => Feature + (High ? ".high" : ".low");
}

/// <summary>Gives groups names made from their marks, so that no two groups share one.</summary>
public static class GroupNames
{
    /// <summary>Weaker marks say nothing.</summary>
    private const double Weakest = 0.25;

    /// <param name="distances">One row per group: standardised difference from everybody, per feature.</param>
    /// <returns>The marks of each group, strongest first, as many as its name needs; never the same for two groups.</returns>
    public static IReadOnlyList<IReadOnlyList<GroupMark>> Choose(IReadOnlyList<string> features, IReadOnlyList<IReadOnlyList<double>> distances)
    {
        var marks = distances.Select(row => Ranked(features, row)).ToList();
        var lengths = marks.Select(m => Math.Min(m.Count, m.Count(x => Math.Abs(x.Distance) >= Weakest) >= 2 ? 2 : 1)).ToArray();
        while (Clash(marks, lengths) is { } pair)
        {
            var grow = lengths[pair.Item1] < marks[pair.Item1].Count ? pair.Item1 : pair.Item2;
            if (lengths[grow] >= marks[grow].Count)
            {
                break;
            }

            lengths[grow]++;
        }

        return [.. marks.Select((m, i) => m.Take(lengths[i]).ToList())];
    }

    private static List<GroupMark> Ranked(IReadOnlyList<string> features, IReadOnlyList<double> row) =>
        [.. features.Select((f, i) => new GroupMark(f, row[i] >= 0, row[i])).OrderByDescending(m => Math.Abs(m.Distance)).ThenBy(m => m.Feature, StringComparer.Ordinal)];

    private static (int, int)? Clash(List<List<GroupMark>> marks, int[] lengths)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < marks.Count; i++)
        {
            var name = string.Join('+', marks[i].Take(lengths[i]).Select(m => m.Code));
            if (!seen.TryAdd(name, i))
            {
                return (seen[name], i);
            }
        }

        return null;
    }
}
