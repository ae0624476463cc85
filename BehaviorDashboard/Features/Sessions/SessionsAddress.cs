using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>What the page shows, as its address says it. The range and whether it is compared are the page's global ones.</summary>
/// <param name="Measure">The figure that is drawn over time, one of <see cref="SessionsMeasures"/>.</param>
/// <param name="Gap">Minutes without an event that end a session.</param>
/// <param name="Against">previous or year.</param>
public sealed record SessionsAddress(
    string? Measure = null,
    string? Interval = null,
    string? Breakdown = null,
    string? Label = null,
    string? Sessions = null,
    int? Gap = null,
    string? Against = null,
    IReadOnlyList<EventCondition>? Where = null,
    AskedSessionPeople? People = null)
{
    private const int LongestInDays = 92;
    private const int LongestInWeeks = 400;

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool Compare { get; init; } = true;

    public static SessionsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new SessionsAddress(
            Text("measure"),
            Text("interval"),
            Text("breakdown"),
            Text("label"),
            Text("sessions"),
            int.TryParse(Text("gap"), NumberStyles.None, CultureInfo.InvariantCulture, out var gap) ? gap : null,
            Text("against"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("people") is { } people ? QuestionJson.Read<AskedSessionPeople>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
            Compare = Text("compare") != "0",
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["measure"] = Measure == SessionsMeasures.Usual ? null : Measure,
        ["interval"] = Interval,
        ["breakdown"] = Breakdown,
        ["label"] = Label == "kind" ? null : Label,
        ["sessions"] = Sessions == "inactivity" ? null : Sessions,
        ["gap"] = Gap,
        ["against"] = Against == "previous" ? null : Against,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question.</summary>
    public SessionsRequest ToRequest(DateRange range) => new(
        AskedRange.Of(range),
        Interval ?? (range.Days <= 2 ? "hour" : range.Days <= LongestInDays ? "day" : range.Days <= LongestInWeeks ? "week" : "month"),
        Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        Breakdown is null ? null : QuestionJson.Element(Breakdown),
        Label,
        Compare ? Against ?? "previous" : null,
        Sessions,
        Gap,
        People);
}
