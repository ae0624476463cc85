using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Paths;

/// <summary>What the page shows, as its address says it. The range and whether it is compared are the page's global ones.</summary>
/// <param name="Days">How far paths lead across sessions; null within them.</param>
/// <param name="Repeats">A step that repeats the one before it is a step too.</param>
/// <param name="Share">Smallest share of a label, in percent.</param>
/// <param name="Gap">Minutes without an event that end a session.</param>
/// <param name="Against">previous or year.</param>
public sealed record PathsAddress(
    AskedStep? Start = null,
    string? Direction = null,
    int? Days = null,
    AskedStep? Steps = null,
    AskedStep? Target = null,
    int? Depth = null,
    string? Label = null,
    bool Repeats = false,
    double? Share = null,
    int? Most = null,
    string? Sessions = null,
    int? Gap = null,
    string? Against = null,
    IReadOnlyList<EventCondition>? Where = null,
    AskedPathPeople? People = null)
{
    public const string Forward = "forward";
    public const string Backward = "backward";

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool Compare { get; init; } = true;

    public bool IsBackward => Direction == Backward;

    public static PathsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        int? Number(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new PathsAddress(
            AskedStep.FromText(Text("start")),
            Text("direction"),
            Number("days"),
            AskedStep.FromText(Text("steps")),
            AskedStep.FromText(Text("target")),
            Number("depth"),
            Text("label"),
            Text("repeats") == "1",
            double.TryParse(Text("share"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : null,
            Number("most"),
            Text("sessions"),
            Number("gap"),
            Text("against"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("people") is { } people ? QuestionJson.Read<AskedPathPeople>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
            Compare = Text("compare") != "0",
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["start"] = Start?.ToText(),
        ["direction"] = Direction == Forward ? null : Direction,
        ["days"] = Days,
        ["steps"] = Steps?.ToText(),
        ["target"] = Target?.ToText(),
        ["depth"] = Depth,
        ["label"] = Label == "kind" ? null : Label,
        ["repeats"] = Repeats ? "1" : null,
        ["share"] = Share,
        ["most"] = Most,
        ["sessions"] = Sessions == "inactivity" ? null : Sessions,
        ["gap"] = Gap,
        ["against"] = Against == "previous" ? null : Against,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question.</summary>
    public PathsRequest ToRequest(DateRange range) => new(
        Start,
        Direction,
        Days is { } days ? new AskedPathLimit(days, "day") : null,
        Steps,
        Target,
        Depth,
        Label,
        !Repeats,
        Share / 100,
        Most,
        AskedRange.Of(range),
        Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        Compare ? Against ?? "previous" : null,
        Sessions,
        Gap,
        People);
}
