using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Paths;

/// <summary>An edge with the names of its ends, as time runs.</summary>
internal sealed record DrawnEdge(PathEdge Edge, PathCount Count, string From, string To);

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class PathsPage
{
    private Picture? _picture;

    private IReadOnlyList<PathGraphNode> Shown => Drawing.Shown;

    private IReadOnlyList<DrawnEdge> Drawn => Drawing.Drawn;

    // Made once for an answer: the chart draws again only where its parts are others.
    private Picture Drawing => _picture is { } picture && ReferenceEquals(picture.Of, Result) ? picture : _picture = Draw(Result!);

    private string? Empty => !Answer.IsReady ? null
        : Result is null ? T["Chart.refused"].Value
        : Result.Total.Paths > 0 ? null
        : At is { Days: null, Start: { } start } && start.Event is not (PathsRequest.SessionStart or PathsRequest.SessionEnd) ? T["Empty.session", Paths.Start(At)].Value
        : T["Empty.range"].Value;

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { Total.Paths: > 0 } result)
            {
                return null;
            }

            var said = T[At.IsBackward ? "Sentence.backward" : "Sentence.forward", NumberFormat.Exact(result.Total.Paths), Paths.Start(At), NumberFormat.Exact(result.Customers)].Value;
            if (result.Graph.Nodes.Where(n => n is { Step: 1, Node.Kind: PathNodeKind.Step }).MaxBy(n => n.Count.Paths) is { } first)
            {
                said = T["Sentence.join", said, T[At.IsBackward ? "Sentence.before" : "Sentence.next", Name(first), NumberFormat.Percent(result.ShareOf(first.Count), 0)].Value];
            }

            return At.Target is null ? said : T["Sentence.join", said, T["Sentence.target", NumberFormat.Percent(Conversion(result.Total)), TargetName].Value];
        }
    }

    /// <summary>How much is put together, so that nothing is left out unsaid.</summary>
    private string? Folded => Shown.Any(n => n.Node.Kind == PathNodeKind.Other)
        ? T["Chart.other", NumberFormat.Exact(At.Most ?? PathsRules.DefaultMost), NumberFormat.Percent((At.Share / 100) ?? PathsRules.DefaultShare)].Value
        : null;

    private string TargetName => Words.Step(At.Target!);

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var from = people.Node is { } node ? NodeWords(node) : Paths.Start(At);
            var said = people.Next is { } next ? Edge(people.Step + 1, from, NodeWords(next)) : people.Step == 0 ? T["People.start", from] : T["People.node", NumberFormat.Exact(people.Step), from];
            return people.Reached is null || At.Target is null ? said : T[people.Reached.Value ? "People.reached" : "People.lost", said.Value, TargetName];
        }
    }

    private LocalizedString Edge(int step, string near, string far) =>
        At.IsBackward ? T["People.edge", NumberFormat.Exact(step), far, near] : T["People.edge", NumberFormat.Exact(step), near, far];

    private string Name(PathGraphNode node) => Paths.Node(At, Result!, node.Node, node.Labels);

    private string NodeWords(AskedPathNode node) => Enum.TryParse<PathNodeKind>(node.Kind ?? nameof(PathNodeKind.Step), ignoreCase: true, out var kind)
        ? Paths.Node(At, Result!, new PathNode(kind, node.Label ?? ""))
        : node.Kind!;

    private static double? Conversion(PathCount count) => Percent.Of(count.Reached, count.Paths)?.Share;

    private Picture Draw(PathsResult result)
    {
        var shown = result.Graph.Nodes;
        var places = shown.Select((n, i) => (Key: (n.Step, n.Node), Place: i)).ToDictionary(n => n.Key, n => n.Place);
        int Near(PathEdge edge) => places[(edge.Step - 1, edge.From)];
        int Far(PathEdge edge) => places[(edge.Step, edge.To)];
        DrawnEdge Named(PathEdge edge, PathCount count) => At.IsBackward
            ? new DrawnEdge(edge, count, Name(shown[Far(edge)]), Name(shown[Near(edge)]))
            : new DrawnEdge(edge, count, Name(shown[Near(edge)]), Name(shown[Far(edge)]));
        List<DrawnEdge> drawn = [.. result.Graph.Ordered().Select(e => Named(e.Edge, e.Count))];
        return new Picture(
            result,
            shown,
            drawn,
            [.. shown.Select(n => new SankeyNode(Name(n), n.Step, n.Count.Paths, n.Node.Label, Note(n.Count)))],
            [.. drawn.Select(e => Link(Near(e.Edge), Far(e.Edge), e.Count))]);
    }

    // Drawn as time runs: what came before stands to the left.
    private SankeyLink Link(int near, int far, PathCount count) => At.IsBackward ? new SankeyLink(far, near, count.Paths, Note(count)) : new SankeyLink(near, far, count.Paths, Note(count));

    private string Note(PathCount count)
    {
        var share = T["Note.share", NumberFormat.Percent(Result!.ShareOf(count))].Value;
        return At.Target is null ? share : T["Note.target", share, NumberFormat.Percent(Conversion(count)), TargetName];
    }

    private string ProblemWords(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);

    private sealed record Picture(PathsResult Of, IReadOnlyList<PathGraphNode> Shown, IReadOnlyList<DrawnEdge> Drawn, IReadOnlyList<SankeyNode> Nodes, IReadOnlyList<SankeyLink> Links);
}
