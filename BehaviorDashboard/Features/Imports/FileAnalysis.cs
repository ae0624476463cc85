using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Finds out a file's shape from its first part; what a mapping says stands above what is found.</summary>
internal sealed class FileAnalysis(ImportMapping mapping, int lineLimit)
{
    private const int HeadLength = 256 * 1024;
    private const int ShownRows = 8;

    // Rows of one day can fill the head of a file sorted by time; so many more are looked at for a day above 12.
    private const int DateRows = 400_000;

    public static Outcome<FileShape> Analyze(string path, ImportMapping mapping, int lineLimit)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new FileAnalysis(mapping, lineLimit).Analyze(file);
        }
        catch (InvalidDataException)
        {
            return new Problem("import.gzip", "The compressed file is damaged. Pack it again, or upload it unpacked.", "file");
        }
    }

    private Outcome<FileShape> Analyze(FileStream file)
    {
        var sniffed = FileSniffer.Sniff(file);
        if (!sniffed.Succeeded)
        {
            return sniffed.Problems[0];
        }

        var encoding = sniffed.Value;
        if (mapping.Encoding is { Length: > 0 } named)
        {
            if (!IsKnown(named))
            {
                return new Problem("import.encoding", $"The encoding '{named}' is not known. Examples: utf-8, gb18030, utf-16, windows-1252.", "encoding", named);
            }

            encoding = encoding with { Encoding = named };
        }

        if (mapping.Profile is { } profile && ImportProfile.Find(profile) is null)
        {
            return new Problem("import.profile", $"There is no profile '{profile}'. Profiles: {string.Join(", ", ImportProfile.All.Select(p => p.Code))}.", "profile", profile);
        }

        var head = Head(encoding, file);
        if (string.IsNullOrWhiteSpace(head))
        {
            return new Problem("import.empty", "The file is empty. Export it again and check that it holds rows.", "file");
        }

        return mapping.Profile == EventLines.ProfileCode || (mapping.Profile is null && head.AsSpan().TrimStart().StartsWith("{")) ? Lines(encoding, head) : Table(encoding, head, file);
    }

    private static FileShape Lines(FileEncoding encoding, string head)
    {
        var rows = head.Split('\n', ShownRows + 1).Take(ShownRows).Where(l => l.Length > 0).Select(l => (IReadOnlyList<string>)[RefusedText.Of(l.Trim())]).ToList();
        return new FileShape(encoding, '\n', false, ["JSON"], EventLines.ProfileCode, new Dictionary<ImportField, int>(), DateOrder.MonthFirst, true, false, "", rows);
    }

    private Outcome<FileShape> Table(FileEncoding encoding, string head, FileStream file)
    {
        var delimiter = mapping.Delimiter is { Length: > 0 } given ? (given is "\\t" or "tab" ? '\t' : given[0]) : DelimiterSniffer.Sniff(head, lineLimit);
        file.Position = 0;
        var reader = new CsvReader(encoding.Open(file), delimiter, lineLimit);
        if (reader.Read() is var status and not CsvStatus.Record)
        {
            return status == CsvStatus.TooLong
                ? new Problem("import.firstLine", $"The first line is longer than {lineLimit:N0} characters. Is this a table with one row per line?", "file", lineLimit)
                : new Problem("import.firstLineQuote", "The first line has a quote that is never closed.", "file");
        }

        var first = Cells(reader);
        var hasHeader = mapping.Header ?? LooksLikeHeader(first);
        List<string> headers = hasHeader ? [.. first.Select(c => c.Trim().TrimStart('\uFEFF'))] : [.. first.Select((_, i) => (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var profile = mapping.Profile is { } code ? ImportProfile.Find(code)! : ImportProfile.Recognise(headers);
        var columns = Corrected(profile.Map(headers), headers);
        if (!columns.Succeeded)
        {
            return columns.Problems[0];
        }

        var sample = new SampledRows(reader, columns.Value, hasHeader ? null : first);
        sample.Take(ShownRows, DateRows);
        if (sample.Shown.Count == 0)
        {
            return new Problem("import.headerOnly", "The file holds a header and no rows. Choose a longer period when you export.", "file");
        }

        return new FileShape(encoding, delimiter, hasHeader, headers, profile.Code, columns.Value, mapping.DateOrder ?? sample.Order, sample.OrderSure || mapping.DateOrder is not null, mapping.DecimalComma ?? sample.DecimalComma, sample.Time, sample.Shown);
    }

    private Outcome<Dictionary<ImportField, int>> Corrected(Dictionary<ImportField, int> columns, List<string> headers)
    {
        foreach (var (field, header) in mapping.Columns ?? new Dictionary<ImportField, string>())
        {
            columns.Remove(field);
            if (header.Length == 0)
            {
                continue;
            }

            var column = headers.FindIndex(h => string.Equals(h, header.Trim(), StringComparison.OrdinalIgnoreCase));
            if (column < 0)
            {
                return new Problem("import.mapping.column", $"The file has no column '{header}'.", $"mapping.columns.{field}", header);
            }

            columns[field] = column;
        }

        return columns;
    }

    private static string Head(FileEncoding encoding, FileStream file)
    {
        file.Position = 0;
        var reader = encoding.Open(file);
        var head = new char[HeadLength];
        return new string(head, 0, reader.ReadBlock(head, 0, head.Length));
    }

    // A header names things: no cell of it is a number or a time.
    private static bool LooksLikeHeader(IReadOnlyList<string> cells) =>
        ColumnAliases.Propose(cells).Count >= 2
        || cells.All(c => c.Trim() is { Length: > 0 } text && !TimeText.TryParse(text, DateOrder.MonthFirst, out _, out _) && NumberText.Amount(text, false, out _) != RejectReason.None)
        || ColumnAliases.Propose(cells).Count > cells.Count / 2;

    internal static List<string> Cells(CsvReader reader)
    {
        var cells = new List<string>(reader.Count);
        for (var i = 0; i < reader.Count; i++)
        {
            cells.Add(reader[i].ToString());
        }

        return cells;
    }

    private static bool IsKnown(string encoding)
    {
        FileSniffer.Register();
        return System.Text.Encoding.GetEncodings().Any(e => string.Equals(e.Name, encoding, StringComparison.OrdinalIgnoreCase))
            || encoding.ToLowerInvariant() is "gb18030" or "gbk" or "gb2312" or "big5" or "windows-1252" or "windows-1250" or "windows-1251" or "shift_jis" or "euc-kr" or "latin1" or "iso-8859-15";
    }
}
