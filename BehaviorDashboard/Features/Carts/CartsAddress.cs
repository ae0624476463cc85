using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Carts;

/// <summary>What the page shows, as its address says it. The range and whether it is compared are the page's global ones.</summary>
/// <param name="Against">previous or year.</param>
public sealed record CartsAddress(
    string? Period = null,
    string? Breakdown = null,
    int? TimeOutDays = null,
    string? Against = null,
    IReadOnlyList<EventCondition>? Where = null,
    CartsPeopleRequest? People = null)
{
    private const int LongestInDays = 31;
    private const int LongestInWeeks = 180;

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool Compare { get; init; } = true;

    public static CartsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new CartsAddress(
            Text("period"),
            Text("breakdown"),
            int.TryParse(Text("timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null,
            Text("against"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("people") is { } people ? QuestionJson.Read<CartsPeopleRequest>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
            Compare = Text("compare") != "0",
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["period"] = Period,
        ["breakdown"] = Breakdown,
        ["timeout"] = TimeOutDays,
        ["against"] = Against is "previous" ? null : Against,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question, people left out.</summary>
    public CartsRequest ToRequest(DateRange range) => new()
    {
        Range = AskedRange.Of(range),
        Filter = Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        Breakdown = Breakdown is null ? null : QuestionJson.Element(Breakdown),
        Period = Period ?? (range.Days <= LongestInDays ? "day" : range.Days <= LongestInWeeks ? "week" : "month"),
        TimeOutDays = TimeOutDays,
        Compare = Compare ? Against ?? "previous" : null,
    };
}
