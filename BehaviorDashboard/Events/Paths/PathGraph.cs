namespace BehaviorDashboard.Events.Paths;

/// <summary>All paths that stand at one place of a step.</summary>
/// <param name="Step">0 is the start.</param>
/// <param name="Labels">Of <see cref="PathNodeKind.Other"/>: how many labels it holds; null where they are too many to be counted.</param>
public sealed record PathGraphNode(int Step, PathNode Node, PathCount Count, int? Labels = null);

/// <summary>Paths step by step: at each step the frequent labels by themselves, all others together, and who went no further.</summary>
public sealed class PathGraph
{
    private PathGraph(IReadOnlyList<PathGraphNode> nodes, IReadOnlyDictionary<PathEdge, PathCount> edges) => (Nodes, Edges) = (nodes, edges);

    /// <summary>By step, the most frequent first, then what is no label.</summary>
    public IReadOnlyList<PathGraphNode> Nodes { get; }

    /// <summary>The edges into a node add up to it.</summary>
    public IReadOnlyDictionary<PathEdge, PathCount> Edges { get; }

    /// <summary>Edges step by step, the widest first, and those of one width in the order of their nodes.</summary>
    public IEnumerable<(PathEdge Edge, PathCount Count)> Ordered()
    {
        var places = Nodes.Select((n, i) => (Key: (n.Step, n.Node), Place: i)).ToDictionary(n => n.Key, n => n.Place);
        return Edges.OrderBy(e => e.Key.Step).ThenByDescending(e => e.Value.Paths).ThenBy(e => places[(e.Key.Step - 1, e.Key.From)]).ThenBy(e => places[(e.Key.Step, e.Key.To)]).Select(e => (e.Key, e.Value));
    }

    /// <summary>Draws the labels of a choice by themselves.</summary>
    public static PathGraph Of(PathsFold fold, PathShown shown)
    {
        var edges = new Dictionary<PathEdge, PathCount>();
        var nodes = new Dictionary<(int Step, PathNode Node), PathCount> { [(0, new PathNode(PathNodeKind.Start))] = fold.Total };
        var hidden = new Dictionary<int, HashSet<string>>();
        var isCounted = true;
        foreach (var (edge, count) in fold.Edges)
        {
            var folded = new PathEdge(edge.Step, Shown(shown, edge.Step - 1, edge.From), Shown(shown, edge.Step, edge.To));
            edges[folded] = edges.GetValueOrDefault(folded) + count;
            nodes[(edge.Step, folded.To)] = nodes.GetValueOrDefault((edge.Step, folded.To)) + count;
            isCounted &= edge.To.Kind != PathNodeKind.Other;
            if (folded.To.Kind == PathNodeKind.Other && edge.To.Label is { } label)
            {
                (hidden.TryGetValue(edge.Step, out var labels) ? labels : hidden[edge.Step] = []).Add(label);
            }
        }

        return new PathGraph(
            [
                .. nodes.OrderBy(n => n.Key.Step).ThenBy(n => n.Key.Node.Kind).ThenByDescending(n => n.Value.Paths).ThenBy(n => n.Key.Node.Label, StringComparer.Ordinal)
                    .Select(n => new PathGraphNode(n.Key.Step, n.Key.Node, n.Value, n.Key.Node.Kind == PathNodeKind.Other && isCounted ? hidden[n.Key.Step].Count : null)),
            ],
            edges);
    }

    /// <summary>The most frequent labels of each step.</summary>
    /// <param name="share">Only labels with at least this share of all paths.</param>
    /// <param name="most">At most so many at each step.</param>
    public static PathShown Choose(PathsFold fold, int depth, double share, int most)
    {
        var counts = new Dictionary<(int Step, string Label), long>();
        foreach (var (edge, count) in fold.Edges)
        {
            if (edge.To.Label is { } label)
            {
                counts[(edge.Step, label)] = counts.GetValueOrDefault((edge.Step, label)) + count.Paths;
            }
        }

        var frequent = counts.Where(c => c.Value >= share * fold.Total.Paths).ToLookup(c => c.Key.Step);
        return new PathShown([.. Enumerable.Range(1, depth).Select(step =>
            frequent[step].OrderByDescending(c => c.Value).ThenBy(c => c.Key.Label, StringComparer.Ordinal).Take(most).Select(c => c.Key.Label).ToHashSet(StringComparer.Ordinal))]);
    }

    private static PathNode Shown(PathShown shown, int step, PathNode node) =>
        node.Label is { } label && !shown.Labels[step - 1].Contains(label) ? new PathNode(PathNodeKind.Other) : node;
}
