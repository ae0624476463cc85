using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

/// <summary>Numbers for people, in the page's culture: short (12.4 k, 1.24万) and exact (12,417).</summary>
public static class NumberFormat
{
    /// <summary>Stands for "no data", which is never 0.</summary>
    public const string None = "–";

    private const string NarrowSpace = "\u202F";

    private static readonly (double Size, string Unit)[] Western = [(1e9, NarrowSpace + "B"), (1e6, NarrowSpace + "M"), (1e3, NarrowSpace + "k")];

    private static readonly (double Size, string Unit)[] Chinese = [(1e8, "亿"), (1e4, "万")];

    public static string Short(double? value, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentCulture;
        if (value is not { } number || !double.IsFinite(number))
        {
            return None;
        }

        var units = IsChinese(culture) ? Chinese : Western;
        foreach (var (size, unit) in units)
        {
            // 999.6 k reads as 1 M: the unit is chosen after rounding.
            if (Math.Abs(number) >= size * 0.9995)
            {
                return Figures(number / size, culture) + unit;
            }
        }

        return Figures(number, culture);
    }

    public static string Exact(double? value, int decimals = 0, CultureInfo? culture = null) =>
        value is { } number && double.IsFinite(number)
            ? number.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture ?? CultureInfo.CurrentCulture)
            : None;

    public static string Exact(long value, CultureInfo? culture = null) => value.ToString("N0", culture ?? CultureInfo.CurrentCulture);

    /// <summary>A share between 0 and 1 as a percentage.</summary>
    public static string Percent(double? share, int? decimals = null, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentCulture;
        if (share is not { } value || !double.IsFinite(value))
        {
            return None;
        }

        var places = decimals ?? (Math.Abs(value) is >= 0.0995 or 0 ? 0 : Math.Abs(value) < 0.00995 ? 2 : 1);
        var text = (value * 100).ToString("N" + places.ToString(CultureInfo.InvariantCulture), culture);
        return text + (IsChinese(culture) ? "%" : NarrowSpace + "%");
    }

    /// <summary>A change with its sign: +3.1 %, -12 %.</summary>
    public static string Signed(double? share, CultureInfo? culture = null) =>
        share is { } value && double.IsFinite(value) ? (value > 0 ? "+" : "") + Percent(value, null, culture) : None;

    /// <summary>2026-01-31 in Chinese, 31 Jan 2026 in English.</summary>
    public static string Day(DateOnly day, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentCulture;
        return day.ToString(IsChinese(culture) ? "yyyy-MM-dd" : "d MMM yyyy", culture);
    }

    public static string ShortDay(DateOnly day, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentCulture;
        return day.ToString(IsChinese(culture) ? "M月d日" : "d MMM", culture);
    }

    public static string Time(DateTime local, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentCulture;
        return local.ToString(IsChinese(culture) ? "yyyy-MM-dd HH:mm" : "d MMM yyyy HH:mm", culture);
    }

    /// <summary>A stretch of time by its start: an hour, a day, the first day of a week, or a month.</summary>
    /// <param name="unit">Null: an hour.</param>
    /// <param name="inOneYear">All of them lie in one year, which need not be said with each.</param>
    public static string Period(DateTime local, PeriodUnit? unit, bool inOneYear = false) => unit switch
    {
        null => Time(local),
        PeriodUnit.Month => local.ToString("Y", CultureInfo.CurrentCulture),
        _ => inOneYear ? ShortDay(DateOnly.FromDateTime(local)) : Day(DateOnly.FromDateTime(local)),
    };

    internal static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh";

    private static string Figures(double value, CultureInfo culture)
    {
        var size = Math.Abs(value);
        var decimals = size >= 99.95 || value == Math.Truncate(value) ? 0 : size >= 9.995 ? 1 : 2;
        var text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);
        return decimals == 0 ? text : text.TrimEnd('0').TrimEnd(culture.NumberFormat.NumberDecimalSeparator[0]);
    }
}
