using System.Globalization;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Events.Features;

/// <summary>Says features in the reader's language.</summary>
public sealed class FeatureWords(IStringLocalizer<FeatureText> text)
{
    private IStringLocalizer<FeatureText> T { get; } = text;

    /// <summary>A short name: "Orders in the last 90 days".</summary>
    public string Name(string feature) => T[$"Name.{feature}"];

    /// <summary>What the value says: "The last order was 120 days ago".</summary>
    /// <param name="value">NaN says that there is no such number.</param>
    /// <param name="currency">The store's currency, for amounts.</param>
    public string Sentence(string feature, double value, string currency) =>
        double.IsNaN(value) ? T["Sentence.missing", Name(feature)] : T[$"Sentence.{feature}", Value(feature, value, currency)];

    /// <summary>The value with its unit; an em dash for NaN.</summary>
    public string Value(string feature, double value, string currency)
    {
        var culture = CultureInfo.CurrentCulture;
        return double.IsNaN(value) ? "—" : CustomerFeatures.UnitOf(feature) switch
        {
            FeatureUnit.Days => Days(value),
            FeatureUnit.Count => value.ToString("N0", culture),
            FeatureUnit.Money => value.ToString(Math.Abs(value) < 100 ? "N2" : "N0", culture) + " " + currency,
            FeatureUnit.Share => value.ToString("P0", culture),
            FeatureUnit.Stars => T["Unit.Stars", value.ToString("0.#", culture)],
            _ => value.ToString("0.##", culture),
        };
    }

    private string Days(double value) =>
        Math.Round(value) is 1 ? T["Unit.OneDay"] : T["Unit.Days", Math.Round(value).ToString("N0", CultureInfo.CurrentCulture)];
}
