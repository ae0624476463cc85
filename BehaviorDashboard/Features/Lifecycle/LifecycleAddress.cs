using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>What the page shows, as its address says it; what is left open the store's data decides. The range is the page's global one.</summary>
/// <param name="View">lifecycle or stickiness.</param>
/// <param name="Look">First day of the period whose days are shown.</param>
public sealed record LifecycleAddress(
    string? View = null,
    AskedStep? Activity = null,
    string? Period = null,
    IReadOnlyList<EventCondition>? Where = null,
    string? Look = null,
    LifecyclePeopleRequest? People = null)
{
    public const string Lifecycle = "lifecycle";
    public const string Stickiness = "stickiness";

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool IsStickiness => View == Stickiness;

    public static LifecycleAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new LifecycleAddress(
            Text("view"),
            AskedStep.FromText(Text("activity")),
            Text("period"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("look"),
            Text("people") is { } people ? QuestionJson.Read<LifecyclePeopleRequest>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["view"] = View == Lifecycle ? null : View,
        ["activity"] = Activity?.ToText(),
        ["period"] = Period,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["look"] = Look,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question, people left out. On how many days of a day somebody was active is no question.</summary>
    public LifecycleRequest ToRequest(EventCatalog catalog, DateRange range)
    {
        var period = Period ?? QuestionJson.NameOf(range.Days switch { <= 14 => PeriodUnit.Day, <= 180 => PeriodUnit.Week, _ => PeriodUnit.Month });
        return new LifecycleRequest
        {
            Activity = Activity ?? new AskedStep(Event: EventWords.Doing(catalog)),
            Period = IsStickiness && period == "day" ? "week" : period,
            Range = AskedRange.Of(range),
            Filter = Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        };
    }
}
