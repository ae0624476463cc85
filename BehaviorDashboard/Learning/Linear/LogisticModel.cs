using System.Text.Json;

namespace BehaviorDashboard.Learning.Linear;

/// <summary>
/// A fitted logistic regression. Its terms are centred on the training rows, so a term's summand is its exact Shapley value against the
/// training mean, and <see cref="Base"/> the raw score of the mean row.
/// </summary>
public sealed class LogisticModel : BinaryModel
{
    private readonly IReadOnlyList<Term> _terms;

    internal LogisticModel(string learner, IReadOnlyList<string> features, double intercept, IReadOnlyList<Term> terms)
        : base(features)
    {
        Learner = learner;
        Base = intercept;
        _terms = terms;
    }

    /// <inheritdoc/>
    public override string Learner { get; }

    /// <inheritdoc/>
    public override double Base { get; }

    /// <inheritdoc/>
    public override byte[] Save() => JsonSerializer.SerializeToUtf8Bytes(new Saved(Learner, Features, Base, _terms), Json);

    internal static new LogisticModel Load(ReadOnlySpan<byte> saved)
    {
        var model = JsonSerializer.Deserialize<Saved>(saved, Json)!;
        return new LogisticModel(model.Learner, model.Features, model.Intercept, model.Terms);
    }

    private protected override double[] Score(FeatureMatrix rows, CancellationToken ct)
    {
        var scores = new double[rows.Rows];
        for (var r = 0; r < scores.Length; r++)
        {
            if ((r & 1023) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            var row = rows.Row(r);
            var score = Base;
            foreach (var term in _terms)
            {
                score += term.Weight * term.Of(row[term.Column]);
            }

            scores[r] = score;
        }

        return scores;
    }

    private protected override double[] Attribute(FeatureMatrix rows, CancellationToken ct)
    {
        var values = new double[rows.Rows * rows.Columns];
        for (var r = 0; r < rows.Rows; r++)
        {
            if ((r & 1023) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            var row = rows.Row(r);
            foreach (var term in _terms)
            {
                values[(r * rows.Columns) + term.Column] += term.Weight * term.Of(row[term.Column]);
            }
        }

        return values;
    }

    private sealed record Saved(string Learner, IReadOnlyList<string> Features, double Intercept, IReadOnlyList<Term> Terms);
}
