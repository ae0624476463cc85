namespace BehaviorDashboard.Learning;

/// <summary>Rows of features, row-major: row r, column c stands at <c>r * Columns + c</c>. NaN means that there is no such number.</summary>
public sealed class FeatureMatrix
{
    private readonly ReadOnlyMemory<double> _values;

    /// <param name="features">Names of the columns; a model scores matrices with the same names in the same order only.</param>
    /// <param name="values">Rows x features. Kept, not copied: leave it unchanged.</param>
    /// <exception cref="ArgumentException">There are no features, or the values are no whole number of rows.</exception>
    public FeatureMatrix(IReadOnlyList<string> features, ReadOnlyMemory<double> values)
    {
        if (features.Count == 0 || values.Length % features.Count != 0)
        {
            throw new ArgumentException($"{values.Length} values are no whole rows of {features.Count} features.", nameof(values));
        }

        Features = features;
        _values = values;
        Rows = values.Length / features.Count;
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns => Features.Count;

    /// <summary>All values, row-major.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.Span.Slice(row * Columns, Columns);

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, without copying.</summary>
    public FeatureMatrix Slice(int start, int count) => new(Features, _values.Slice(start * Columns, count * Columns));

    /// <summary>The rows with the given numbers, in that order, copied.</summary>
    public FeatureMatrix Pick(IReadOnlyList<int> rows)
    {
        var picked = new double[rows.Count * Columns];
        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i]).CopyTo(picked.AsSpan(i * Columns));
        }

        return new FeatureMatrix(Features, picked);
    }

    /// <summary>The rows of several matrices with the same features, one after the other.</summary>
    public static FeatureMatrix Stack(IReadOnlyList<FeatureMatrix> parts)
    {
        var values = new double[parts.Sum(p => p.Values.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Values.CopyTo(values.AsSpan(at));
            at += part.Values.Length;
        }

        return new FeatureMatrix(parts[0].Features, values);
    }
}

/// <summary>Rows whose outcome is known.</summary>
public sealed record LabelledRows
{
    /// <param name="features">What was known.</param>
    /// <param name="labels">What happened; one per row.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows.</exception>
    public LabelledRows(FeatureMatrix features, bool[] labels)
    {
        if (features.Rows != labels.Length)
        {
            throw new ArgumentException($"{features.Rows} rows have {labels.Length} labels.", nameof(labels));
        }

        Features = features;
        Labels = labels;
        Positives = labels.Count(l => l);
    }

    /// <summary>What was known.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>What happened.</summary>
    public bool[] Labels { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>Rows whose label is true.</summary>
    public int Positives { get; }

    /// <summary>The rows with the given numbers, in that order, copied.</summary>
    public LabelledRows Pick(IReadOnlyList<int> rows) => new(Features.Pick(rows), [.. rows.Select(r => Labels[r])]);
}
