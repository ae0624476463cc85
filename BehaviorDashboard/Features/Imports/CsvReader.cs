namespace BehaviorDashboard.Features.Imports;

internal enum CsvStatus
{
    Record,
    TooLong,
    QuoteNeverClosed,
    End,
}

/// <summary>
/// Reads delimited records with bounded memory and goes on after a broken one. Libraries that we tried end at a record that exceeds their buffer,
/// and do not say on which physical line a record starts; both are owed to whoever repairs the file.
/// </summary>
/// <remarks>
/// A quote is special at the start of a cell only (RFC 4180); a quoted cell may span lines. LF, CRLF and CR end a line.
/// The buffer never holds more than <paramref name="lineLimit"/> characters and one read.
/// </remarks>
internal sealed class CsvReader(TextReader text, char delimiter, int lineLimit, bool quotes = true)
{
    private const int ReadSize = 32 * 1024;

    private char[] _buffer = new char[Math.Min(lineLimit, 4 * ReadSize) + ReadSize];
    private (int From, int Length, bool Escaped)[] _cells = new (int, int, bool)[64];
    private char[] _scratch = new char[256];
    private int _scratchUsed;
    private int _start;
    private int _end;
    private bool _ended;
    private int _length;
    private int _next;
    private long _nextLine = 1;
    private int _innerLines;

    /// <summary>Physical line on which the record starts, from 1.</summary>
    public long Line { get; private set; }

    public int Count { get; private set; }

    public int BufferLength => _buffer.Length;

    public bool SpansLines => _innerLines > 0;

    /// <summary>The record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<char> Raw => _buffer.AsSpan(_start, _length);

    public ReadOnlySpan<char> this[int cell]
    {
        get
        {
            var (from, length, escaped) = _cells[cell];
            return escaped ? _scratch.AsSpan(from, length) : _buffer.AsSpan(_start + from, length);
        }
    }

    public CsvStatus Read()
    {
        Advance(_next);
        Line = _nextLine;
        Count = 0;
        _length = _next = _innerLines = _scratchUsed = 0;
        if (!Has(0))
        {
            return CsvStatus.End;
        }

        var status = ReadCells();
        _nextLine = Line + 1 + _innerLines;
        return status;
    }

    /// <summary>Gives up all but the first physical line of the record: a stray quote swallowed the lines behind it.</summary>
    public void KeepFirstLine()
    {
        var line = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n');
        EndRecord(line);
        _innerLines = 0;
        _nextLine = Line + 1;
    }

    private CsvStatus ReadCells()
    {
        var at = 0;
        while (true)
        {
            int stop;
            if (quotes && Has(at) && _buffer[_start + at] == '"')
            {
                var close = FindClosingQuote(at, out var escaped);
                if (close < 0)
                {
                    return GiveUpQuote();
                }

                stop = Has(close + 1) ? FindStop(close + 1) : close + 1;
                if (stop == close + 1)
                {
                    AddCell(at + 1, close - at - 1, escaped);
                }
                else if (stop > 0)
                {
                    AddCell(at, stop - at, escaped: false);
                }
            }
            else
            {
                stop = FindStop(at);
                if (stop >= 0)
                {
                    AddCell(at, stop - at, escaped: false);
                }
            }

            if (stop < 0)
            {
                return SkipLine();
            }

            if (!Has(stop) || _buffer[_start + stop] != delimiter)
            {
                EndRecord(stop);
                return CsvStatus.Record;
            }

            at = stop + 1;
        }
    }

    /// <summary>Position of the delimiter, line end or end of file at or behind <paramref name="at"/>; -1 when the line is too long.</summary>
    private int FindStop(int at)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start + at, _end - _start - at).IndexOfAny(delimiter, '\n', '\r');
            if (found >= 0)
            {
                return at + found;
            }

            at = _end - _start;
            if (at > lineLimit)
            {
                return -1;
            }

            if (!Fill())
            {
                return at;
            }
        }
    }

    private int FindClosingQuote(int open, out bool escaped)
    {
        escaped = false;
        var at = open + 1;
        while (true)
        {
            var found = Has(at) ? _buffer.AsSpan(_start + at, _end - _start - at).IndexOf('"') : -1;
            if (found >= 0)
            {
                at += found;
                if (!Has(at + 1) || _buffer[_start + at + 1] != '"')
                {
                    _innerLines += CountLines(_buffer.AsSpan(_start + open, at - open));
                    return at;
                }

                escaped = true;
                at += 2;
                continue;
            }

            at = Math.Max(at, _end - _start);
            if (at > lineLimit || !Fill())
            {
                return -1;
            }
        }
    }

    private CsvStatus GiveUpQuote()
    {
        var line = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n');
        if (line < 0 && !_ended)
        {
            return SkipLine();
        }

        _innerLines = 0;
        EndRecord(line < 0 ? _end - _start : line);
        return CsvStatus.QuoteNeverClosed;
    }

    // Drops characters up to the line's end without keeping them; Raw shows how the line began.
    private CsvStatus SkipLine()
    {
        _innerLines = 0;
        var head = Math.Min(2 * RefusedText.Longest, _end - _start);
        while (true)
        {
            var found = _buffer.AsSpan(_start + head, _end - _start - head).IndexOfAny('\r', '\n');
            if (found >= 0 || (_ended && _end == _start + head))
            {
                EndRecord(found >= 0 ? head + found : _end - _start);
                _length = Math.Min(_length, head);
                return CsvStatus.TooLong;
            }

            _end = _start + head;
            Fill();
        }
    }

    private void EndRecord(int stop)
    {
        _length = stop;
        _next = stop;
        if (Has(stop))
        {
            _next += _buffer[_start + stop] == '\r' && Has(stop + 1) && _buffer[_start + stop + 1] == '\n' ? 2 : 1;
        }
    }

    private void AddCell(int from, int length, bool escaped)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, Count * 2);
        }

        _cells[Count++] = escaped ? Unescape(from, length) : (from, length, false);
    }

    private (int From, int Length, bool Escaped) Unescape(int from, int length)
    {
        if (_scratch.Length < _scratchUsed + length)
        {
            Array.Resize(ref _scratch, Math.Max(_scratchUsed + length, _scratch.Length * 2));
        }

        var to = _scratchUsed;
        var cell = _buffer.AsSpan(_start + from, length);
        for (var i = 0; i < cell.Length; i++)
        {
            _scratch[_scratchUsed++] = cell[i];
            if (cell[i] == '"')
            {
                i++;
            }
        }

        return (to, _scratchUsed - to, true);
    }

    private bool Has(int at) => _start + at < _end || (Fill() && _start + at < _end);

    private void Advance(int by) => _start += by;

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_buffer.Length - _end < ReadSize)
        {
            MakeRoom();
        }

        var read = text.Read(_buffer, _end, ReadSize);
        _end += read;
        _ended = read == 0;
        return read > 0;
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        var target = kept + ReadSize > _buffer.Length ? new char[Math.Max(kept + ReadSize, Math.Min(_buffer.Length * 2, lineLimit + (2 * ReadSize)))] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = kept;
    }

    private static int CountLines(ReadOnlySpan<char> cell)
    {
        var lines = cell.Count('\n');
        return lines > 0 ? lines : cell.Count('\r');
    }
}
