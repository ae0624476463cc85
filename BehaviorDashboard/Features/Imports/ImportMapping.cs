using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>What a person or program says about a file; whatever is null is found out.</summary>
/// <param name="Columns">Field to header (or to the column's number from 1 in files without header). An empty header takes a proposed column away.</param>
/// <param name="TimeZone">Zone of times that do not say theirs; null means the store's.</param>
/// <param name="DecimalComma">True where amounts read 12,50.</param>
public sealed record ImportMapping(
    string? Profile = null,
    IReadOnlyDictionary<ImportField, string>? Columns = null,
    string? TimeZone = null,
    string? Currency = null,
    DateOrder? DateOrder = null,
    bool? DecimalComma = null,
    string? Delimiter = null,
    string? Encoding = null,
    bool? Header = null)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    public static Outcome<ImportMapping> Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new ImportMapping();
        }

        try
        {
            return JsonSerializer.Deserialize<ImportMapping>(json, Shape) ?? new ImportMapping();
        }
        catch (JsonException e)
        {
            var fields = string.Join(", ", Enum.GetNames<ImportField>().Select(JsonNamingPolicy.CamelCase.ConvertName));
            return new Problem("import.mapping", $"The mapping is not understood at {e.Path}. Keys: profile, columns, timeZone, currency, dateOrder (monthFirst, dayFirst), decimalComma, delimiter, encoding, header. Columns: {fields}.", "mapping");
        }
    }
}
