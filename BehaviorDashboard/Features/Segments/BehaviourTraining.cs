using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Learning.Clustering;

namespace BehaviorDashboard.Features.Segments;

/// <param name="Groups">Group of each row of the table now: place in <see cref="BehaviourResult.Groups"/>. Empty where there are no groups.</param>
/// <param name="Model">Null where there are no groups.</param>
public sealed record BehaviourTrained(int[] Groups, BehaviourResult Result, GroupModel? Model);

/// <summary>Groups of customers who behave alike: how many, who, what sets them apart, and how they grew.</summary>
public static class BehaviourTraining
{
    private const int Seed = 1;

    // The number of groups is chosen on a sample with more; over everybody a few beginnings settle on the same division.
    private const int Restarts = 4;

    /// <summary>A group in which fewer have a second order is called one-time buyers.</summary>
    private const double SecondOrders = 0.15;

    /// <param name="former">The model that is replaced; its groups keep their numbers, and their names while they are true.</param>
    public static BehaviourTrained Train(SegmentInput input, string version, GroupModel? former, CancellationToken ct, IProgress<double>? progress = null)
    {
        var space = input.Now.Rows < SegmentsRules.MinimumCustomers ? new GroupSpace([]) : GroupSpace.Fit(input.Now);
        if (space.Axes.Count == 0)
        {
            return new BehaviourTrained([], new BehaviourResult(input.AsOf, version, input.Now.Rows, [], [], []), null);
        }

        var points = new Points(space.Project(input.Now), space.Axes.Count);
        var choice = ClusterCount.Choose(points, new ClusterCountOptions(SegmentsRules.FewestGroups, SegmentsRules.MostGroups), Seed, ct, progress);
        var centres = ByValue(KMeans.Fit(points, new KMeansOptions(choice.Chosen, Restarts), Seed, ct), points, input.Now);
        var labels = centres.Assign(points);
        var model = Named(space, centres, points, labels, input.Now, former);
        var shown = Enumerable.Range(0, model.Centres.Count).OrderBy(g => model.Numbers[g]).ToArray();
        var (groups, ordered) = (Array.ConvertAll(labels, l => Array.IndexOf(shown, l)), Reordered(model, shown));
        var result = new BehaviourResult(
            input.AsOf,
            version,
            input.Now.Rows,
            [.. choice.Considered.Select(s => new GroupCountScore(s.Clusters, s.Silhouette, s.Stability))],
            [.. shown.Select((_, g) => GroupProfile.Of(g, ordered, input.Now, points, groups))],
            [.. input.Tables.Where(t => t.Rows > 0).Select(t => SharesOf(input, t, ordered))]);
        return new BehaviourTrained(groups, result, ordered);
    }

    private static KMeansModel ByValue(KMeansModel model, Points points, FeatureTable table)
    {
        var labels = model.Assign(points);
        var revenue = CustomerFeatures.IndexOf("revenue_all");
        var value = Enumerable.Range(0, table.Rows).GroupBy(r => labels[r]).ToDictionary(g => g.Key, g => g.Sum(r => table.Value(r, revenue)));
        return model with { Centres = [.. model.Centres.Select((c, i) => (c, i)).Where(p => value.ContainsKey(p.i)).OrderByDescending(p => value[p.i]).Select(p => p.c)] };
    }

    private static GroupModel Named(GroupSpace space, KMeansModel centres, Points points, int[] labels, FeatureTable table, GroupModel? former)
    {
        var distances = Enumerable.Range(0, centres.Centres.Count).Select(g => Weighed(space, GroupProfile.Distances(space, points, labels, g))).ToList();
        var orders = CustomerFeatures.IndexOf("orders_all");
        var oneTime = Enumerable.Range(0, distances.Count)
            .Select(g => Enumerable.Range(0, table.Rows).Where(r => labels[r] == g).Average(r => table.Value(r, orders) >= 2 ? 1.0 : 0) < SecondOrders).ToList();
        var names = GroupNames.Choose(space.Features, distances, oneTime);
        var continued = former?.Continued(space, centres.Centres) ?? new int?[names.Count];
        return new GroupModel(space, centres.Centres, GroupNumbers.Of(continued, former), GroupNames.Kept(names, continued, former?.Names, space.Features, distances, oneTime));
    }

    // What groups are made from first should also name them first.
    private static IReadOnlyList<double> Weighed(GroupSpace space, IReadOnlyList<double> distances) => [.. distances.Select((d, a) => d * space.Axes[a].Weight)];

    private static GroupModel Reordered(GroupModel model, int[] places) => model with
    {
        Centres = [.. places.Select(p => model.Centres[p])],
        Numbers = [.. places.Select(p => model.Numbers[p])],
        Names = [.. places.Select(p => model.Names[p])],
    };

    private static GroupShares SharesOf(SegmentInput input, FeatureTable table, GroupModel model)
    {
        var labels = new KMeansModel(model.Centres, 0).Assign(new Points(model.Space.Project(table), model.Space.Axes.Count));
        var sizes = labels.CountBy(l => l).ToDictionary();
        return new GroupShares(input.DayOf(table), table.Rows, [.. Enumerable.Range(0, model.Centres.Count).Select(g => (double)sizes.GetValueOrDefault(g) / table.Rows)]);
    }
}
