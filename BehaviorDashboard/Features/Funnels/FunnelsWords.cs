using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>Says funnels in the reader's language.</summary>
public sealed class FunnelsWords(EventWords words, IStringLocalizer<FunnelsText> text)
{
    private const int NamedOrders = 3;

    private static readonly (double Size, string Large, string Small, double Part)[] Units = [(86_400, "d", "h", 3600), (3600, "h", "m", 60), (60, "m", "s", 1)];

    private IStringLocalizer<FunnelsText> T { get; } = text;

    /// <summary>Names of the steps, told apart where two would be called the same.</summary>
    public IReadOnlyList<string> Steps(IReadOnlyList<AskedFunnelStep> steps)
    {
        var plain = steps.Select(s => s.Name ?? words.Step(s.ToStep())).ToList();
        return [.. plain.Select((name, i) =>
        {
            var nth = plain.Take(i + 1).Count(n => n == name);
            return plain.Count(n => n == name) == 1 ? name
                : steps[i] is { Name: null, Any: [{ Event: EventWords.Order, Where: null }] } && nth <= NamedOrders ? T[$"OrderOf.{nth}"].Value
                : T["Step.again", name, NumberFormat.Exact(nth)].Value;
        })];
    }

    public string Group(GroupCount group, int shown) => Group(group.Value, group.IsOther, shown);

    public string Group(string? value, bool other, int shown) => other ? T["Group.rest", NumberFormat.Exact(shown)] : value ?? T["Group.none"];

    public string Within(AskedWindow window) => T[$"Within.{window.Unit ?? "day"}", NumberFormat.Exact(window.Value)];

    /// <summary>A length of time in its two largest units.</summary>
    public string Time(double? seconds)
    {
        if (seconds is not { } length)
        {
            return NumberFormat.None;
        }

        foreach (var (size, large, small, part) in Units)
        {
            if (length >= size)
            {
                var parts = Math.Round(length / part);
                var (whole, rest) = (Math.Floor(parts * part / size), parts % (size / part));
                return whole >= 10 || rest == 0 ? One(Math.Round(length / size), large) : One(whole, large) + " " + One(rest, small);
            }
        }

        return One(Math.Round(length), "s");
    }

    /// <summary>A bin of times.</summary>
    public string Bin(FunnelTimes times, int bin, AskedWindow window) => T[
        "Bin",
        bin == 0 ? NumberFormat.Exact(0) : Time(times.Bounds[bin - 1]),
        bin < times.Bounds.Count ? Time(times.Bounds[bin]) : T[$"Length.{window.Unit ?? "day"}", NumberFormat.Exact(window.Value)].Value];

    /// <summary>Of whom something was known when they entered: "customers who came by email".</summary>
    public string Fact(FunnelFact fact) => fact.Name switch
    {
        "weekday" or "hour" or "views" => T[$"Fact.{fact.Name}.{fact.Value}"],
        _ when fact.Value == FunnelFacts.Yes && FunnelFacts.IsMark(fact.Name) => T[$"Fact.{fact.Name}"],
        _ => T["Fact.property", words.Property(fact.Name), fact.Value],
    };

    /// <summary>A row of what distinguishes, as a sentence.</summary>
    public string Sentence(FunnelsFact fact) => T[
        fact.Difference.Value >= 0 ? "Fact.more" : "Fact.less",
        Fact(fact.Fact),
        NumberFormat.Percent(fact.Share, 1),
        NumberFormat.Percent(fact.OthersShare, 1)];

    public string Problem(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } said ? said : words.Problem(problem);

    private string One(double count, string unit) => T[$"Time.{unit}", NumberFormat.Exact(count)];
}
