using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Trends;

/// <summary>What the page shows, as its address says it. The range and whether it is compared are the page's global ones.</summary>
/// <param name="Against">previous or year.</param>
public sealed record TrendsAddress(
    IReadOnlyList<AskedMeasure>? Measures = null,
    string? Interval = null,
    string? Breakdown = null,
    bool Cumulative = false,
    int Average = 0,
    string? Against = null,
    IReadOnlyList<EventCondition>? Where = null,
    AskedTrendPeople? People = null)
{
    private const int LongestInDays = 92;
    private const int LongestInWeeks = 400;

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool Compare { get; init; } = true;

    public static TrendsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new TrendsAddress(
            Text("measures") is { } measures ? QuestionJson.Read<List<AskedMeasure>>(measures).Value : null,
            Text("interval"),
            Text("breakdown"),
            Text("cumulative") == "1",
            int.TryParse(Text("average"), NumberStyles.None, CultureInfo.InvariantCulture, out var average) ? average : 0,
            Text("against"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("people") is { } people ? QuestionJson.Read<AskedTrendPeople>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
            Compare = Text("compare") != "0",
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["measures"] = Measures is { Count: > 0 } ? QuestionJson.Write(Measures) : null,
        ["interval"] = Interval,
        ["breakdown"] = Breakdown,
        ["cumulative"] = Cumulative ? "1" : null,
        ["average"] = Average == 0 ? null : Average,
        ["against"] = Against is "previous" ? null : Against,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question.</summary>
    public TrendsRequest ToRequest(EventCatalog catalog, DateRange range) => new(
        Measures is { Count: > 0 } ? Measures : TrendsFigures.Usual(catalog),
        Interval ?? (range.Days <= 2 ? "hour" : range.Days <= LongestInDays ? "day" : range.Days <= LongestInWeeks ? "week" : "month"),
        AskedRange.Of(range),
        Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        Breakdown is null ? null : new AskedTrendBreakdown(Breakdown),
        Compare ? Against ?? "previous" : null,
        Cumulative,
        Average,
        People);
}
