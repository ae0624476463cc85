using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Trends;

/// <summary>Figures over time as programs ask for them, and as the page keeps them in its address.</summary>
/// <param name="Interval">hour, day, week or month.</param>
/// <param name="Filter">A list of conditions that every event must meet, or a condition tree over customers.</param>
/// <param name="Compare">previous (the period before) or year (a year earlier; 364 days, so that weekdays match).</param>
/// <param name="Cumulative">Figures since the range began.</param>
/// <param name="MovingAverage">Mean over so many buckets, the last of them included; 0 for none.</param>
public sealed record TrendsRequest(
    IReadOnlyList<AskedMeasure>? Measures = null,
    string? Interval = null,
    AskedRange? Range = null,
    JsonElement? Filter = null,
    AskedTrendBreakdown? Breakdown = null,
    string? Compare = null,
    bool Cumulative = false,
    int MovingAverage = 0,
    AskedTrendPeople? People = null);

/// <param name="Event">Short for a union of one.</param>
/// <param name="Any">A union of events.</param>
/// <param name="Math">count, customers, sum, mean or perCustomer.</param>
/// <param name="Property">What is summed.</param>
/// <param name="Per">The measure that this one is divided by.</param>
public sealed record AskedMeasure(
    string? Event = null,
    IReadOnlyList<AskedEvent>? Any = null,
    IReadOnlyList<EventCondition>? Where = null,
    string? Math = null,
    string? Property = null,
    AskedMeasure? Per = null,
    string? Name = null)
{
    public AskedStep Step => new(Any, Event, Where);
}

/// <param name="Limit">Groups that are shown; the rest is one group.</param>
[JsonConverter(typeof(AskedTrendBreakdownConverter))]
public sealed record AskedTrendBreakdown(string? Property = null, int Limit = AskedTrendBreakdown.Usual)
{
    public const int Usual = 8;
}

/// <param name="Measure">Counted from 0.</param>
/// <param name="Bucket">Counted from 0; without it, the whole range.</param>
/// <param name="Group">Without it and the next two, everybody.</param>
/// <param name="Missing">Events without the property.</param>
/// <param name="Other">The groups that are not shown.</param>
public sealed record AskedTrendPeople(int Measure = 0, int? Bucket = null, string? Group = null, bool Missing = false, bool Other = false);

/// <summary>A breakdown is an object, or just the property's name.</summary>
internal sealed class AskedTrendBreakdownConverter : JsonConverter<AskedTrendBreakdown>
{
    public override AskedTrendBreakdown? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new AskedTrendBreakdown(reader.GetString());
        }

        var fields = JsonSerializer.Deserialize<Fields>(ref reader, options);
        return fields is null ? null : new AskedTrendBreakdown(fields.Property, fields.Limit ?? AskedTrendBreakdown.Usual);
    }

    public override void Write(Utf8JsonWriter writer, AskedTrendBreakdown value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Fields(value.Property, value.Limit == AskedTrendBreakdown.Usual ? null : value.Limit), options);

    private sealed record Fields(string? Property, int? Limit);
}
