using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>Writes an answer: one JSON document for programs, "name: value" lines for people.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ParseResult parsed, object answer) => Write(parsed, JsonSerializer.SerializeToElement(answer, Shape));

    public static void Write(ParseResult parsed, JsonElement answer)
    {
        if (parsed.GetValue(Common.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, Shape));
            return;
        }

        foreach (var line in Lines(answer, ""))
        {
            Console.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Lines(p.Value, name.Length == 0 ? p.Name : $"{name}.{p.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Lines(item, $"{name}[{i}]")),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [name.Length == 0 ? value.ToString() : $"{name}: {value}"],
    };
}
