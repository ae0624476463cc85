using System.Globalization;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>
/// One tree of a LightGBM model text. Children at or above zero are inner nodes, below zero <c>~leaf</c>. A value goes left when it is at
/// most the threshold; a missing one goes where <see cref="MissingLeft"/> says.
/// </summary>
internal sealed record Tree(int[] Feature, double[] Threshold, bool[] MissingLeft, int[] Left, int[] Right, double[] LeafValue, double[] LeafCount, double[] NodeCount)
{
    private const int Categorical = 1;
    private const int DefaultLeft = 2;
    private const int MissingKind = 3 << 2;
    private const int MissingZero = 1 << 2;
    private const int MissingNaN = 2 << 2;

    public int Nodes => Feature.Length;

    /// <summary>Rows under a child, as counted when the tree was grown.</summary>
    public double CountOf(int child) => child >= 0 ? NodeCount[child] : LeafCount[~child];

    /// <summary>Mean leaf value over the rows that the tree was grown on.</summary>
    public double Mean
    {
        get
        {
            if (Nodes == 0)
            {
                return LeafValue[0];
            }

            double sum = 0;
            for (var leaf = 0; leaf < LeafValue.Length; leaf++)
            {
                sum += LeafCount[leaf] / NodeCount[0] * LeafValue[leaf];
            }

            return sum;
        }
    }

    public bool GoesLeft(int node, double value) => value <= Threshold[node] || (double.IsNaN(value) && MissingLeft[node]);

    public double Predict(ReadOnlySpan<double> row)
    {
        var at = Nodes == 0 ? ~0 : 0;
        while (at >= 0)
        {
            at = GoesLeft(at, row[Feature[at]]) ? Left[at] : Right[at];
        }

        return LeafValue[~at];
    }

    /// <summary>All trees of a model text.</summary>
    /// <exception cref="FormatException">The text is no model, or holds what is never fitted here (categorical splits, zero as missing, more than 64 leaves).</exception>
    public static IReadOnlyList<Tree> ParseAll(string model)
    {
        var trees = new List<Tree>();
        Dictionary<string, string>? fields = null;
        foreach (var line in model.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Tree=") || line.StartsWith("end of trees"))
            {
                if (fields is not null)
                {
                    trees.Add(Parse(fields));
                }

                fields = [];
            }
            else if (fields is not null && line.IndexOf('=') is > 0 and var at)
            {
                fields[line[..at].ToString()] = line[(at + 1)..].ToString();
            }
        }

        return fields is null ? throw new FormatException("The text holds no trees.") : trees;
    }

    private static Tree Parse(Dictionary<string, string> fields)
    {
        var leaves = Numbers(fields, "leaf_value");
        if (leaves.Length is 0 or > 64)
        {
            throw new FormatException($"A tree has {leaves.Length} leaves; 1 to 64 are understood.");
        }

        if (leaves.Length == 1)
        {
            return new Tree([], [], [], [], [], leaves, [1], []);
        }

        var thresholds = Numbers(fields, "threshold");
        var missingLeft = Integers(fields, "decision_type").Select((decision, node) => MissingGoesLeft(decision, thresholds[node])).ToArray();
        return new Tree(
            Integers(fields, "split_feature"),
            thresholds,
            missingLeft,
            Integers(fields, "left_child"),
            Integers(fields, "right_child"),
            leaves,
            Numbers(fields, "leaf_count"),
            Numbers(fields, "internal_count"));
    }

    // A column that had nothing missing when it was fitted reads a missing value as zero.
    private static bool MissingGoesLeft(int decision, double threshold)
    {
        if ((decision & Categorical) != 0 || (decision & MissingKind) == MissingZero)
        {
            throw new FormatException($"Decision type {decision} is not understood.");
        }

        return (decision & MissingKind) == MissingNaN ? (decision & DefaultLeft) != 0 : threshold >= 0;
    }

    private static double[] Numbers(Dictionary<string, string> fields, string name) => [.. Parts(fields, name).Select(Number)];

    // A split that only tells missing from present has an endless threshold, in C++'s spelling.
    private static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static int[] Integers(Dictionary<string, string> fields, string name) => [.. Parts(fields, name).Select(p => int.Parse(p, NumberStyles.Integer, CultureInfo.InvariantCulture))];

    private static string[] Parts(Dictionary<string, string> fields, string name) => fields.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
