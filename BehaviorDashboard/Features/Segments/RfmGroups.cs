namespace BehaviorDashboard.Features.Segments;

/// <summary>
/// The eight named groups of RFM. A score (1 to 5) is good when it lies above the mean score of all scored customers; the code is three
/// digits for recency, frequency and money, 1 for good: 111 is the best.
/// </summary>
public static class RfmGroups
{
    /// <summary>Codes from best to worst, in the order in which pages show them.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["111", "101", "011", "001", "110", "100", "010", "000"];

    /// <param name="recency">Scores, 5 for the most recent.</param>
    public static string[] Of(IReadOnlyList<int> recency, IReadOnlyList<int> frequency, IReadOnlyList<int> monetary)
    {
        var (r, f, m) = (Mean(recency), Mean(frequency), Mean(monetary));
        return [.. Enumerable.Range(0, recency.Count).Select(i => CodeOf(recency[i] > r, frequency[i] > f, monetary[i] > m))];
    }

    /// <summary>Scores 1 to 5 by rank; equal values share the score of their middle rank.</summary>
    public static int[] Quintiles(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var scores = sorted.Select((value, index) => (value, index)).GroupBy(p => p.value)
            .ToDictionary(g => g.Key, g => 1 + Math.Min(4, (int)(5.0 * (g.First().index + (g.Count() / 2.0)) / sorted.Length)));
        return [.. values.Select(v => scores[v])];
    }

    public static string CodeOf(bool recent, bool frequent, bool valuable) => $"{Digit(recent)}{Digit(frequent)}{Digit(valuable)}";

    public static double Mean(IReadOnlyList<int> scores) => scores.Count == 0 ? 0 : scores.Average();

    private static char Digit(bool good) => good ? '1' : '0';
}
