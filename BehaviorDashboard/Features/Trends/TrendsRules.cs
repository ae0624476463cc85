using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Trends;

/// <summary>A question that was checked: what the fold takes, and what is made of its figures.</summary>
/// <param name="Figures">For each asked measure its place in the definition, and the place of what it is divided by.</param>
internal sealed record TrendsPlan(
    TrendsDefinition Definition,
    IReadOnlyList<(int Of, int? Per)> Figures,
    IReadOnlyList<string> Names,
    CustomerFilter? Customers,
    int Limit,
    Comparison Comparison,
    bool Cumulative,
    int MovingAverage);

/// <summary>Turns a request into a plan, or says everything that is wrong with it.</summary>
internal sealed class TrendsRules(StoreCalendar calendar, QuestionCheck check)
{
    private const int MostGroups = 50;
    private const int LongestAverage = 90;

    private readonly List<TrendMeasure> _measures = [];

    public TrendsPlan? Check(TrendsRequest request)
    {
        var filter = check.Filter(request.Filter);
        var (from, until) = check.Range(request.Range);
        var interval = request.Interval is null ? TrendInterval.Day : check.Named<TrendInterval>(request.Interval, "trend.interval", "interval");
        if (TrendBuckets.CountOf(interval, from, until) > TrendBuckets.Most)
        {
            check.Say("trend.buckets", $"A trend has at most {TrendBuckets.Most} points: choose a shorter range or a longer interval.", "interval", TrendBuckets.Most);
            return null;
        }

        var figures = Figures(request.Measures ?? [], filter);
        var buckets = new TrendBuckets(calendar, interval, from, until);
        var comparison = request.Compare is null or "" ? Comparison.None : check.Named<Comparison>(request.Compare, "trend.compare", "compare");
        if (request.MovingAverage is < 0 or 1 or > LongestAverage)
        {
            check.Say("trend.average", $"A moving average spans 2 to {LongestAverage} points; 0 for none.", "movingAverage", LongestAverage);
        }

        var definition = new TrendsDefinition(_measures, buckets, Breakdown(request.Breakdown), People(request, buckets, figures));
        return new TrendsPlan(
            definition,
            figures,
            [.. (request.Measures ?? []).Select(NameOf)],
            check.Customers(request.Filter),
            request.Breakdown?.Limit ?? AskedTrendBreakdown.Usual,
            comparison,
            request.Cumulative,
            request.MovingAverage);
    }

    private List<(int Of, int? Per)> Figures(IReadOnlyList<AskedMeasure> asked, IReadOnlyList<EventCondition> filter)
    {
        if (asked.Count == 0 || asked.Count + asked.Count(m => m?.Per is not null) > TrendsDefinition.MostMeasures)
        {
            check.Say("trend.measures", $"A trend has 1 to {TrendsDefinition.MostMeasures} measures, what they are divided by included.", "measures", TrendsDefinition.MostMeasures);
            return [];
        }

        return
        [
            .. asked.Select((measure, i) =>
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"measures[{i}]");
                return (Measure(measure, filter, field), measure?.Per is { } per ? Measure(per, filter, field + ".per") : (int?)null);
            }),
        ];
    }

    private int Measure(AskedMeasure? asked, IReadOnlyList<EventCondition> filter, string field)
    {
        var math = asked?.Math is null ? TrendMath.Count : check.Named<TrendMath>(asked.Math, "trend.math", field + ".math");
        var property = check.Property(asked?.Property);
        if (math is TrendMath.Sum or TrendMath.Mean && property is null)
        {
            check.Say("trend.property", "Name the property that is summed, such as value.", field + ".property");
        }

        _measures.Add(new TrendMeasure(check.Step(asked?.Step, filter, field), math, property));
        return _measures.Count - 1;
    }

    private TrendBreakdown? Breakdown(AskedTrendBreakdown? asked)
    {
        if (asked is not null && asked.Limit is < 1 or > MostGroups)
        {
            check.Say("trend.limit", $"A breakdown shows 1 to {MostGroups} groups.", "breakdown.limit", MostGroups);
        }

        return check.Property(asked?.Property) is { } property ? new TrendBreakdown(property) : null;
    }

    private TrendPeople? People(TrendsRequest request, TrendBuckets buckets, IReadOnlyList<(int Of, int? Per)> figures)
    {
        if (request.People is not { } asked)
        {
            return null;
        }

        if (asked.Measure < 0 || asked.Measure >= figures.Count || asked.Bucket < 0 || asked.Bucket >= buckets.Count)
        {
            check.Say("trend.people", "people.measure and people.bucket count from 0 and must exist.", "people");
            return null;
        }

        TrendGroup? group = asked.Other ? new TrendGroup(null, true) : asked.Missing ? new TrendGroup(null) : asked.Group is { } value ? new TrendGroup(value) : null;
        return new TrendPeople(figures[asked.Measure].Of, asked.Bucket, request.Breakdown is null ? null : group);
    }

    private static string NameOf(AskedMeasure? measure) =>
        measure?.Name ?? string.Join(" / ", new[] { measure, measure?.Per }.OfType<AskedMeasure>().Select(m => $"{string.Join("+", m.Step.Events().Select(e => e.Event))} {m.Math ?? "count"}{(m.Property is null ? "" : " " + m.Property)}"));
}
