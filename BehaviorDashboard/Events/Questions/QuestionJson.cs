using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>Reads and writes questions, whole for programs and in parts for addresses.</summary>
public static class QuestionJson
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 16,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Outcome<T> Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Shape) is { } read ? read : new Problem("question.not_json", "Send the question as a JSON object.");
        }
        catch (JsonException e)
        {
            return new Problem("question.not_json", $"The question cannot be read at {e.Path ?? "$"}: send it as /docs shows.", e.Path);
        }
    }

    public static string Write<T>(T part) => JsonSerializer.Serialize(part, Shape);

    public static JsonElement Element<T>(T part) => JsonSerializer.SerializeToElement(part, Shape);

    /// <summary>A value of a closed set as questions write it: onOrAfter.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
