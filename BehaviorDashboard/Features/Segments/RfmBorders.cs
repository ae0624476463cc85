namespace BehaviorDashboard.Features.Segments;

/// <summary>The lowest values that earn each score, so that earlier dates are measured with today's scale.</summary>
/// <param name="Lowest">Lowest value with a score of at least 2, 3, 4 and 5; infinite where nobody reached it.</param>
public sealed record RfmBorders(IReadOnlyList<double> Lowest)
{
    public static RfmBorders Of(IReadOnlyList<double> values, IReadOnlyList<int> scores) => new([.. Enumerable.Range(2, 4).Select(score =>
        Enumerable.Range(0, values.Count).Where(i => scores[i] >= score).Select(i => values[i]).DefaultIfEmpty(double.PositiveInfinity).Min())]);

    public int ScoreOf(double value) => 1 + Lowest.Count(border => value >= border);
}
