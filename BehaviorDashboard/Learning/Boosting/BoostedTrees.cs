using System.Text.Json;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>A sum of trees. Predicts and explains without any native part.</summary>
public sealed class BoostedTrees : BinaryModel
{
    private readonly IReadOnlyList<Tree> _trees;
    private readonly Lazy<TreeShap> _shap;

    /// <param name="features">Names of the columns that the trees split on.</param>
    /// <param name="text">LightGBM's model text, at least up to "end of trees".</param>
    /// <exception cref="FormatException">The text is not understood.</exception>
    public BoostedTrees(IReadOnlyList<string> features, string text)
        : base(features)
    {
        Text = text;
        _trees = Tree.ParseAll(text);
        _shap = new(() => new TreeShap(_trees, features.Count));
        Base = _trees.Sum(t => t.Mean);
    }

    /// <inheritdoc/>
    public override string Learner => GradientBoosting.Learner;

    /// <inheritdoc/>
    public override double Base { get; }

    /// <summary>LightGBM's model text.</summary>
    public string Text { get; }

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Count;

    /// <inheritdoc/>
    public override byte[] Save() => JsonSerializer.SerializeToUtf8Bytes(new Saved(Learner, Features, Text), Json);

    internal static new BoostedTrees Load(ReadOnlySpan<byte> saved)
    {
        var model = JsonSerializer.Deserialize<Saved>(saved, Json)!;
        return new BoostedTrees(model.Features, model.Text);
    }

    private protected override double[] Score(FeatureMatrix rows, CancellationToken ct)
    {
        var scores = new double[rows.Rows];
        for (var r = 0; r < scores.Length; r++)
        {
            if ((r & 255) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            var row = rows.Row(r);
            foreach (var tree in _trees)
            {
                scores[r] += tree.Predict(row);
            }
        }

        return scores;
    }

    private protected override double[] Attribute(FeatureMatrix rows, CancellationToken ct) => _shap.Value.Explain(rows, ct);

    private sealed record Saved(string Learner, IReadOnlyList<string> Features, string Text);
}
