using System.Numerics;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>
/// Exact path-dependent TreeSHAP (Lundberg et al. 2020) of a sum of trees over the trees' own counts. Rows go in blocks: per tree, one bit
/// per node says where each row goes; per leaf, a few of these bits choose an entry of the leaf's table. All sums are in double precision.
/// </summary>
internal sealed class TreeShap(IReadOnlyList<Tree> trees, int features)
{
    private const int Block = 128;

    private readonly (Tree Tree, LeafTable[] Leaves)[] _trees = [.. trees.Where(t => t.Nodes > 0).Select(t => (t, Leaves(t)))];

    /// <summary>Row-major, rows x features.</summary>
    public double[] Explain(FeatureMatrix rows, CancellationToken ct)
    {
        var result = new double[rows.Rows * features];
        var blocks = (rows.Rows + Block - 1) / Block;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = LearningThreads.Count, CancellationToken = ct },
            () => new Work(features),
            (block, _, work) =>
            {
                var start = block * Block;
                var count = Math.Min(Block, rows.Rows - start);
                work.Load(rows, start, count);
                foreach (var (tree, leaves) in _trees)
                {
                    work.Add(tree, leaves);
                }

                work.Store(result, start, count);
                return work;
            },
            _ => { });
        return result;
    }

    private static LeafTable[] Leaves(Tree tree)
    {
        var leaves = new LeafTable[tree.LeafValue.Length];
        Walk(0, []);
        return leaves;

        void Walk(int at, List<(int Node, bool Left)> path)
        {
            if (at < 0)
            {
                leaves[~at] = LeafOf(tree, ~at, path);
                return;
            }

            Walk(tree.Left[at], [.. path, (at, true)]);
            Walk(tree.Right[at], [.. path, (at, false)]);
        }
    }

    private static LeafTable LeafOf(Tree tree, int leaf, List<(int Node, bool Left)> path)
    {
        var features = path.Select(p => tree.Feature[p.Node]).Distinct().ToArray();
        var (need, want, zero) = (new ulong[features.Length], new ulong[features.Length], new double[features.Length]);
        Array.Fill(zero, 1);
        foreach (var (node, left) in path)
        {
            var j = Array.IndexOf(features, tree.Feature[node]);
            need[j] |= 1UL << node;
            want[j] |= left ? 1UL << node : 0;
            zero[j] *= tree.CountOf(left ? tree.Left[node] : tree.Right[node]) / tree.NodeCount[node];
        }

        return new LeafTable(features, need, want, zero, tree.LeafValue[leaf]);
    }

    /// <summary>The columns of one block, and what has been added to them.</summary>
    private sealed class Work(int features)
    {
        private readonly double[] _columns = new double[features * Block];
        private readonly double[] _sums = new double[features * Block];
        private readonly ulong[] _lefts = new ulong[Block];
        private readonly ulong[] _met = new ulong[Block];

        // Rows past the end keep whatever they held; nobody reads their sums.
        public void Load(FeatureMatrix rows, int start, int count)
        {
            Array.Clear(_sums);
            for (var r = 0; r < count; r++)
            {
                var row = rows.Row(start + r);
                for (var f = 0; f < row.Length; f++)
                {
                    _columns[(f * Block) + r] = row[f];
                }
            }
        }

        public void Add(Tree tree, LeafTable[] leaves)
        {
            Array.Clear(_lefts);
            for (var node = 0; node < tree.Nodes; node++)
            {
                MarkLeft(tree, node);
            }

            foreach (var leaf in leaves)
            {
                MarkMet(leaf);
                if (leaf.Table is { } table)
                {
                    AddTable(leaf, table);
                }
                else
                {
                    AddDirectly(leaf);
                }
            }
        }

        public void Store(double[] result, int start, int count)
        {
            for (var r = 0; r < count; r++)
            {
                for (var f = 0; f < features; f++)
                {
                    result[((start + r) * features) + f] = _sums[(f * Block) + r];
                }
            }
        }

        private void MarkLeft(Tree tree, int node)
        {
            var column = _columns.AsSpan(tree.Feature[node] * Block, Block);
            var threshold = new Vector<double>(tree.Threshold[node]);
            var missing = tree.MissingLeft[node] ? Vector<long>.AllBitsSet : Vector<long>.Zero;
            var bit = new Vector<ulong>(1UL << node);
            for (var r = 0; r < Block; r += Vector<double>.Count)
            {
                var value = new Vector<double>(column[r..]);
                var isNumber = Vector.Equals(value, value);
                var left = Vector.LessThanOrEqual(value, threshold) | Vector.AndNot(missing, isNumber);
                (new Vector<ulong>(_lefts, r) | ((Vector<ulong>)left & bit)).CopyTo(_lefts, r);
            }
        }

        private void MarkMet(LeafTable leaf)
        {
            for (var r = 0; r < Block; r += Vector<ulong>.Count)
            {
                var lefts = new Vector<ulong>(_lefts, r);
                var met = Vector<ulong>.Zero;
                for (var j = 0; j < leaf.Features.Length; j++)
                {
                    var wrong = (lefts ^ new Vector<ulong>(leaf.Want[j])) & new Vector<ulong>(leaf.Need[j]);
                    met |= Vector.Equals(wrong, Vector<ulong>.Zero) & new Vector<ulong>(1UL << j);
                }

                met.CopyTo(_met, r);
            }
        }

        private void AddTable(LeafTable leaf, double[] table)
        {
            var k = leaf.Features.Length;
            ReadOnlySpan<ulong> met = _met;
            for (var j = 0; j < k; j++)
            {
                ReadOnlySpan<double> entries = table.AsSpan(j << k, 1 << k);
                var sums = _sums.AsSpan(leaf.Features[j] * Block, Block);
                for (var r = 0; r < met.Length && r < sums.Length; r++)
                {
                    sums[r] += entries[(int)met[r]];
                }
            }
        }

        private void AddDirectly(LeafTable leaf)
        {
            Span<double> values = stackalloc double[leaf.Features.Length];
            for (var r = 0; r < Block; r++)
            {
                leaf.Attribute(_met[r], values);
                for (var j = 0; j < values.Length; j++)
                {
                    _sums[(leaf.Features[j] * Block) + r] += values[j];
                }
            }
        }
    }
}
