using System.Text.Json;

namespace BehaviorDashboard.Features.Segments;

/// <param name="Filter">A <c>CustomerFilter</c>; also accepted as text that holds one.</param>
public sealed record NewSegment(string? Name, string? Description, JsonElement? Filter);

/// <summary>One condition of the form on the page.</summary>
public sealed class ConditionDraft
{
    public string Property { get; set; } = "orders";

    public string Op { get; set; } = "gte";

    public string Value { get; set; } = "1";
}
