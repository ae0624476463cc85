using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>Says figures, places and bins in the reader's language; page and file say the same.</summary>
public sealed class SessionsWords(EventWords events, IStringLocalizer<SessionsText> text)
{
    private static readonly string[] Fields = ["page", "product", "category", "brand", "search", "channel", "campaign", "device"];

    private IStringLocalizer<SessionsText> T { get; } = text;

    public IReadOnlyList<Choice> Labels => [new("kind", T["Label.kind"]), new("event", T["Label.event"]), .. Fields.Select(p => new Choice(p, events.Property(p)))];

    public string Measure(string name) => T[$"Measure.{name}"];

    public string Place(SessionsAddress at, SessionsResult result, SessionPlaceRow row) => row.Others is { } others ? T["Place.others", NumberFormat.Exact(others)] : Place(at, result, row.Place);

    public string Place(SessionsAddress at, SessionsResult result, SessionPlace place) => (at.Label, place.Value) switch
    {
        (_, null) => T["Group.none"],
        (null or "kind", nameof(EventKind.Other)) => T["Place.unknown"],
        (null or "kind", { } kind) => events.Event("@" + kind.ToLowerInvariant()),
        ({ } property, { } value) => result.Names.GetValueOrDefault(value, events.Value(property, value)),
    };

    public string Group(SessionsAddress at, TrendGroup group) => group switch
    {
        { IsOther: true } => T["Group.other"],
        { Value: { } value } => events.Value(at.Breakdown ?? "", value),
        _ => T["Group.none"],
    };

    /// <summary>Where a bin begins and ends: "10 to 29 s", "1 to 3 min".</summary>
    public string Duration(int bin)
    {
        var (from, until) = Ends(SessionBins.Seconds, bin);
        return (from, until) switch
        {
            (0, 1) => T["Bin.nothing"],
            (_, null) => T["Bin.from", Time(from)],
            (_, { } end) => T["Bin.between", Time(from), Time(end)],
        };
    }

    public string Depth(int bin)
    {
        var (from, until) = Ends(SessionBins.Events, bin);
        return until is not { } end ? T["Bin.more", NumberFormat.Exact(from)]
            : end - 1 == from ? NumberFormat.Exact(from)
            : T["Bin.to", NumberFormat.Exact(from), NumberFormat.Exact(end - 1)];
    }

    /// <summary>Seconds as people say them: 45 s, 3 min 20 s, 1 h 5 min.</summary>
    public string Time(double? seconds)
    {
        if (seconds is not { } value)
        {
            return NumberFormat.None;
        }

        var whole = (long)Math.Round(value);
        return whole < 60 ? T["Time.s", NumberFormat.Exact(whole)]
            : whole < 3600 ? (whole % 60 == 0 ? T["Time.min", NumberFormat.Exact(whole / 60)] : T["Time.min.s", NumberFormat.Exact(whole / 60), NumberFormat.Exact(whole % 60)])
            : whole % 3600 / 60 == 0 ? T["Time.h", NumberFormat.Exact(whole / 3600)]
            : T["Time.h.min", NumberFormat.Exact(whole / 3600), NumberFormat.Exact(whole % 3600 / 60)];
    }

    internal string Exact(SessionMeasure measure, double? value, string currency) => measure.Unit switch
    {
        SessionUnit.Count => NumberFormat.Exact(value),
        SessionUnit.Ratio => NumberFormat.Exact(value, 2),
        SessionUnit.Time => Time(value),
        SessionUnit.Share => NumberFormat.Percent(value),
        _ => MoneyFormat.Exact(value, currency),
    };

    internal string Short(SessionMeasure measure, double? value, string currency) => measure.Unit switch
    {
        SessionUnit.Count => NumberFormat.Short(value),
        SessionUnit.Money => MoneyFormat.Short(value, currency),
        _ => Exact(measure, value, currency),
    };

    private static (int From, int? Until) Ends(IReadOnlyList<int> bins, int bin) => (bins[bin], bin + 1 < bins.Count ? bins[bin + 1] : null);
}
