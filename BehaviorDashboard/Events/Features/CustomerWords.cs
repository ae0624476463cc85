using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events.Carts;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Events.Features;

/// <summary>Says groups, properties and conditions of customers in the reader's language, the same on every page.</summary>
public sealed class CustomerWords(IStringLocalizer<FeatureText> text)
{
    private IStringLocalizer<FeatureText> T { get; } = text;

    /// <summary>Name of an RFM group, by its code (111 to 000).</summary>
    public string RfmGroup(string code) => T[$"RfmGroup.{code}"];

    /// <summary>What an RFM group's customers did, in a sentence.</summary>
    public string RfmHint(string code) => T[$"RfmHint.{code}"];

    /// <summary>Name of a behaviour group from its code, as published in <c>segment.name</c>: <c>discount_share.high+orders_all.low#2</c>.</summary>
    public string BehaviourGroup(string code)
    {
        var parts = code.Split('#');
        var name = string.Join(T["Group.separator"], parts[0].Split('+').Select(mark => T[$"Mark.{mark}"].Value));
        name = name.Length > 1 ? char.ToUpper(name[0], CultureInfo.CurrentCulture) + name[1..] : name;
        return parts.Length > 1 ? T["Group.twin", name, parts[1]] : name;
    }

    /// <summary>Name of a built-in or published property; the property itself where it has none.</summary>
    public string Property(string property) => T[$"Property.{property}"] is { ResourceNotFound: false } name ? name : property;

    /// <summary>Name of a comparison: gte is ≥.</summary>
    public string Operator(string op) => T[$"Op.{op}"];

    /// <summary>The codes that a published property may hold, where they are a closed set, each in words; null for any other.</summary>
    public IReadOnlyList<(string Value, string Label)>? Options(string property) => property switch
    {
        "cart.state" => [.. CartCodes.States.Select(s => (s, T[$"CartState.{s}"].Value))],
        "cart.last" => [.. CartCodes.Lasts.Select(s => (s, T[$"CartLast.{s}"].Value))],
        _ => null,
    };

    public string YesNo(bool value) => value ? T["Yes"] : T["No"];

    /// <summary>A condition as a sentence: "Orders ≥ 2 and Net revenue ≥ 100".</summary>
    public string Condition(CustomerFilter filter) => filter switch
    {
        CustomerFilter.All { Parts.Count: 0 } => T["Filter.everyone"],
        CustomerFilter.All all => Joined(all.Parts, T["Filter.and"]),
        CustomerFilter.Any any => Joined(any.Parts, T["Filter.or"]),
        CustomerFilter.Not not => T["Filter.not", Condition(not.Part)],
        CustomerFilter.Customers customers => T["Filter.listed", customers.Ids.Count.ToString("N0", CultureInfo.CurrentCulture)],
        CustomerFilter.Where { Value: { } value } where => T["Filter.condition", Property(where.Property), Operator(where.Op), Value(where.Property, value)],
        CustomerFilter.Where where => $"{Property(where.Property)} {Operator(where.Op)}",
        _ => "",
    };

    private string Joined(IReadOnlyList<CustomerFilter> parts, string word) => parts.Count == 1
        ? Condition(parts[0])
        : string.Join(word, parts.Select(p => p is CustomerFilter.All { Parts.Count: > 1 } or CustomerFilter.Any { Parts.Count: > 1 } ? T["Filter.nested", Condition(p)].Value : Condition(p)));

    private string Value(string property, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(T["Group.separator"], value.EnumerateArray().Select(v => Value(property, v))),
        JsonValueKind.True or JsonValueKind.False => YesNo(value.GetBoolean()),
        JsonValueKind.Number when property == "churn.probability" => value.GetDouble().ToString("P0", CultureInfo.CurrentCulture),
        JsonValueKind.Number => value.GetDouble().ToString("#,0.##", CultureInfo.CurrentCulture),
        JsonValueKind.String when property == "rfm.group" => RfmGroup(value.GetString()!),
        JsonValueKind.String when property == "cart.state" => T[$"CartState.{value.GetString()}"],
        JsonValueKind.String when property == "cart.last" => T[$"CartLast.{value.GetString()}"],
        JsonValueKind.String when property == "segment.name" => BehaviourGroup(value.GetString()!),
        _ => value.ToString(),
    };
}
