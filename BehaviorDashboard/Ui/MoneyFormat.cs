using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

/// <summary>Amounts for people: the currency's sign, its decimals, short and exact.</summary>
public static class MoneyFormat
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["USD"] = "$",
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["CNY"] = "¥",
        ["JPY"] = "JP¥",
        ["KRW"] = "₩",
        ["INR"] = "₹",
        ["BRL"] = "R$",
        ["AUD"] = "A$",
        ["CAD"] = "CA$",
        ["NZD"] = "NZ$",
        ["HKD"] = "HK$",
        ["TWD"] = "NT$",
        ["SGD"] = "S$",
        ["MXN"] = "MX$",
        ["VND"] = "₫",
        ["PHP"] = "₱",
        ["THB"] = "฿",
        ["ILS"] = "₪",
        ["TRY"] = "₺",
        ["UAH"] = "₴",
        ["NGN"] = "₦",
    };

    private static readonly HashSet<string> WithoutDecimals = ["JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF"];

    public static string Short(Money money, CultureInfo? culture = null) => Join((double)money.Amount, money.Currency, amount => NumberFormat.Short(amount, culture));

    public static string Exact(Money money, CultureInfo? culture = null) =>
        Join((double)money.Amount, money.Currency, _ => decimal.Abs(money.Amount).ToString(DecimalsOf(money.Currency), culture ?? CultureInfo.CurrentCulture));

    public static string Short(long scaled, string currency, CultureInfo? culture = null) => Short(Money.FromScaled(scaled, currency), culture);

    public static string Exact(long scaled, string currency, CultureInfo? culture = null) => Exact(Money.FromScaled(scaled, currency), culture);

    /// <summary>An amount in whole currency units that may be missing.</summary>
    public static string Short(double? amount, string currency, CultureInfo? culture = null) =>
        amount is { } value && double.IsFinite(value) ? Join(value, currency, size => NumberFormat.Short(size, culture)) : NumberFormat.None;

    public static string Exact(double? amount, string currency, CultureInfo? culture = null) =>
        amount is { } value && double.IsFinite(value)
            ? Join(value, currency, size => size.ToString(DecimalsOf(currency), culture ?? CultureInfo.CurrentCulture))
            : NumberFormat.None;

    private static string Join(double amount, string currency, Func<double, string> digits)
    {
        var sign = amount < 0 ? "-" : "";
        var mark = Signs.TryGetValue(currency, out var known) ? known : currency + "\u00A0";
        return sign + mark + digits(Math.Abs(amount));
    }

    private static string DecimalsOf(string currency) => WithoutDecimals.Contains(currency) ? "N0" : "N2";
}
