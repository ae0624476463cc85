using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A funnel as programs ask for it, and as the page keeps it in its address.</summary>
/// <param name="Filter">A list of conditions that every event must meet, or a condition tree over customers.</param>
public sealed record FunnelsRequest(
    IReadOnlyList<AskedStep>? Steps = null,
    string? Order = null,
    AskedWindow? Window = null,
    IReadOnlyList<AskedExclusion>? Exclusions = null,
    string? Hold = null,
    AskedRange? Range = null,
    JsonElement? Filter = null,
    AskedBreakdown? Breakdown = null,
    AskedPeople? People = null)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    public static Outcome<FunnelsRequest> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FunnelsRequest>(json, Shape) is { } request ? request : new Problem("funnel.not_json", "Send a funnel as a JSON object.");
        }
        catch (JsonException e)
        {
            return new Problem("funnel.not_json", $"The funnel cannot be read at {e.Path}: send a JSON object as /docs shows.", e.Path);
        }
    }
}

/// <param name="Any">What it takes to be in the step; several make a union.</param>
/// <param name="Name">What people call the step.</param>
public sealed record AskedStep(IReadOnlyList<AskedEvent>? Any = null, bool Optional = false, string? Name = null);

public sealed record AskedWindow(int Value = 7, string? Unit = null);

public sealed record AskedExclusion(string? Event = null, int After = 0, int Before = 1, IReadOnlyList<EventCondition>? Where = null);

/// <param name="Step">Counted from 0; for the attribution <c>step</c>.</param>
public sealed record AskedBreakdown(string? Property = null, string? Attribution = null, int Step = 0);

/// <param name="Step">Counted from 1.</param>
/// <param name="Outcome">reached or dropped.</param>
public sealed record AskedPeople(int Step = 1, string? Outcome = null);
