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
        return [.. Enumerable.Range(0, recency.Count).Select(i => $"{Digit(recency[i], r)}{Digit(frequency[i], f)}{Digit(monetary[i], m)}")];
    }

    private static double Mean(IReadOnlyList<int> scores) => scores.Count == 0 ? 0 : scores.Average();

    private static char Digit(int score, double mean) => score > mean ? '1' : '0';
}
