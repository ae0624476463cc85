using System.Globalization;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Learning.Boosting;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// Exact contributions of every feature for generated rows: ours beside the native library's on the same model and as many threads, in turn.
/// Native takes a tenth of the rows, for it is slow; rates are compared. Arguments: rows (100,000), rounds (3).
/// </summary>
internal static class ShapMeasurement
{
    private const int Columns = 40;
    private const int Seed = 1;

    public static Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0].Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : 100_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var native = new NativeLearning();
        if (native.Api is not { } api)
        {
            throw new InvalidOperationException(native.Probe().Sentence);
        }

        var rows = Generated(count);
        // The options of the churn model's trees would do; these are the ones that the field quotes.
        var options = new GradientBoostingOptions { Rounds = 200, Leaves = 31, Depth = 8, MinimumRows = 20 };
        var model = (BoostedTrees)new GradientBoosting(options, native).Fit(rows, null, Seed, null, default).Value!;
        var booster = api.LoadBooster(model.Text);
        var few = rows.Features.Slice(0, count / 10);
        List<double> ours = [], theirs = [];
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(count / Seconds(() => model.Explain(rows.Features)));
            theirs.Add(few.Rows / Seconds(() => api.Predict(booster, few, 3)));
        }

        api.FreeBooster(booster);
        var (here, there) = (Rounds.Median(ours), Rounds.Median(theirs));
        Console.WriteLine($"{model.Trees} trees of {options.Leaves} leaves, {Columns} features, {Environment.ProcessorCount} cores: {here:N0} rows/s, native {there:N0} rows/s, ratio {here / there:0.0}; largest difference {Difference(model, api, few):0.0e0}");
        return Task.CompletedTask;
    }

    private static double Seconds(Func<object> work) => Rounds.SecondsAsync(() => Task.FromResult(work())).GetAwaiter().GetResult();

    private static double Difference(BoostedTrees model, LightGbmApi api, FeatureMatrix rows)
    {
        var booster = api.LoadBooster(model.Text);
        var native = api.Predict(booster, rows, 3);
        api.FreeBooster(booster);
        var explained = model.Explain(rows);
        return Enumerable.Range(0, rows.Rows).Max(r => Enumerable.Range(0, Columns).Max(c => Math.Abs(explained.Row(r)[c] - native[(r * (Columns + 1)) + c])));
    }

    private static LabelledRows Generated(int count)
    {
        var random = new Random(Seed);
        var values = new double[count * Columns];
        var labels = new bool[count];
        for (var r = 0; r < count; r++)
        {
            var row = values.AsSpan(r * Columns, Columns);
            foreach (ref var value in row)
            {
                value = random.NextDouble();
            }

            var score = (3 * row[0]) - (2 * row[1]) + (row[2] * row[3] * 4) + Math.Sin(6 * row[4]) - 1.5;
            labels[r] = random.NextDouble() < 1 / (1 + Math.Exp(-score));
        }

        return new LabelledRows(new FeatureMatrix([.. Enumerable.Range(0, Columns).Select(c => $"f{c}")], values), labels);
    }
}
