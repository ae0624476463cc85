using System.Globalization;
using System.Text.RegularExpressions;

namespace BehaviorDashboard.Events;

/// <summary>What kind of value a customer's property holds.</summary>
public enum PropertyType
{
    Text,
    Number,
    Boolean,
    Instant,
}

/// <summary>The built-in properties of customers, computed from their events as of the last event of the store.</summary>
public static partial class CustomerProperties
{
    private static readonly (string Name, PropertyType Type, string Expression)[] Known =
    [
        ("id", PropertyType.Text, "c.id"),
        ("name", PropertyType.Text, "c.name"),
        ("email", PropertyType.Text, "c.email"),
        ("phone", PropertyType.Text, "c.phone"),
        ("country", PropertyType.Text, "c.country"),
        ("anonymous", PropertyType.Boolean, "c.anonymous"),
        ("consent", PropertyType.Boolean, "(c.marketing IS NOT FALSE)"),
        ("profiling", PropertyType.Boolean, "(c.profiling IS NOT FALSE)"),
        ("first", PropertyType.Instant, "f.first"),
        ("last", PropertyType.Instant, "f.last"),
        ("firstOrder", PropertyType.Instant, "f.first_order"),
        ("lastOrder", PropertyType.Instant, "f.last_order"),
        ("orders", PropertyType.Number, "coalesce(f.orders, 0)"),
        ("events", PropertyType.Number, "coalesce(f.events, 0)"),
        ("netRevenue", PropertyType.Number, "(coalesce(f.net, 0) / 10000.0)"),
        ("averageOrderValue", PropertyType.Number, "(f.net / 10000.0 / nullif(f.orders, 0))"),
        ("daysSinceOrder", PropertyType.Number, $"(date_diff('second', f.last_order, {AsOf}) / 86400.0)"),
        ("daysSinceLast", PropertyType.Number, $"(date_diff('second', f.last, {AsOf}) / 86400.0)"),
    ];

    private const string AsOf = "(SELECT max(last) FROM customer_facts)";

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The type of a built-in property; null when there is none of that name.</summary>
    public static PropertyType? TypeOf(string property) => Find(property)?.Type;

    internal static (PropertyType Type, string Expression)? Find(string property) =>
        Array.FindIndex(Known, k => k.Name == property) is >= 0 and var i ? (Known[i].Type, Known[i].Expression) : null;

    internal static bool IsPublishedName(string property) => PublishedName().IsMatch(property);

    internal static bool Accepts(PropertyType type, string text) => type switch
    {
        PropertyType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n),
        PropertyType.Boolean => text is "true" or "false",
        PropertyType.Instant => ToInstant(text) is not null,
        _ => true,
    };

    /// <summary>ISO 8601; without an offset it is read as UTC.</summary>
    internal static DateTime? ToInstant(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    [GeneratedRegex("^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$")]
    private static partial Regex PublishedName();
}
