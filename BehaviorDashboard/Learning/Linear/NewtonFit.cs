using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace BehaviorDashboard.Learning.Linear;

/// <summary>Maximises the penalised likelihood of a logistic model; convex, so there is one answer whatever the start.</summary>
internal sealed class NewtonFit
{
    private const int MostSteps = 50;
    private const double Tolerance = 1e-10;

    private readonly LabelledRows _rows;
    private readonly double _penalty;
    private readonly int _width;
    private readonly double[] _design;

    public NewtonFit(LabelledRows rows, Term[] terms, double penalty)
    {
        (_rows, _penalty, _width) = (rows, penalty, terms.Length + 1);
        _design = new double[(long)rows.Rows * _width];
        for (var r = 0; r < rows.Rows; r++)
        {
            var row = rows.Features.Row(r);
            var line = _design.AsSpan(r * _width, _width);
            line[0] = 1;
            for (var t = 0; t < terms.Length; t++)
            {
                line[t + 1] = terms[t].Of(row[terms[t].Column]);
            }
        }
    }

    /// <summary>Intercept first, then one weight per term.</summary>
    public double[] Run(IProgress<double>? progress, CancellationToken ct)
    {
        var weights = new double[_width];
        weights[0] = LogOdds.Of((double)_rows.Positives / _rows.Rows);
        var loss = Loss(weights);
        for (var step = 0; step < MostSteps; step++)
        {
            ct.ThrowIfCancellationRequested();
            progress?.Report((double)step / MostSteps);
            var direction = Direction(weights, ct);
            var (next, nextLoss) = Along(weights, direction, loss);
            var gain = loss - nextLoss;
            (weights, loss) = (next, nextLoss);
            if (gain <= Tolerance * Math.Abs(loss))
            {
                break;
            }
        }

        progress?.Report(1);
        return weights;
    }

    // A full step may overshoot where the classes are nearly separable.
    private (double[] Weights, double Loss) Along(double[] weights, double[] direction, double loss)
    {
        for (var share = 1.0; share > 1e-6; share /= 2)
        {
            var next = weights.Select((w, i) => w + (share * direction[i])).ToArray();
            var nextLoss = Loss(next);
            if (nextLoss <= loss)
            {
                return (next, nextLoss);
            }
        }

        return (weights, loss);
    }

    private double[] Direction(double[] weights, CancellationToken ct)
    {
        var (slope, curvature) = (new double[_width], new double[_width * _width]);
        for (var r = 0; r < _rows.Rows; r++)
        {
            if ((r & 4095) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ReadOnlySpan<double> line = _design.AsSpan(r * _width, _width);
            var p = LogOdds.ToProbability(TensorPrimitives.Dot(line, weights));
            TensorPrimitives.MultiplyAdd(line, (_rows.Labels[r] ? 1 : 0) - p, slope, slope);
            for (var i = 0; i < _width; i++)
            {
                // The upper triangle is enough.
                var part = curvature.AsSpan((i * _width) + i, _width - i);
                TensorPrimitives.MultiplyAdd(line[i..], p * (1 - p) * line[i], part, part);
            }
        }

        return Solve(weights, slope, curvature);
    }

    private double[] Solve(double[] weights, double[] slope, double[] curvature)
    {
        var matrix = Matrix<double>.Build.Dense(_width, _width, (i, j) => curvature[(Math.Min(i, j) * _width) + Math.Max(i, j)] + (i == j ? Penalty(i) : 0));
        var right = Vector<double>.Build.Dense(_width, i => slope[i] - (i == 0 ? 0 : _penalty * weights[i]));
        return [.. matrix.Cholesky().Solve(right)];
    }

    // The intercept is free; a trace keeps the matrix positive where everything is certain.
    private double Penalty(int i) => i == 0 ? 1e-9 : _penalty;

    private double Loss(double[] weights)
    {
        double loss = 0;
        for (var r = 0; r < _rows.Rows; r++)
        {
            var score = TensorPrimitives.Dot(_design.AsSpan(r * _width, _width), weights);
            var signed = _rows.Labels[r] ? -score : score;
            loss += Math.Max(signed, 0) + Math.Log(1 + Math.Exp(-Math.Abs(signed)));
        }

        return loss + (_penalty / 2 * TensorPrimitives.SumOfSquares(weights.AsSpan(1)));
    }
}
