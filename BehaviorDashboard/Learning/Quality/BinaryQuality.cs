using MathNet.Numerics.Distributions;

namespace BehaviorDashboard.Learning.Quality;

/// <summary>How well probabilities did, judged by what happened.</summary>
/// <param name="Auc">Chance that a yes was ranked above a no, ties half; NaN when there is only one outcome.</param>
/// <param name="PrecisionAtTop">Share of yes among the tenth with the highest probabilities.</param>
/// <param name="Lift">That share against the share among all; NaN without a yes.</param>
/// <param name="Brier">Mean squared error, 0 to 1; lower is better.</param>
/// <param name="LogLoss">Mean negative log-likelihood; lower is better.</param>
/// <param name="BaseRate">Share of yes among all.</param>
/// <param name="Table">Ten equal parts by probability, lowest first; fewer when there are fewer than ten rows.</param>
public sealed record BinaryQuality(
    IntervalEstimate Auc,
    double PrecisionAtTop,
    double Lift,
    double Brier,
    double LogLoss,
    double BaseRate,
    int Rows,
    IReadOnlyList<CalibrationPart> Table)
{
    private const double Certain = 1e-15;

    /// <summary>Judges probabilities.</summary>
    /// <exception cref="ArgumentException">There are no rows, or not as many labels as probabilities.</exception>
    public static BinaryQuality Of(double[] probabilities, bool[] labels)
    {
        if (labels.Length == 0 || labels.Length != probabilities.Length)
        {
            throw new ArgumentException($"{probabilities.Length} probabilities have {labels.Length} labels; at least one of each is needed.", nameof(labels));
        }

        var order = Enumerable.Range(0, labels.Length).OrderBy(i => probabilities[i]).ThenBy(i => i).ToArray();
        var rate = (double)labels.Count(l => l) / labels.Length;
        var top = order[^Math.Max(1, labels.Length / 10)..];
        var precision = (double)top.Count(i => labels[i]) / top.Length;
        return new BinaryQuality(
            AreaUnderCurve.Of(probabilities, labels),
            precision,
            rate > 0 ? precision / rate : double.NaN,
            probabilities.Zip(labels, (p, l) => Math.Pow(p - (l ? 1 : 0), 2)).Average(),
            probabilities.Zip(labels, (p, l) => -Math.Log(Math.Max(l ? p : 1 - p, Certain))).Average(),
            rate,
            labels.Length,
            Parts(order, probabilities, labels));
    }

    private static List<CalibrationPart> Parts(int[] order, double[] probabilities, bool[] labels)
    {
        var parts = Math.Min(10, order.Length);
        return [.. Enumerable.Range(0, parts).Select(part =>
        {
            var rows = order[(int)((long)order.Length * part / parts)..(int)((long)order.Length * (part + 1) / parts)];
            return new CalibrationPart(rows.Average(i => probabilities[i]), rows.Average(i => labels[i] ? 1.0 : 0), rows.Length);
        })];
    }
}

/// <summary>One part of the rows.</summary>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Realised">Share of yes.</param>
public sealed record CalibrationPart(double Predicted, double Realised, int Rows);

/// <summary>An estimate and its 95 % interval.</summary>
public sealed record IntervalEstimate(double Value, double Low, double High);

/// <summary>Area under the ROC curve with DeLong's variance (DeLong et al. 1988; midranks as in Sun and Xu 2014).</summary>
public static class AreaUnderCurve
{
    private static readonly double Quantile = Normal.InvCDF(0, 1, 0.975);

    /// <summary>NaN throughout when there is only one outcome.</summary>
    public static IntervalEstimate Of(double[] scores, bool[] labels)
    {
        var placements = Placements.Of(scores, labels);
        return Estimate(placements.Auc, placements.Yes, placements.No, 0, 1);
    }

    /// <summary>How much better the first ranks the same rows than the second; paired, so that what both find hard cancels.</summary>
    public static IntervalEstimate Difference(double[] first, double[] second, bool[] labels)
    {
        var (a, b) = (Placements.Of(first, labels), Placements.Of(second, labels));
        return Estimate(a.Auc - b.Auc, [.. a.Yes.Zip(b.Yes, (x, y) => x - y)], [.. a.No.Zip(b.No, (x, y) => x - y)], -1, 1);
    }

    private static IntervalEstimate Estimate(double value, double[] yes, double[] no, double lowest, double highest)
    {
        if (yes.Length == 0 || no.Length == 0)
        {
            return new IntervalEstimate(double.NaN, double.NaN, double.NaN);
        }

        var half = Quantile * Math.Sqrt((Variance(yes) / yes.Length) + (Variance(no) / no.Length));
        return new IntervalEstimate(value, Math.Max(lowest, value - half), Math.Min(highest, value + half));
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }

    /// <summary>For each yes the share of no below it, for each no the share of yes above it; ties half.</summary>
    private sealed record Placements(double[] Yes, double[] No, double Auc)
    {
        public static Placements Of(double[] scores, bool[] labels)
        {
            var order = Enumerable.Range(0, labels.Length).OrderBy(i => scores[i]).ToArray();
            var share = new double[labels.Length];
            int yes = labels.Count(l => l), no = labels.Length - yes, yesBelow = 0, noBelow = 0;
            for (var i = 0; i < order.Length;)
            {
                var end = i;
                int yesHere = 0, noHere = 0;
                for (; end < order.Length && scores[order[end]] == scores[order[i]]; end++)
                {
                    (yesHere, noHere) = labels[order[end]] ? (yesHere + 1, noHere) : (yesHere, noHere + 1);
                }

                for (; i < end; i++)
                {
                    share[order[i]] = labels[order[i]] ? (noBelow + (noHere / 2.0)) / no : (yes - yesBelow - (yesHere / 2.0)) / yes;
                }

                (yesBelow, noBelow) = (yesBelow + yesHere, noBelow + noHere);
            }

            double[] ofYes = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i]).Select(i => share[i])];
            return new Placements(ofYes, [.. Enumerable.Range(0, labels.Length).Where(i => !labels[i]).Select(i => share[i])], ofYes.Length > 0 ? ofYes.Average() : double.NaN);
        }
    }
}
