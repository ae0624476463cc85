using System.Text.Json.Serialization;

namespace BehaviorDashboard.Learning.Quality;

/// <summary>Turns raw scores (log-odds) into probabilities that come true as often as they say. Fit it on rows that the model has not seen.</summary>
[JsonDerivedType(typeof(Platt), "platt")]
[JsonDerivedType(typeof(Isotonic), "isotonic")]
public abstract record Calibration
{
    /// <summary>Probability of a raw score; never falls as the score rises.</summary>
    public abstract double Probability(double rawScore);

    /// <summary>Isotonic where there is enough to bend on (1,000 rows, 100 of each outcome), else Platt.</summary>
    /// <exception cref="ArgumentException">There are no rows, or not as many labels as scores.</exception>
    public static Calibration Fit(double[] rawScores, bool[] labels)
    {
        var positives = labels.Count(l => l);
        return labels.Length >= 1000 && Math.Min(positives, labels.Length - positives) >= 100 ? Isotonic.Of(rawScores, labels) : Platt.Of(rawScores, labels);
    }

    private protected static void Check(double[] rawScores, bool[] labels)
    {
        if (rawScores.Length == 0 || rawScores.Length != labels.Length)
        {
            throw new ArgumentException($"{rawScores.Length} scores have {labels.Length} labels; at least one of each is needed.", nameof(labels));
        }
    }
}

/// <summary>A logistic curve over the raw score (Platt 1999), with Platt's smoothed targets.</summary>
/// <param name="Slope">Not below zero: calibration never turns the order around.</param>
public sealed record Platt(double Slope, double Intercept) : Calibration
{
    private const int MostSteps = 100;

    /// <inheritdoc/>
    public override double Probability(double rawScore) => LogOdds.ToProbability((Slope * rawScore) + Intercept);

    /// <summary>Fits the curve.</summary>
    /// <exception cref="ArgumentException">There are no rows, or not as many labels as scores.</exception>
    public static Platt Of(double[] rawScores, bool[] labels)
    {
        Check(rawScores, labels);
        var positives = labels.Count(l => l);
        var yes = (positives + 1.0) / (positives + 2);
        var no = 1.0 / (labels.Length - positives + 2);
        var targets = Array.ConvertAll(labels, l => l ? yes : no);
        var curve = new Platt(1, 0);
        var loss = Loss(curve, rawScores, targets);
        for (var step = 0; step < MostSteps; step++)
        {
            var (next, nextLoss) = Step(curve, loss, rawScores, targets);
            var done = loss - nextLoss <= 1e-12 * loss;
            (curve, loss) = (next, nextLoss);
            if (done)
            {
                break;
            }
        }

        return curve.Slope >= 0 ? curve : new Platt(0, LogOdds.Of(targets.Average()));
    }

    private static (Platt Curve, double Loss) Step(Platt curve, double loss, double[] scores, double[] targets)
    {
        double slopeA = 0, slopeB = 0, aa = 1e-9, ab = 0, bb = 1e-9;
        for (var i = 0; i < scores.Length; i++)
        {
            var p = curve.Probability(scores[i]);
            var (miss, spread) = (targets[i] - p, p * (1 - p));
            slopeA += miss * scores[i];
            slopeB += miss;
            aa += spread * scores[i] * scores[i];
            ab += spread * scores[i];
            bb += spread;
        }

        var determinant = (aa * bb) - (ab * ab);
        var (stepA, stepB) = (((bb * slopeA) - (ab * slopeB)) / determinant, ((aa * slopeB) - (ab * slopeA)) / determinant);
        for (var share = 1.0; share > 1e-6; share /= 2)
        {
            var next = new Platt(curve.Slope + (share * stepA), curve.Intercept + (share * stepB));
            if (Loss(next, scores, targets) is var nextLoss && nextLoss <= loss)
            {
                return (next, nextLoss);
            }
        }

        return (curve, loss);
    }

    private static double Loss(Platt curve, double[] scores, double[] targets)
    {
        double loss = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var x = (curve.Slope * scores[i]) + curve.Intercept;
            loss += Math.Max(x, 0) - (x * targets[i]) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        }

        return loss;
    }
}

/// <summary>
/// A rising curve without a form (pool adjacent violators; Zadrozny and Elkan 2002), straight between the middles of its steps, so that
/// customers of different scores seldom share a probability.
/// </summary>
/// <param name="Scores">Middles of the steps, ascending.</param>
/// <param name="Probabilities">One per step, rising.</param>
public sealed record Isotonic(IReadOnlyList<double> Scores, IReadOnlyList<double> Probabilities) : Calibration
{
    /// <inheritdoc/>
    public override double Probability(double rawScore)
    {
        var (low, high) = (0, Scores.Count - 1);
        if (rawScore <= Scores[low])
        {
            return Probabilities[low];
        }

        if (rawScore >= Scores[high])
        {
            return Probabilities[high];
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Scores[middle] <= rawScore ? (middle, high) : (low, middle);
        }

        var share = (rawScore - Scores[low]) / (Scores[high] - Scores[low]);
        return Probabilities[low] + (share * (Probabilities[high] - Probabilities[low]));
    }

    /// <summary>Fits the curve. Each step's share counts one half more yes and no, so that nothing is ever certain.</summary>
    /// <exception cref="ArgumentException">There are no rows, or not as many labels as scores.</exception>
    public static Isotonic Of(double[] rawScores, bool[] labels)
    {
        Check(rawScores, labels);
        var steps = new List<(double Count, double Yes, double Scores)>();
        foreach (var tie in rawScores.Zip(labels).GroupBy(p => p.First).OrderBy(g => g.Key))
        {
            var (count, yes) = (tie.Count(), tie.Count(p => p.Second));
            steps.Add((count, yes, tie.Key * count));
            while (steps.Count > 1 && steps[^2].Yes / steps[^2].Count >= steps[^1].Yes / steps[^1].Count)
            {
                var (last, before) = (steps[^1], steps[^2]);
                steps.RemoveAt(steps.Count - 1);
                steps[^1] = (before.Count + last.Count, before.Yes + last.Yes, before.Scores + last.Scores);
            }
        }

        return new Isotonic([.. steps.Select(s => s.Scores / s.Count)], Rising(steps.Select(s => (s.Yes + 0.5) / (s.Count + 1))));
    }

    // Small steps at the ends move more towards one half than their neighbours.
    private static List<double> Rising(IEnumerable<double> shares)
    {
        var rising = new List<double>();
        foreach (var share in shares)
        {
            rising.Add(rising.Count > 0 ? Math.Max(rising[^1], share) : share);
        }

        return rising;
    }
}
