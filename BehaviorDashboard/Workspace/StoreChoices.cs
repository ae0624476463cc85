namespace BehaviorDashboard.Workspace;

/// <summary>What forms offer; <see cref="StoreRules"/> decides what is legal.</summary>
public static class StoreChoices
{
    /// <summary>Currencies that shops trade in, by code.</summary>
    public static IReadOnlyList<string> Currencies { get; } =
    [
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW",
        "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
    ];

    /// <summary>UTC and the places of the time zone database; the machine's other spellings are left out.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
    [
        "UTC",
        .. TimeZoneInfo.GetSystemTimeZones().Select(z => z.HasIanaId ? z.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(z.Id, out var id) ? id : "")
            .Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
