using System.Runtime.InteropServices;

namespace BehaviorDashboard.Events.Paths;

/// <summary>
/// Counts edges between labels in bounded memory. Labels that were chosen beforehand stand by themselves and all others together, so the counts are exact. Without a
/// choice every label stands by itself; where they are too many for that, the edges are given up and only those that may be frequent are remembered, from
/// which a choice is made for a second pass.
/// </summary>
internal sealed class PathTally
{
    private const int Other = 1;
    private const int First = 4;

    private readonly int _mostLabels;
    private readonly int _mostEdges;
    private readonly Dictionary<string, int>[]? _shown;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _labels = [];
    private readonly Dictionary<(int Step, int From, int To), PathCount> _edges = [];
    private readonly FrequentLabels[] _frequent;
    private readonly int[] _nodes;
    private int _length;

    public PathTally(PathsDefinition definition, int mostLabels, int mostEdges, int mostFrequent)
    {
        (_mostLabels, _mostEdges) = (mostLabels, mostEdges);
        _frequent = [.. Enumerable.Range(0, definition.Depth).Select(_ => new FrequentLabels(mostFrequent))];
        _nodes = new int[definition.Depth + 2];
        _shown = definition.Shown?.Labels.Select(step => step.ToDictionary(label => label, NumberOf, StringComparer.Ordinal)).ToArray();
    }

    /// <summary>There are too many labels to count edges without a choice of them.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Every edge with its count.</summary>
    public IEnumerable<(PathEdge Edge, PathCount Count)> Edges => _edges.Select(e => (new PathEdge(e.Key.Step, NodeOf(e.Key.From), NodeOf(e.Key.To)), e.Value));

    /// <summary>Labels of a step (the first is 0) that at least so many paths may have there.</summary>
    public IReadOnlySet<string> MayExceed(int step, double times) => _frequent[step].MayExceed(times).ToHashSet(StringComparer.Ordinal);

    public void Add(FoundPath path)
    {
        if (IsGivenUp)
        {
            for (var i = 0; i < path.Count; i++)
            {
                _frequent[i].Add(path[i], 1);
            }

            return;
        }

        Fill(path);
        for (var i = 1; i < _length; i++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_edges, (i, _nodes[i - 1], _nodes[i]), out _) += new PathCount(1, path.Reached ? 1 : 0);
        }

        GiveUpBeyondLimits();
    }

    /// <summary>Whether the path leads through what was asked for.</summary>
    public bool Leads(FoundPath path, PathPeople people)
    {
        Fill(path);
        return (people.Reached ?? path.Reached) == path.Reached
            && (people.Node is not { } node || (people.Step < _length && NodeOf(_nodes[people.Step]) == node))
            && (people.Next is not { } next || (people.Step + 1 < _length && NodeOf(_nodes[people.Step + 1]) == next));
    }

    public void Add(PathTally other)
    {
        if (other.IsGivenUp && !IsGivenUp)
        {
            GiveUp();
        }

        if (IsGivenUp && !other.IsGivenUp)
        {
            other.GiveUp();
        }

        for (var step = 0; step < _frequent.Length; step++)
        {
            _frequent[step].Add(other._frequent[step]);
        }

        foreach (var ((step, from, to), count) in other._edges)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_edges, (step, Mine(other, from), Mine(other, to)), out _) += count;
        }

        GiveUpBeyondLimits();
    }

    private int Mine(PathTally other, int node) => node < First ? node : NumberOf(other._labels[node - First]);

    private void Fill(FoundPath path)
    {
        (_nodes[0], _length) = ((int)PathNodeKind.Start, path.Count + 1);
        for (var i = 0; i < path.Count; i++)
        {
            _nodes[i + 1] = _shown is null ? NumberOf(path[i]) : _shown[i].GetValueOrDefault(path[i], Other);
        }

        if (path.End is { } end)
        {
            _nodes[_length++] = end == PathNodeKind.Ended ? 2 : 3;
        }
    }

    private int NumberOf(string label)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, label, out var known);
        if (!known)
        {
            number = First + _labels.Count;
            _labels.Add(label);
        }

        return number;
    }

    private PathNode NodeOf(int number) => number switch
    {
        0 => new PathNode(PathNodeKind.Start),
        Other => new PathNode(PathNodeKind.Other),
        2 => new PathNode(PathNodeKind.Ended),
        3 => new PathNode(PathNodeKind.Open),
        _ => new PathNode(PathNodeKind.Step, _labels[number - First]),
    };

    private void GiveUpBeyondLimits()
    {
        if (_shown is null && !IsGivenUp && (_labels.Count > _mostLabels || _edges.Count > _mostEdges))
        {
            GiveUp();
        }
    }

    private void GiveUp()
    {
        IsGivenUp = true;
        foreach (var ((step, _, to), count) in _edges)
        {
            if (to >= First)
            {
                _frequent[step - 1].Add(_labels[to - First], count.Paths);
            }
        }

        _edges.Clear();
        _edges.TrimExcess();
        _numbers.Clear();
        _labels.Clear();
    }
}
