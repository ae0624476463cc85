namespace BehaviorDashboard.Features.Imports;

/// <summary>Which comes first in dates such as 3/4/2026.</summary>
public enum DateOrder
{
    MonthFirst,
    DayFirst,
}

/// <summary>
/// Reads the times that order and event files hold: year first (also 2026年3月4日), or day and month first with <c>/</c>, <c>.</c> or <c>-</c>;
/// with or without seconds, fraction, AM/PM and offset; whole seconds, milliseconds or microseconds since 1970.
/// </summary>
/// <remarks>Only <c>/</c> leaves the order open: dates with dots or hyphens put the day first wherever we met them.</remarks>
internal ref struct TimeText
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private TimeText(ReadOnlySpan<char> text)
    {
        _text = text;
        _at = 0;
    }

    /// <param name="offset">What the text says about its zone; null: local time of the store.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime time, out TimeSpan? offset)
    {
        offset = null;
        time = default;
        text = text.Trim();
        if (text.Length is 10 or 13 or 16 && text.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            offset = TimeSpan.Zero;
            var ticks = long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * (text.Length == 10 ? TimeSpan.TicksPerSecond : text.Length == 13 ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMicrosecond);
            time = DateTime.UnixEpoch.AddTicks(ticks);
            return true;
        }

        var reader = new TimeText(text);
        return reader.Date(order, out time) && reader.Clock(ref time) && reader.Zone(ref offset) && reader._at == text.Length;
    }

    /// <summary>The two first numbers of a date with slashes whose year comes last; false for any other text.</summary>
    public static bool SlashedDate(ReadOnlySpan<char> text, out int first, out int second)
    {
        var reader = new TimeText(text.Trim());
        second = 0;
        return reader.Number(2, out first) && reader.Take('/') && reader.Number(2, out second) && reader.Take('/');
    }

    private bool Date(DateOrder order, out DateTime date)
    {
        date = default;
        var start = _at;
        if (!Number(8, out var first))
        {
            return false;
        }

        var digits = _at - start;
        if (digits == 8)
        {
            return Build(first / 10_000, first / 100 % 100, first % 100, out date);
        }

        if (!Separator(out var separator) || !Number(2, out var second) || !Separator(out _))
        {
            return false;
        }

        start = _at;
        if (!Number(4, out var third))
        {
            return false;
        }

        if (digits == 4)
        {
            Take('日');
            return Build(first, second, third, out date);
        }

        var year = _at - start == 4 ? third : _at - start == 2 ? 2000 + third : 0;
        return separator == '/' && order == DateOrder.MonthFirst ? Build(year, first, second, out date) : Build(year, second, first, out date);
    }

    private bool Clock(ref DateTime time)
    {
        if (!Take('T'))
        {
            Spaces();
        }

        if (_at == _text.Length || !char.IsAsciiDigit(_text[_at]))
        {
            return true;
        }

        if (!Number(2, out var hour) || !(Take(':') || Take('.')) || !Number(2, out var minute))
        {
            return false;
        }

        var second = 0;
        long fraction = 0;
        if ((Take(':') || Take('.')) && (!Number(2, out second) || ((Take('.') || Take(',')) && !Fraction(out fraction))))
        {
            return false;
        }

        if (!HalfDay(ref hour) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = time.AddTicks((((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction);
        return true;
    }

    private bool HalfDay(ref int hour)
    {
        Spaces();
        var rest = _text[_at..];
        var afternoon = rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (!afternoon && !rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _at += 2;
        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = (hour % 12) + (afternoon ? 12 : 0);
        return true;
    }

    private bool Zone(ref TimeSpan? offset)
    {
        Spaces();
        var rest = _text[_at..];
        if (rest.Length == 0)
        {
            return true;
        }

        if (rest is "Z" or "z" or "UTC" or "GMT")
        {
            offset = TimeSpan.Zero;
            _at = _text.Length;
            return true;
        }

        var minus = Take('-');
        if ((!minus && !Take('+')) || !Number(2, out var hours))
        {
            return false;
        }

        Take(':');
        var minutes = 0;
        if (_at < _text.Length && !Number(2, out minutes))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (minus ? -1 : 1);
        return hours <= 14 && minutes <= 59;
    }

    private static bool Build(int year, int month, int day, out DateTime date)
    {
        var exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateTime(year, month, day) : default;
        return exists;
    }

    private bool Fraction(out long ticks)
    {
        ticks = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        var start = _at;
        for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++, unit /= 10)
        {
            ticks += (_text[_at] - '0') * unit;
        }

        return _at > start;
    }

    private bool Number(int longest, out int value)
    {
        value = 0;
        var start = _at;
        for (; _at < _text.Length && _at - start < longest && char.IsAsciiDigit(_text[_at]); _at++)
        {
            value = (value * 10) + (_text[_at] - '0');
        }

        return _at > start;
    }

    private bool Separator(out char separator)
    {
        separator = _at < _text.Length ? _text[_at] : '\0';
        _at++;
        return separator is '-' or '/' or '.' or '年' or '月';
    }

    private bool Take(char c)
    {
        var there = _at < _text.Length && _text[_at] == c;
        _at += there ? 1 : 0;
        return there;
    }

    private void Spaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
