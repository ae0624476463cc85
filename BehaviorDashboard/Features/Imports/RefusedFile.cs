using System.Globalization;
using System.Text;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>
/// The refused rows of one import as a CSV that people open (line, reason, text). Written beside the spool file; rows beyond the limit are counted, not kept,
/// and the last line says so.
/// </summary>
internal sealed class RefusedFile : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly CsvText _csv;
    private readonly int _most;
    private long _rows;

    public RefusedFile(string path, int most)
    {
        _most = most;
        _writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        _csv = new CsvText(_writer);
        _csv.Cell("line").Cell("reason").Cell("text").EndLine();
    }

    public bool IsFull => _rows >= _most;

    public void Write(long line, RejectReason reason, string text)
    {
        if (!IsFull)
        {
            _csv.Cell(line).Cell(Code(reason)).Cell(text).EndLine();
        }

        _rows++;
    }

    public static string Code(RejectReason reason) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    public void Dispose()
    {
        if (_rows > _most)
        {
            _csv.Cell("").Cell("more").Cell(string.Create(CultureInfo.InvariantCulture, $"{_rows - _most} further refused rows are not listed")).EndLine();
        }

        _writer.Dispose();
    }
}
