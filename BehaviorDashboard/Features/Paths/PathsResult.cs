using BehaviorDashboard.Events.Paths;

namespace BehaviorDashboard.Features.Paths;

/// <param name="Total">All paths, and how many of them reached the target.</param>
/// <param name="Customers">Different customers with a path.</param>
/// <param name="Before">The same labels in the time that stands beside; null where none does.</param>
/// <param name="Names">What products are called, by id, where steps are products.</param>
/// <param name="People">Numbers of the customers who were asked for, in order.</param>
public sealed record PathsResult(
    PathGraph Graph,
    PathCount Total,
    long Customers,
    PathsBefore? Before,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<int>? People)
{
    public double ShareOf(PathCount count) => Total.Paths == 0 ? 0 : (double)count.Paths / Total.Paths;
}

/// <param name="Total">Its paths; shares are parts of them.</param>
public sealed record PathsBefore(PathGraph Graph, PathCount Total)
{
    /// <summary>Share of all its paths that took an edge; null where it has no paths.</summary>
    public double? ShareOf(PathEdge edge) => ShareOf(Graph.Edges.GetValueOrDefault(edge));

    public double? ShareOf(int step, PathNode node) => ShareOf(Graph.Nodes.FirstOrDefault(n => n.Step == step && n.Node == node)?.Count ?? default);

    private double? ShareOf(PathCount count) => Total.Paths == 0 ? null : (double)count.Paths / Total.Paths;
}
