using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Learning.Clustering;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What a group is like, beside everybody.</summary>
internal static class GroupProfile
{
    public static BehaviourGroup Of(int group, GroupModel model, FeatureTable table, Points points, int[] labels)
    {
        var rows = Enumerable.Range(0, table.Rows).Where(r => labels[r] == group).ToList();
        var revenue = CustomerFeatures.IndexOf("revenue_all");
        var distances = Distances(model.Space, points, labels, group);
        return new BehaviourGroup(
            model.Numbers[group],
            model.Names[group],
            rows.Count,
            (double)rows.Count / table.Rows,
            rows.Sum(r => table.Value(r, revenue)),
            [.. model.Space.Features.Select((f, a) => new ProfileRow(f, Mean(table, f, rows), Mean(table, f, Enumerable.Range(0, table.Rows)), distances[a]))]);
    }

    /// <summary>Standard deviations between the group's mean and everybody's, on the scale on which groups are found but without the axes' weights.</summary>
    public static IReadOnlyList<double> Distances(GroupSpace space, Points points, int[] labels, int group)
    {
        var (sums, all, size) = (new double[points.Width], new double[points.Width], 0);
        for (var row = 0; row < points.Count; row++)
        {
            var inGroup = labels[row] == group;
            size += inGroup ? 1 : 0;
            for (var a = 0; a < points.Width; a++)
            {
                all[a] += points[row][a];
                sums[a] += inGroup ? points[row][a] : 0;
            }
        }

        return [.. space.Axes.Select((axis, a) => ((sums[a] / size) - (all[a] / points.Count)) / axis.Weight)];
    }

    private static double? Mean(FeatureTable table, string feature, IEnumerable<int> rows)
    {
        var column = CustomerFeatures.IndexOf(feature);
        var known = rows.Select(r => table.Value(r, column)).Where(v => !double.IsNaN(v)).ToList();
        return known.Count == 0 ? null : known.Average();
    }
}
