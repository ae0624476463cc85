using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>
/// Which customers are meant: a tree of conditions, the same for pages, segments, campaigns and programs. As JSON:
/// <c>{"all":[...]}</c>, <c>{"any":[...]}</c>, <c>{"not":{...}}</c>, <c>{"property":"churn.probability","op":"gte","value":0.5}</c>, <c>{"customers":["c1"]}</c>.
/// Properties are the built-in ones of <see cref="CustomerProperties"/> and published columns as <c>owner.column</c>; a column that is not published yet holds for nobody.
/// </summary>
public abstract record CustomerFilter
{
    /// <summary>Every part holds; without parts, everybody is meant.</summary>
    public sealed record All(IReadOnlyList<CustomerFilter> Parts) : CustomerFilter;

    /// <summary>At least one part holds; without parts, nobody is meant.</summary>
    public sealed record Any(IReadOnlyList<CustomerFilter> Parts) : CustomerFilter;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(CustomerFilter Part) : CustomerFilter;

    /// <summary>A property compared with a value.</summary>
    /// <param name="Op">An operator of <see cref="EventMatch.Operators"/>.</param>
    public sealed record Where(string Property, string Op, JsonElement? Value) : CustomerFilter;

    /// <summary>Customers by id.</summary>
    public sealed record Customers(IReadOnlyList<string> Ids) : CustomerFilter;

    /// <summary>Customers of a saved segment, by its id; questions replace it by the segment's own filter before they read (<see cref="Questions.ISegmentFilters"/>).</summary>
    public sealed record Segment(string Id) : CustomerFilter;

    // Filters travel as data, never inside HTML, so names may stay readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CustomerFilter Everyone { get; } = new All([]);

    /// <summary>Shorthand for one condition.</summary>
    public static CustomerFilter Condition(string property, string op, object? value = null) =>
        new Where(property, op, value is null ? null : JsonSerializer.SerializeToElement(value));

    public static CustomerFilter Both(CustomerFilter first, CustomerFilter second) => new All([first, second]);

    public static Outcome<CustomerFilter> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return Parse(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            return new Problem("filter.not_json", $"The filter is not valid JSON: {e.Message}", "filter");
        }
    }

    public static Outcome<CustomerFilter> Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Malformed();
        }

        if (json.TryGetProperty("all", out var all))
        {
            return ParseParts(all, parts => new All(parts));
        }

        if (json.TryGetProperty("any", out var any))
        {
            return ParseParts(any, parts => new Any(parts));
        }

        if (json.TryGetProperty("not", out var not))
        {
            return Parse(not) is { Succeeded: true, Value: { } part } ? new Not(part) : Parse(not);
        }

        if (json.TryGetProperty("customers", out var customers) && customers.ValueKind == JsonValueKind.Array)
        {
            return new Customers([.. customers.EnumerateArray().Select(EventProperty.TextOf)]);
        }

        return json.TryGetProperty("property", out var property) && property.ValueKind == JsonValueKind.String ? Leaf(property.GetString()!, json) : Malformed();
    }

    public string ToJson() => ToNode().ToJsonString(Readable);

    private JsonObject ToNode() => this switch
    {
        All all => new JsonObject { ["all"] = new JsonArray([.. all.Parts.Select(p => p.ToNode())]) },
        Any any => new JsonObject { ["any"] = new JsonArray([.. any.Parts.Select(p => p.ToNode())]) },
        Not not => new JsonObject { ["not"] = not.Part.ToNode() },
        Customers customers => new JsonObject { ["customers"] = new JsonArray([.. customers.Ids.Select(id => (JsonNode)JsonValue.Create(id))]) },
        Where { Value: { } value } where => new JsonObject { ["property"] = where.Property, ["op"] = where.Op, ["value"] = JsonNode.Parse(value.GetRawText()) },
        Where where => new JsonObject { ["property"] = where.Property, ["op"] = where.Op },
        _ => throw new InvalidOperationException("Unknown part of a filter."),
    };

    private static Outcome<CustomerFilter> ParseParts(JsonElement array, Func<IReadOnlyList<CustomerFilter>, CustomerFilter> create)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return Malformed();
        }

        var parts = new List<CustomerFilter>();
        foreach (var element in array.EnumerateArray())
        {
            var part = Parse(element);
            if (!part.Succeeded)
            {
                return part;
            }

            parts.Add(part.Value);
        }

        return create(parts);
    }

    private static Outcome<CustomerFilter> Leaf(string property, JsonElement json)
    {
        var op = json.TryGetProperty("op", out var o) && o.ValueKind == JsonValueKind.String ? o.GetString()! : "";
        if (!EventMatch.Operators.Contains(op))
        {
            return new Problem("filter.operator_unknown", $"'{op}' is no operator. Use one of {string.Join(", ", EventMatch.Operators)}.", "op", op);
        }

        if (CustomerProperties.Find(property) is null && !CustomerProperties.IsPublishedName(property))
        {
            return new Problem("filter.property_unknown", $"Customers have no property '{property}'. Use one of {string.Join(", ", CustomerProperties.Names)}, or a published one such as churn.probability.", "property", property);
        }

        JsonElement? value = json.TryGetProperty("value", out var v) && v.ValueKind != JsonValueKind.Null ? v.Clone() : null;
        if (value is null && op is not ("exists" or "missing"))
        {
            return new Problem("filter.value_missing", $"The condition on '{property}' needs a value.", "value", property);
        }

        if (value is { } given && CustomerProperties.Find(property) is { } known && !Values(given).All(t => CustomerProperties.Accepts(known.Type, t)))
        {
            return new Problem("filter.value_wrong", string.Create(CultureInfo.InvariantCulture, $"'{given.GetRawText()}' is no {known.Type.ToString().ToUpperInvariant()} value for '{property}'."), "value", property);
        }

        return new Where(property, op, value);
    }

    internal static IEnumerable<string> Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(EventProperty.TextOf) : [EventProperty.TextOf(value)];

    private static Outcome<CustomerFilter> Malformed() =>
        new Problem("filter.malformed", "A filter is one of {\"all\":[..]}, {\"any\":[..]}, {\"not\":{..}}, {\"property\":..,\"op\":..,\"value\":..} and {\"customers\":[..]}.", "filter");
}
