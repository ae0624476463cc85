namespace BehaviorDashboard.Events.Features;

/// <summary>What a feature's number means to a reader.</summary>
public enum FeatureUnit
{
    /// <summary>Days, not negative.</summary>
    Days,

    /// <summary>How many.</summary>
    Count,

    /// <summary>Currency units of the store.</summary>
    Money,

    /// <summary>0 to 1.</summary>
    Share,

    /// <summary>A ratio or mean without a unit.</summary>
    Ratio,

    /// <summary>1 to 5.</summary>
    Stars,
}

/// <summary>One feature of a customer, and what its numbers count.</summary>
/// <param name="Name">Stable name: part of saved models, of programs' answers and of the key of its sentence in each language.</param>
public sealed record Feature(string Name, FeatureUnit Unit);

/// <summary>
/// The features of a customer as of an instant, in the order of a <see cref="FeatureTable"/>'s columns. All are computed from events strictly
/// before the instant; a number that does not exist (the gap between orders of somebody with one order) is NaN.
/// </summary>
public static class CustomerFeatures
{
    /// <summary>Every feature; the index is the column.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("days_since_order", FeatureUnit.Days),
        new("days_since_visit", FeatureUnit.Days),
        new("days_since_event", FeatureUnit.Days),
        new("orders_30", FeatureUnit.Count),
        new("orders_90", FeatureUnit.Count),
        new("orders_180", FeatureUnit.Count),
        new("orders_365", FeatureUnit.Count),
        new("orders_all", FeatureUnit.Count),
        new("revenue_90", FeatureUnit.Money),
        new("revenue_365", FeatureUnit.Money),
        new("revenue_all", FeatureUnit.Money),
        new("average_order", FeatureUnit.Money),
        new("last_order", FeatureUnit.Money),
        new("mean_gap", FeatureUnit.Days),
        new("silence_ratio", FeatureUnit.Ratio),
        new("order_trend", FeatureUnit.Ratio),
        new("visits_7", FeatureUnit.Count),
        new("visits_30", FeatureUnit.Count),
        new("visits_90", FeatureUnit.Count),
        new("visit_trend", FeatureUnit.Ratio),
        new("views_per_order", FeatureUnit.Ratio),
        new("products_compared", FeatureUnit.Ratio),
        new("discount_share", FeatureUnit.Share),
        new("brand_share", FeatureUnit.Share),
        new("category_variety", FeatureUnit.Ratio),
        new("price_level", FeatureUnit.Money),
        new("basket_items", FeatureUnit.Ratio),
        new("basket_products", FeatureUnit.Ratio),
        new("searches_90", FeatureUnit.Count),
        new("cart_adds_90", FeatureUnit.Count),
        new("cart_abandoned", FeatureUnit.Share),
        new("wishlist_90", FeatureUnit.Count),
        new("returns_share", FeatureUnit.Share),
        new("reviews", FeatureUnit.Count),
        new("mean_rating", FeatureUnit.Stars),
        new("support_90", FeatureUnit.Count),
        new("messages_opened", FeatureUnit.Share),
        new("messages_clicked", FeatureUnit.Share),
        new("weekend_share", FeatureUnit.Share),
        new("evening_share", FeatureUnit.Share),
        new("tenure_days", FeatureUnit.Days),
        new("channels", FeatureUnit.Count),
        new("devices", FeatureUnit.Count),
    ];

    /// <summary>Names in column order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <summary>Column of a feature.</summary>
    /// <exception cref="ArgumentException">There is no feature of that name.</exception>
    public static int IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"There is no customer feature '{name}'.", nameof(name));
    }

    /// <summary>Unit of a feature; <see cref="FeatureUnit.Ratio"/> for a name that is no longer known.</summary>
    public static FeatureUnit UnitOf(string name) => All.FirstOrDefault(f => f.Name == name)?.Unit ?? FeatureUnit.Ratio;
}
