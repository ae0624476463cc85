using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Retention;

/// <summary>What the page shows, as its address says it; what is left open the store's data decides. The range is the page's global one.</summary>
/// <param name="Measure">customers or revenue.</param>
public sealed record RetentionAddress(
    AskedStep? Start = null,
    AskedStep? Return = null,
    string? Kind = null,
    string? On = null,
    string? Period = null,
    int? Periods = null,
    string? Breakdown = null,
    string? Measure = null,
    IReadOnlyList<EventCondition>? Where = null,
    RetentionPeopleRequest? People = null)
{
    public const string Customers = "customers";
    public const string Revenue = "revenue";

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool IsRevenue => Measure == Revenue;

    public static RetentionAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new RetentionAddress(
            AskedStep.FromText(Text("start")),
            AskedStep.FromText(Text("return")),
            Text("kind"),
            Text("on"),
            Text("period"),
            int.TryParse(Text("periods"), NumberStyles.None, CultureInfo.InvariantCulture, out var periods) ? periods : null,
            Text("breakdown"),
            Text("measure"),
            Text("where") is { } where ? QuestionJson.Read<List<EventCondition>>(where).Value : null,
            Text("people") is { } people ? QuestionJson.Read<RetentionPeopleRequest>(people).Value : null)
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["start"] = Start?.ToText(),
        ["return"] = Return?.ToText(),
        ["kind"] = Kind == "first" ? null : Kind,
        ["on"] = On == "on" ? null : On,
        ["period"] = Period,
        ["periods"] = Periods,
        ["breakdown"] = Breakdown,
        ["measure"] = Measure == Customers ? null : Measure,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The whole question, people left out.</summary>
    public RetentionRequest ToRequest(EventCatalog catalog, DateRange range) => new()
    {
        Start = Start ?? RetentionDefaults.Start(catalog),
        Return = Return,
        Kind = Kind,
        ReturnOn = On,
        Period = Period ?? RetentionDefaults.Period(range),
        Periods = Periods,
        Range = AskedRange.Of(range),
        Filter = Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        Breakdown = Breakdown is null ? null : QuestionJson.Element(Breakdown),
        Revenue = IsRevenue,
    };
}
