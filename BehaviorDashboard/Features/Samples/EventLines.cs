using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace BehaviorDashboard.Features.Samples;

/// <summary>
/// JSON lines of the machine format, written straight as UTF-8 into one growing buffer. Texts are this room's own and hold
/// nothing that JSON would have to escape (a test parses every line).
/// </summary>
internal sealed class EventLines
{
    private byte[] _bytes = new byte[1 << 20];
    private int _length;

    public long Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear() => (_length, Count) = (0, 0);

    /// <summary>Opens a line with what every event has; <paramref name="who"/> is a ready <c>"customer":"c1"</c> fragment.</summary>
    public void Begin(ReadOnlySpan<byte> idPrefix, int number, ReadOnlySpan<byte> who, DateTime utc, ReadOnlySpan<byte> name)
    {
        Room(512);
        Raw("{\"id\":\"e"u8);
        Raw(idPrefix);
        Raw("-"u8);
        Int(number);
        Raw("\","u8);
        Raw(who);
        Raw(",\"time\":\""u8);
        Time(utc);
        Raw("\",\"event\":\""u8);
        Raw(name);
        Raw("\""u8);
        Count++;
    }

    public void End()
    {
        Room(8);
        Raw("}\n"u8);
    }

    public void Fragment(ReadOnlySpan<byte> json)
    {
        Room(json.Length);
        Raw(json);
    }

    public void Text(ReadOnlySpan<byte> key, string value)
    {
        Key(key, value.Length * 3);
        Raw("\""u8);
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
        Raw("\""u8);
    }

    public void Number(ReadOnlySpan<byte> key, int value)
    {
        Key(key, 16);
        Int(value);
    }

    public void Money(ReadOnlySpan<byte> key, long cents)
    {
        Key(key, 24);
        Amount(cents);
    }

    /// <summary>An id such as <c>o12-3</c>: a letter, the owner's number, a running number.</summary>
    public void Name(ReadOnlySpan<byte> key, byte letter, ReadOnlySpan<byte> owner, int number)
    {
        Key(key, 40);
        Raw("\""u8);
        _bytes[_length++] = letter;
        Raw(owner);
        Raw("-"u8);
        Int(number);
        Raw("\""u8);
    }

    private void Key(ReadOnlySpan<byte> key, int valueBytes)
    {
        Room(key.Length + valueBytes + 8);
        Raw(",\""u8);
        Raw(key);
        Raw("\":"u8);
    }

    private void Amount(long cents)
    {
        if (cents < 0)
        {
            Raw("-"u8);
            cents = -cents;
        }

        Int((int)(cents / 100));
        Raw("."u8);
        TwoDigits((int)(cents % 100));
    }

    private void Time(DateTime utc)
    {
        var (year, month, day) = DateOnly.FromDateTime(utc);
        TwoDigits(year / 100);
        TwoDigits(year % 100);
        Raw("-"u8);
        TwoDigits(month);
        Raw("-"u8);
        TwoDigits(day);
        Raw("T"u8);
        var second = (int)(utc.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);
        TwoDigits(second / 3600);
        Raw(":"u8);
        TwoDigits(second / 60 % 60);
        Raw(":"u8);
        TwoDigits(second % 60);
        Raw("Z"u8);
    }

    private void TwoDigits(int value)
    {
        _bytes[_length++] = (byte)('0' + value / 10);
        _bytes[_length++] = (byte)('0' + value % 10);
    }

    private void Int(int value)
    {
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Room(int bytes)
    {
        if (_bytes.Length - _length < bytes + 256)
        {
            Array.Resize(ref _bytes, (_bytes.Length + bytes) * 2);
        }
    }
}
