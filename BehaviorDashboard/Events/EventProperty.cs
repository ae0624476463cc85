using System.Globalization;
using System.Text;
using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>Properties by name, whether they have a column of their own or lie in the remaining properties.</summary>
internal static class EventProperty
{
    /// <summary>What became of the cart that the event belongs to.</summary>
    public const string CartState = "cart.state";

    /// <summary>The last thing before that cart was left.</summary>
    public const string CartLast = "cart.last";

    public static EventColumns ColumnOf(string property) => property switch
    {
        "event" or "kind" => EventColumns.Base,
        "product" => EventColumns.Product,
        "category" => EventColumns.Category,
        "brand" => EventColumns.Brand,
        "quantity" => EventColumns.Quantity,
        "price" => EventColumns.Price,
        "value" => EventColumns.Value,
        "discount" => EventColumns.Discount,
        "currency" => EventColumns.Currency,
        "order" => EventColumns.Order,
        "cart" => EventColumns.Cart,
        "session" => EventColumns.Session,
        "channel" => EventColumns.Channel,
        "campaign" => EventColumns.Campaign,
        "device" => EventColumns.Device,
        "page" => EventColumns.Page,
        "search" => EventColumns.Search,
        "coupon" => EventColumns.Coupon,
        "rating" => EventColumns.Rating,
        "review" => EventColumns.Review,
        CartState or CartLast => EventColumns.CartFate,
        _ => EventColumns.Properties,
    };

    /// <summary>Whether a property has no column of its own, so that nothing but the events' remaining properties can hold it.</summary>
    public static bool IsLoose(string property) => ColumnOf(property) == EventColumns.Properties;

    public static string? Read(TimelineEvent e, string property) => property switch
    {
        "event" => e.Name,
        "kind" => e.Kind.ToString(),
        "product" => e.Product,
        "category" => e.Category,
        "brand" => e.Brand,
        "quantity" => e.Quantity.ToString(CultureInfo.InvariantCulture),
        "price" => Amount(e.Price),
        "value" => Amount(e.Value),
        "discount" => Amount(e.Discount),
        "currency" => e.Currency,
        "order" => e.Order,
        "cart" => e.Cart,
        "session" => e.Session,
        "channel" => e.Channel,
        "campaign" => e.Campaign,
        "device" => e.Device,
        "page" => e.Page,
        "search" => e.Search,
        "coupon" => e.Coupon,
        "rating" => e.Rating == 0 ? null : e.Rating.ToString(CultureInfo.InvariantCulture),
        "review" => e.Review,
        CartState => e.CartState,
        CartLast => e.CartLast,
        _ => FromJson(e.Properties, property),
    };

    /// <summary>The same for many events, with the property looked up once.</summary>
    public static Func<TimelineEvent, string?> Reader(string property) => property switch
    {
        "event" => e => e.Name,
        "product" => e => e.Product,
        "category" => e => e.Category,
        "brand" => e => e.Brand,
        "channel" => e => e.Channel,
        "campaign" => e => e.Campaign,
        "device" => e => e.Device,
        "session" => e => e.Session,
        "page" => e => e.Page,
        _ => e => Read(e, property),
    };

    public static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static string Amount(long scaled) => ((decimal)scaled / Money.Scale).ToString("0.####", CultureInfo.InvariantCulture);

    private static string? FromJson(string? json, string property)
    {
        // Most events lack most properties: a plain search spares the parser.
        if (json is null || !json.Contains(property, StringComparison.Ordinal))
        {
            return null;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var found = reader.ValueTextEquals(property);
            reader.Read();
            if (found)
            {
                using var value = JsonDocument.ParseValue(ref reader);
                return value.RootElement.ValueKind == JsonValueKind.Null ? null : TextOf(value.RootElement);
            }

            reader.Skip();
        }

        return null;
    }
}
