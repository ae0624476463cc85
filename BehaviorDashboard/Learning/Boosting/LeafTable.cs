using MathNet.Numerics.Integration;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>
/// A leaf as TreeSHAP sees it: the distinct features of its path. For a row, each is either met (every split on it leads towards the
/// leaf) or not; the leaf's contributions depend on nothing else, so those of all 2^k combinations are worked out once.
/// </summary>
internal sealed class LeafTable
{
    /// <summary>Above this many distinct features the combinations are worked out per row instead.</summary>
    private const int MostFeatures = 8;

    private readonly double[] _zero;
    private readonly double _value;
    private readonly double[] _points;
    private readonly double[] _weights;

    /// <param name="features">Distinct features of the path.</param>
    /// <param name="need">Per feature, the nodes of the tree that split on it along the path, as bits.</param>
    /// <param name="want">Per feature, those of them at which the path goes left.</param>
    /// <param name="zero">Per feature, the share of rows that go along the path when the feature is unknown.</param>
    public LeafTable(int[] features, ulong[] need, ulong[] want, double[] zero, double value)
    {
        (Features, Need, Want, _zero, _value) = (features, need, want, zero, value);
        var rule = new GaussLegendreRule(0, 1, (features.Length + 1) / 2);
        (_points, _weights) = (rule.Abscissas, rule.Weights);
        Table = features.Length <= MostFeatures ? Tabulate() : null;
    }

    public int[] Features { get; }

    public ulong[] Need { get; }

    public ulong[] Want { get; }

    /// <summary>Feature-major: contribution of feature j under combination m at <c>(j &lt;&lt; k) + m</c>; null when there are too many.</summary>
    public double[]? Table { get; }

    /// <summary>
    /// Shapley values of the game v(S) = value * prod over i in S of met(i) * prod over the others of zero(i). The weight s!(k-1-s)!/k! of a
    /// coalition is the integral of t^s (1-t)^(k-1-s), so a feature's value is the integral over 0..1 of the product over the other features
    /// of (t met + (1-t) zero), times its own (met - zero). The integrand is a polynomial of degree k-1: Gauss-Legendre with k/2 points is
    /// exact, and all its terms are positive, so nothing cancels.
    /// </summary>
    public void Attribute(ulong met, Span<double> into)
    {
        var k = Features.Length;
        into.Clear();
        Span<double> before = stackalloc double[k + 1];
        for (var p = 0; p < _points.Length; p++)
        {
            var t = _points[p];
            before[0] = _weights[p] * _value;
            for (var j = 0; j < k; j++)
            {
                before[j + 1] = before[j] * Factor(met, j, t);
            }

            var after = 1.0;
            for (var j = k - 1; j >= 0; j--)
            {
                into[j] += before[j] * after * (Met(met, j) - _zero[j]);
                after *= Factor(met, j, t);
            }
        }
    }

    private double[] Tabulate()
    {
        var k = Features.Length;
        var table = new double[k << k];
        Span<double> values = stackalloc double[k];
        for (var met = 0; met < 1 << k; met++)
        {
            Attribute((ulong)met, values);
            for (var j = 0; j < k; j++)
            {
                table[(j << k) + met] = values[j];
            }
        }

        return table;
    }

    private static double Met(ulong met, int j) => (met >> j) & 1;

    private double Factor(ulong met, int j, double t) => (t * Met(met, j)) + ((1 - t) * _zero[j]);
}
