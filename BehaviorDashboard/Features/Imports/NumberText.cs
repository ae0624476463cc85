using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Reads amounts and counts as people's files hold them: currency signs, thousands separators, decimal comma, guards of spreadsheets.</summary>
internal static class NumberText
{
    /// <summary>Largest amount that is believed, in currency units; sums of millions of such amounts still fit.</summary>
    public const long LargestAmount = 100_000_000_000;

    public const double LargestQuantity = 1e9;

    private const string Ignored = " \u00a0\u202f$€£¥￥元'\"=\t";

    /// <summary>Amount in ten-thousandths. Empty is 0.</summary>
    public static RejectReason Amount(ReadOnlySpan<char> text, bool decimalComma, out long scaled)
    {
        if (Plain(text, decimalComma, out scaled))
        {
            return RejectReason.None;
        }

        var reason = Parse(text, decimalComma, out var number);
        if (reason == RejectReason.None && Math.Abs(number) > LargestAmount)
        {
            return RejectReason.NumberTooLarge;
        }

        scaled = reason == RejectReason.None ? Money.ToScaled((decimal)number) : 0;
        return reason;
    }

    /// <summary>Empty is <paramref name="missing"/>.</summary>
    public static RejectReason Quantity(ReadOnlySpan<char> text, bool decimalComma, double missing, out double quantity)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            quantity = missing;
            return RejectReason.None;
        }

        if (Plain(text, decimalComma, out var scaled))
        {
            quantity = (double)scaled / Money.Scale;
        }
        else if (Parse(text, decimalComma, out quantity) is var reason and not RejectReason.None)
        {
            return reason;
        }

        return Math.Abs(quantity) > LargestQuantity ? RejectReason.NumberTooLarge : RejectReason.None;
    }

    /// <summary>Quantity times unit price, exact for whole quantities.</summary>
    public static RejectReason Times(double quantity, long price, out long value)
    {
        value = 0;
        if (Math.Abs(quantity * price) > (double)LargestAmount * Money.Scale)
        {
            return RejectReason.NumberTooLarge;
        }

        value = quantity == Math.Floor(quantity) ? (long)quantity * price : decimal.ToInt64(decimal.Round((decimal)quantity * price, 0, MidpointRounding.AwayFromZero));
        return RejectReason.None;
    }

    // Digits, at most eleven, a sign, a point and at most four decimals: nearly every cell there is.
    private static bool Plain(ReadOnlySpan<char> text, bool decimalComma, out long scaled)
    {
        scaled = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var at = negative ? 1 : 0;
        var digits = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
        {
            scaled = (scaled * 10) + (text[at] - '0');
            if (digits == 10)
            {
                return false;
            }
        }

        var decimals = 0;
        if (at < text.Length && text[at] == '.' && !decimalComma)
        {
            for (at++; at < text.Length && decimals < 4 && char.IsAsciiDigit(text[at]); at++, decimals++)
            {
                scaled = (scaled * 10) + (text[at] - '0');
            }
        }

        for (; decimals < 4; decimals++)
        {
            scaled *= 10;
        }

        scaled = negative ? -scaled : scaled;
        return at == text.Length && (digits > 0 || text.IsEmpty);
    }

    private static RejectReason Parse(ReadOnlySpan<char> text, bool decimalComma, out double number)
    {
        Span<char> clean = stackalloc char[64];
        number = 0;
        var used = 0;
        foreach (var c in text)
        {
            if (Ignored.Contains(c, StringComparison.Ordinal))
            {
                continue;
            }

            if (used == clean.Length)
            {
                return RejectReason.NotANumber;
            }

            clean[used++] = c;
        }

        var kept = clean[..used];
        var bracketed = kept is ['(', _, .., ')'];
        kept = bracketed ? kept[1..^1] : kept;
        if (kept.IsEmpty)
        {
            return RejectReason.None;
        }

        kept = kept[..Unseparated(kept, decimalComma)];
        if (!double.TryParse(kept, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return IsInfinite(kept) ? RejectReason.NotFinite : RejectReason.NotANumber;
        }

        number = bracketed ? -number : number;
        return double.IsFinite(number) ? RejectReason.None : char.IsAsciiLetter(kept[^1]) || kept[^1] == '∞' ? RejectReason.NotFinite : RejectReason.NumberTooLarge;
    }

    private static bool IsInfinite(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("+-");
        return text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("infinity", StringComparison.OrdinalIgnoreCase) || text.Equals("nan", StringComparison.OrdinalIgnoreCase) || text is "∞";
    }

    // Drops thousands separators and turns the decimal one into a point. Where both stand in one number the last is the decimal one.
    private static int Unseparated(Span<char> text, bool decimalComma)
    {
        var comma = text.LastIndexOf(',');
        var point = text.LastIndexOf('.');
        var dotsAreThousands = decimalComma && comma < 0 && point >= 0 && text.Length - point == 4;
        if (comma < 0 && !dotsAreThousands)
        {
            return text.Length;
        }

        var separator = comma >= 0 && point >= 0 ? (comma > point ? ',' : '.') : decimalComma ? ',' : '.';
        var used = 0;
        foreach (var c in text)
        {
            if (c == separator)
            {
                text[used++] = '.';
            }
            else if (c is not (',' or '.'))
            {
                text[used++] = c;
            }
        }

        return used;
    }
}
