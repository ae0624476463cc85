namespace BehaviorDashboard.Features.Imports;

/// <summary>Finds the delimiter by consistency: the one that cuts the most lines into as many cells as the first line.</summary>
internal static class DelimiterSniffer
{
    private const int Lines = 50;

    public static char Sniff(string head, int lineLimit)
    {
        var best = (Delimiter: ',', Score: 0.0);
        foreach (var delimiter in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            var score = Score(head, delimiter, lineLimit);
            if (score > best.Score)
            {
                best = (delimiter, score);
            }
        }

        return best.Delimiter;
    }

    private static double Score(string head, char delimiter, int lineLimit)
    {
        var reader = new CsvReader(new StringReader(head), delimiter, lineLimit);
        int expected = 0, lines = 0, fitting = 0;
        for (; lines < Lines && reader.Read() is var status and not CsvStatus.End; lines++)
        {
            expected = lines == 0 ? reader.Count : expected;
            fitting += status == CsvStatus.Record && reader.Count == expected ? 1 : 0;
        }

        return expected < 2 || lines == 0 ? 0 : ((double)fitting / lines) + (expected * 0.001);
    }
}
