using System.Numerics;

namespace BehaviorDashboard.Learning.Clustering;

/// <summary>Rows of equal width in one array, checked once: finite numbers, whole rows, at least one.</summary>
public sealed class Points
{
    private readonly double[] _values;

    /// <param name="values">Row-major; used as it is, not copied.</param>
    /// <param name="width">Numbers per row, at least 1.</param>
    /// <exception cref="ArgumentException">No rows, a broken row, or a number that is not finite.</exception>
    public Points(double[] values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.Length == 0 || values.Length % width != 0)
        {
            throw new ArgumentException($"{values.Length} numbers are no rows of {width}.", nameof(values));
        }

        if (!Array.TrueForAll(values, double.IsFinite))
        {
            throw new ArgumentException("Points must be finite.", nameof(values));
        }

        (_values, Width, Count) = (values, width, values.Length / width);
    }

    public int Width { get; }

    public int Count { get; }

    public ReadOnlySpan<double> this[int row] => _values.AsSpan(row * Width, Width);

    /// <summary>The same rows in the order of their numbers, so that an answer cannot depend on the order in which they came.</summary>
    public Points Ordered()
    {
        var rows = Enumerable.Range(0, Count).ToArray();
        Array.Sort(rows, (a, b) => this[a].SequenceCompareTo(this[b]));
        return Take(rows);
    }

    /// <summary>The named rows, which may repeat.</summary>
    public Points Take(IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
        {
            this[rows[i]].CopyTo(values.AsSpan(i * Width));
        }

        return new Points(values, Width);
    }

    /// <summary>At most <paramref name="most"/> different rows, drawn by the seed and kept in order.</summary>
    public Points Sample(int most, int seed)
    {
        if (Count <= most)
        {
            return this;
        }

        var rows = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(rows);
        return Take([.. rows.Take(most).Order()]);
    }

    internal static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sum, i) = (Vector<double>.Zero, 0);
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var difference = new Vector<double>(a[i..]) - new Vector<double>(b[i..]);
            sum += difference * difference;
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return total;
    }
}
