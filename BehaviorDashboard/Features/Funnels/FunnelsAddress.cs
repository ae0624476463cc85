using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>What the page shows, as its address says it; what is left open the store's data decides. The range and whether it is compared are the page's global ones.</summary>
/// <param name="Funnel">Steps, order, window, exclusions, what is held and the breakdown; null for the funnel that the data asks for.</param>
/// <param name="Tab">trend, times, groups or facts; null for the first.</param>
/// <param name="Unit">day, week or month: periods of the trend.</param>
/// <param name="Pair">The steps between which time is measured.</param>
/// <param name="Next">The step behind which the page looks what customers do, counted from 0; null for the last.</param>
/// <param name="Against">previous or year.</param>
public sealed record FunnelsAddress(
    FunnelsRequest? Funnel = null,
    string? Tab = null,
    string? Unit = null,
    AskedSpan? Pair = null,
    int? Next = null,
    string? Against = null,
    IReadOnlyList<EventCondition>? Where = null,
    AskedFunnelPeople? People = null)
{
    public const string Trend = "trend";
    public const string Times = "times";
    public const string Groups = "groups";
    public const string Facts = "facts";

    /// <summary>Parts of the page that a file can be of.</summary>
    public const string Tabs = "tabs";
    public const string Doing = "next";

    private const int LongestInDays = 31;
    private const int LongestInWeeks = 200;

    /// <summary>The range where the address names one, as an export's does.</summary>
    public AskedRange? Range { get; init; }

    public bool Compare { get; init; } = true;

    /// <summary>What an export is of: <see cref="Tabs"/>, <see cref="Doing"/>, or the steps.</summary>
    public string? Part { get; init; }

    public static FunnelsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        T? Read<T>(string key)
            where T : class => Text(key) is { } json ? QuestionJson.Read<T>(json).Value : null;
        return new FunnelsAddress(
            Read<FunnelsRequest>("funnel"),
            Text("tab") is Trend or Times or Groups or Facts ? Text("tab") : null,
            Text("unit"),
            Read<AskedSpan>("pair"),
            int.TryParse(Text("next"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var next) ? next : null,
            Text("against"),
            Read<List<EventCondition>>("where"),
            Read<AskedFunnelPeople>("people"))
        {
            Range = Text("from") is { } from && Text("to") is { } to ? new AskedRange(from, to) : null,
            Compare = Text("compare") != "0",
            Part = Text("part"),
        };
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["funnel"] = Funnel is null ? null : QuestionJson.Write(Funnel),
        ["tab"] = Tab == Trend ? null : Tab,
        ["unit"] = Unit,
        ["pair"] = Pair is null ? null : QuestionJson.Write(Pair),
        ["next"] = Next,
        ["against"] = Against is "previous" ? null : Against,
        ["where"] = Where is { Count: > 0 } ? QuestionJson.Write(Where) : null,
        ["people"] = People is null ? null : QuestionJson.Write(People),
    };

    /// <summary>The steps and their settings, whoever decided them.</summary>
    public FunnelsRequest Asked(EventCatalog catalog) => Funnel is { } funnel
        ? funnel with { Steps = [.. (funnel.Steps ?? []).Select(s => (s ?? new AskedFunnelStep()).Plain())], Order = funnel.Order ?? "ordered", Window = funnel.Window ?? new AskedWindow() }
        : FunnelDefaults.For(catalog);

    /// <summary>The question of the chart and its table, people left out.</summary>
    public FunnelsRequest ToRequest(EventCatalog catalog, DateRange range) => Asked(catalog) with
    {
        Range = AskedRange.Of(range),
        Filter = Where is { Count: > 0 } ? QuestionJson.Element(Where) : null,
        People = null,
        Revenue = true,
        Compare = Compare ? Against ?? "previous" : null,
        Trend = null,
        Times = null,
        Next = null,
        Distinguish = false,
    };

    /// <summary>The question of the open tab; null where the chart's holds it already.</summary>
    public FunnelsRequest? ToTab(FunnelsRequest request, DateRange range) => (Tab ?? Trend) switch
    {
        Times => Bare(request) with { Times = Pair ?? new AskedSpan() },
        Facts => Bare(request) with { Distinguish = true },
        Groups => null,
        _ => Bare(request) with { Trend = UnitOf(range), Compare = request.Compare },
    };

    /// <summary>The question of what customers do next.</summary>
    public FunnelsRequest ToNext(FunnelsRequest request) => Bare(request) with { Next = new AskedNext(Next) };

    /// <summary>The question of the open list: with the part of the page that it was opened from.</summary>
    public FunnelsRequest ToPeople(FunnelsRequest request, DateRange range)
    {
        var people = People!;
        var bare = Bare(request) with { People = people };
        return people switch
        {
            { Entered: not null } => bare with { Trend = UnitOf(range) },
            { Bin: not null } => bare with { Times = Pair ?? new AskedSpan() },
            { Fact: not null } => bare with { Distinguish = true },
            { Did: not null } => bare with { Next = new AskedNext(Next) },
            { Group: not null } or { Missing: true } or { Other: true } => bare with { Breakdown = request.Breakdown },
            _ => bare,
        };
    }

    public string UnitOf(DateRange range) => Unit ?? QuestionJson.NameOf(range.Days <= LongestInDays ? PeriodUnit.Day : range.Days <= LongestInWeeks ? PeriodUnit.Week : PeriodUnit.Month);

    private static FunnelsRequest Bare(FunnelsRequest request) => request with { Revenue = false, Compare = null, Breakdown = null };
}
