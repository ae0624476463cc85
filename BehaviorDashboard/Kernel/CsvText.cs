using System.Globalization;
using System.Text;

namespace BehaviorDashboard.Kernel;

/// <summary>Writes CSV that a spreadsheet opens safely (RFC 4180, CRLF line ends).</summary>
public sealed class CsvText(TextWriter writer, bool guardFormulas = true)
{
    // A spreadsheet runs a cell that starts with one of these; an apostrophe in front makes it text (OWASP, CSV injection).
    private const string FormulaStarts = "=+-@\t\r\n";

    private bool _lineStarted;

    public CsvText Cell(string? text)
    {
        if (_lineStarted)
        {
            writer.Write(',');
        }

        _lineStarted = true;
        writer.Write(Quoted(guardFormulas ? Guarded(text ?? "") : text ?? ""));
        return this;
    }

    /// <summary>Numbers cannot carry a formula, so a negative one keeps its sign unguarded.</summary>
    public CsvText Cell(IFormattable? number, string? format = null)
    {
        if (_lineStarted)
        {
            writer.Write(',');
        }

        _lineStarted = true;
        writer.Write(number?.ToString(format, CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public CsvText Line(params IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            Cell(cell);
        }

        EndLine();
        return this;
    }

    /// <summary>A whole file for people: UTF-8 with a byte order mark, or spreadsheets read Chinese names as something else.</summary>
    public static byte[] File(Action<CsvText> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        write(new CsvText(text));
        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Such a file of one column.</summary>
    public static byte[] File(string title, IEnumerable<string> cells) => File(csv =>
    {
        foreach (var cell in cells.Prepend(title))
        {
            csv.Line(cell);
        }
    });

    public void EndLine()
    {
        writer.Write("\r\n");
        _lineStarted = false;
    }

    public static string Guarded(string text) => text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Quoted(string text)
    {
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            return text;
        }

        return new StringBuilder(text.Length + 8).Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();
    }
}
