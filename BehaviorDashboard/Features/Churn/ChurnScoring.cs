using System.Text.Json;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Churn;

/// <summary>Scores of the rows of a table, with reasons, and what moves them over all.</summary>
/// <param name="Reasons">The strongest <see cref="ChurnReason"/>s of each row, as JSON.</param>
public sealed record ChurnScored(double[] Probabilities, double[] ValuesAtRisk, int[] Deciles, string[] Reasons, IReadOnlyList<ChurnDriver> Drivers);

/// <summary>Applies a model to customers as they are now.</summary>
public static class ChurnScoring
{
    private const int ReasonsKept = 3;

    // Contributions of all customers at once would be as large as their features.
    private const int Block = 8192;

    public static ChurnScored Score(ChurnModel model, FeatureTable table, int horizon, IProgress<double>? progress, CancellationToken ct)
    {
        var raw = model.RawScores(table, ct);
        var probabilities = Array.ConvertAll(raw, model.Probability);
        var reasons = new string[table.Rows];
        var drivers = new DriverTally();
        for (var start = 0; start < table.Rows; start += Block)
        {
            var explained = model.Explain(table, start, Math.Min(Block, table.Rows - start), raw, ct);
            for (var r = 0; r < explained.Rows; r++)
            {
                drivers.Add(table.Row(start + r), explained.Row(r));
                reasons[start + r] = JsonSerializer.Serialize(Strongest(table.Row(start + r), explained.Row(r)), RunJson.Options);
            }

            progress?.Report((double)(start + explained.Rows) / table.Rows);
        }

        double[] values = [.. probabilities.Select((p, row) => p * ChurnRules.ExpectedValue(table, row, horizon))];
        return new ChurnScored(probabilities, values, ChurnRules.Deciles(raw), reasons, drivers.Drivers());
    }

    private static List<ChurnReason> Strongest(ReadOnlySpan<double> values, ReadOnlySpan<double> contributions)
    {
        var strongest = new List<ChurnReason>(ReasonsKept + 1);
        for (var f = 0; f < contributions.Length; f++)
        {
            var size = Math.Abs(contributions[f]);
            var place = strongest.FindIndex(s => Math.Abs(s.Contribution) < size);
            if (size > 0 && (place >= 0 || strongest.Count < ReasonsKept))
            {
                strongest.Insert(place >= 0 ? place : strongest.Count, new ChurnReason(CustomerFeatures.Names[f], double.IsNaN(values[f]) ? null : values[f], contributions[f]));
                strongest.RemoveRange(Math.Min(ReasonsKept, strongest.Count), Math.Max(0, strongest.Count - ReasonsKept));
            }
        }

        return strongest;
    }

    /// <summary>Per feature: how strong its contributions are, and whether they rise with its value.</summary>
    private sealed class DriverTally
    {
        private readonly Sums[] _sums = [.. CustomerFeatures.Names.Select(_ => new Sums())];
        private int _rows;

        public void Add(ReadOnlySpan<double> values, ReadOnlySpan<double> contributions)
        {
            _rows++;
            for (var f = 0; f < _sums.Length; f++)
            {
                _sums[f].Add(values[f], contributions[f]);
            }
        }

        public IReadOnlyList<ChurnDriver> Drivers() => [.. _sums
            .Select((s, f) => new ChurnDriver(CustomerFeatures.Names[f], s.Strength / Math.Max(1, _rows), s.Correlation))
            .Where(d => d.Strength > 0)
            .OrderByDescending(d => d.Strength)];
    }

    private sealed class Sums
    {
        private double _n;
        private double _x;
        private double _y;
        private double _xx;
        private double _yy;
        private double _xy;

        public double Strength { get; private set; }

        /// <summary>-1 to 1; 0 where the value never differs.</summary>
        public double Correlation
        {
            get
            {
                var spread = Math.Sqrt(Math.Max(0, (_n * _xx) - (_x * _x)) * Math.Max(0, (_n * _yy) - (_y * _y)));
                return spread > 0 ? ((_n * _xy) - (_x * _y)) / spread : 0;
            }
        }

        public void Add(double value, double contribution)
        {
            Strength += Math.Abs(contribution);
            if (double.IsNaN(value))
            {
                return;
            }

            // A few customers with huge numbers would decide the direction alone.
            var x = Math.Asinh(value);
            _n++;
            _x += x;
            _y += contribution;
            _xx += x * x;
            _yy += contribution * contribution;
            _xy += x * contribution;
        }
    }
}
