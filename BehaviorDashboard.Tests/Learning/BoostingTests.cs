using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Boosting;
using BehaviorDashboard.Learning.Quality;

namespace BehaviorDashboard.Tests.Learning;

public sealed class BoostingTests
{
    // Deep and leafy enough that some leaves have more distinct features than a table takes.
    private static readonly GradientBoostingOptions Deep = new() { Rounds = 25, Leaves = 48, Depth = 14, MinimumRows = 3, Penalty = 0 };

    [Theory]
    [InlineData(4, 5)]
    [InlineData(14, 14)]
    public void Contributions_EqualThoseOfTheNativeLibrary(int columns, int depth)
    {
        var rows = Wide(1500, columns, 1);
        var model = Fit(Deep with { Depth = depth }, rows);
        var api = LearningWorld.Native.Api!;
        var booster = api.LoadBooster(model.Text);

        var expected = api.Predict(booster, rows.Features, 3);
        var scores = api.Predict(booster, rows.Features, 1);
        api.FreeBooster(booster);

        var explained = model.Explain(rows.Features);
        Assert.All(model.RawScores(rows.Features).Zip(scores), p => Assert.Equal(p.Second, p.First, 1e-12));
        for (var r = 0; r < rows.Rows; r++)
        {
            Assert.Equal(expected[(r * (columns + 1)) + columns], explained.Base, 1e-6);
            for (var c = 0; c < columns; c++)
            {
                Assert.Equal(expected[(r * (columns + 1)) + c], explained.Row(r)[c], 1e-6);
            }
        }
    }

    [Fact]
    public void Contributions_OfTinyTrees_AreShapleysOwnDefinition()
    {
        var rows = Wide(400, 5, 2);
        var model = Fit(Deep with { Rounds = 3, Leaves = 12, Depth = 6 }, rows);
        var trees = Tree.ParseAll(model.Text);

        var explained = model.Explain(rows.Features);

        for (var r = 0; r < 60; r++)
        {
            var row = rows.Features.Row(r).ToArray();
            for (var c = 0; c < 5; c++)
            {
                Assert.Equal(trees.Sum(t => Shapley(t, row, c)), explained.Row(r)[c], 1e-12);
            }
        }
    }

    [Fact]
    public void Fit_WhereOnlyBeingMissingCounts_SplitsOnIt()
    {
        var planted = LearningWorld.Planted(900, 1).Features;
        var rows = new LabelledRows(planted, [.. Enumerable.Range(0, 900).Select(r => double.IsNaN(planted.Row(r)[3]) == (r % 10 != 0))]);

        var model = Fit(new GradientBoostingOptions { Rounds = 20 }, rows);

        Assert.Contains("inf", model.Text, StringComparison.Ordinal);
        Assert.True(AreaUnderCurve.Of(model.RawScores(rows.Features), rows.Labels).Value > 0.85);
        var api = LearningWorld.Native.Api!;
        var booster = api.LoadBooster(model.Text);
        Assert.Equal(api.Predict(booster, rows.Features, 1).Select(s => Math.Round(s, 12)), model.RawScores(rows.Features).Select(s => Math.Round(s, 12)));
        api.FreeBooster(booster);
    }

    [Fact]
    public void LeafTable_OfManyFeatures_AddsUpToTheLeaf()
    {
        const int K = 12;
        var random = new Random(1);
        var zero = Enumerable.Range(0, K).Select(_ => random.NextDouble()).ToArray();
        var leaf = new LeafTable([.. Enumerable.Range(0, K)], new ulong[K], new ulong[K], zero, 3);
        var values = new double[K];

        leaf.Attribute((1UL << K) - 1, values);

        Assert.Null(leaf.Table);
        Assert.Equal(3 - (3 * zero.Aggregate((a, b) => a * b)), values.Sum(), 1e-12);
    }

    [Fact]
    public void Fit_WithTuningRows_StopsEarly_AndIsNoWorseOnThem()
    {
        var (training, tuning) = (LearningWorld.Planted(600, 1), LearningWorld.Planted(600, 2));
        var options = new GradientBoostingOptions { Rounds = 400, MinimumRows = 5, Penalty = 0 };

        var stopped = Fit(options, training, tuning);
        var full = Fit(options, training);

        Assert.InRange(stopped.Trees, 1, 399);
        Assert.Equal(400, full.Trees);
        Assert.True(Loss(stopped, tuning) < Loss(full, tuning));
    }

    [Fact]
    public void Fit_WithAKnownSense_NeverGoesAgainstIt()
    {
        var rows = LearningWorld.Planted(600, 1);
        var model = Fit(new GradientBoostingOptions { Rounds = 60, MinimumRows = 5, Monotone = new Dictionary<string, int> { ["a"] = 1 } }, rows);
        var free = Fit(new GradientBoostingOptions { Rounds = 60, MinimumRows = 5 }, rows);

        Assert.True(Steepest(model) >= 0);
        Assert.True(Steepest(free) < 0, "The world is too tame to tell.");

        double Steepest(BoostedTrees m)
        {
            var grid = new FeatureMatrix(LearningWorld.Features, Enumerable.Range(0, 400).SelectMany(i => new[] { i / 100.0, 2, 1, 0.5 }).ToArray());
            var scores = m.RawScores(grid);
            return scores.Skip(1).Zip(scores, (b, a) => b - a).Min();
        }
    }

    [Fact]
    public void Native_Missing_IsSaidWithWhatToInstall_AndRefusesToFit()
    {
        var native = new NativeLearning("lib_that_is_not_there");

        var fitted = new GradientBoosting(new GradientBoostingOptions(), native).Fit(LearningWorld.Planted(300, 1), null, 1, null, CancellationToken.None);

        Assert.False(native.Probe().Available);
        Assert.Contains("nstall", native.Probe().Sentence!, StringComparison.Ordinal);
        Assert.Equal("learning.native_missing", Assert.Single(fitted.Problems).Code);
    }

    [Fact]
    public void Native_WhereItIs_SaysNothing() => Assert.Equal(new NativeProbe(null, null), LearningWorld.Native.Probe());

    [Theory]
    [InlineData("")]
    [InlineData("Tree=0\nnum_leaves=2\nend of trees")]
    [InlineData("Tree=0\nsplit_feature=0\nthreshold=1\ndecision_type=1\nleft_child=-1\nright_child=-2\nleaf_value=1 2\nleaf_count=1 1\ninternal_count=2\nend of trees")]
    public void Parse_OfWhatIsNoModel_SaysSo(string text) => Assert.Throws<FormatException>(() => Tree.ParseAll(text));

    private static BoostedTrees Fit(GradientBoostingOptions options, LabelledRows rows, LabelledRows? tuning = null) =>
        (BoostedTrees)new GradientBoosting(options, LearningWorld.Native).Fit(rows, tuning, 1, null, CancellationToken.None).Value!;

    private static double Loss(BoostedTrees model, LabelledRows rows) => BinaryQuality.Of(model.Probabilities(rows.Features), rows.Labels).LogLoss;

    private static LabelledRows Wide(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, rows * columns).Select(i => random.Next(6) == 0 && i % columns % 2 == 0 ? double.NaN : Math.Round(random.NextDouble() * 3, 2)).ToArray();
        var labels = new bool[rows];
        for (var r = 0; r < rows; r++)
        {
            var score = Enumerable.Range(0, columns).Sum(c => double.IsNaN(values[(r * columns) + c]) ? 0.5 : Math.Sin((c + 2) * values[(r * columns) + c]));
            labels[r] = random.NextDouble() < LogOdds.ToProbability(score);
        }

        return new LabelledRows(new FeatureMatrix([.. Enumerable.Range(0, columns).Select(c => $"f{c}")], values), labels);
    }

    // The sum over all coalitions, with the tree's own expectation where a feature is unknown.
    private static double Shapley(Tree tree, double[] row, int feature)
    {
        var others = Enumerable.Range(0, row.Length).Where(c => c != feature).ToArray();
        double sum = 0;
        for (var set = 0; set < 1 << others.Length; set++)
        {
            var known = others.Where((_, i) => (set >> i & 1) == 1).ToHashSet();
            var weight = Factorial(known.Count) * Factorial(row.Length - known.Count - 1) / Factorial(row.Length);
            sum += weight * (Expected(tree, 0, row, [.. known, feature]) - Expected(tree, 0, row, known));
        }

        return sum;
    }

    private static double Expected(Tree tree, int at, double[] row, HashSet<int> known)
    {
        if (at < 0)
        {
            return tree.LeafValue[~at];
        }

        var (left, right) = (tree.Left[at], tree.Right[at]);
        if (known.Contains(tree.Feature[at]))
        {
            return Expected(tree, tree.GoesLeft(at, row[tree.Feature[at]]) ? left : right, row, known);
        }

        return ((tree.CountOf(left) * Expected(tree, left, row, known)) + (tree.CountOf(right) * Expected(tree, right, row, known))) / tree.NodeCount[at];
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
