using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Trends;

/// <summary>Says measures, groups and buckets in the reader's language; page and file say the same.</summary>
public sealed class TrendsWords(EventWords events, IStringLocalizer<TrendsText> text)
{
    private IStringLocalizer<TrendsText> T { get; } = text;

    public string Measure(AskedMeasure measure)
    {
        if (TrendsFigures.Find(measure.Name) is not null)
        {
            return T[$"Figure.{measure.Name}"];
        }

        var own = measure.Property is { } property
            ? T[$"Math.{measure.Math ?? "count"}.of", events.Step(measure.Step), events.Property(property)]
            : T[$"Math.{measure.Math ?? "count"}", events.Step(measure.Step)];
        return measure.Per is { } per ? T["Math.per", own.Value, Measure(per)] : own;
    }

    public string Group(TrendGroup? group) => group switch
    {
        null => T["Group.everybody"],
        { IsOther: true } => T["Group.other"],
        { Value: null } => T["Group.none"],
        { Value: { } value } => value,
    };

    public string Line(TrendLine line, IReadOnlyList<AskedMeasure> measures) =>
        line.Group is null ? Measure(measures[line.Measure])
        : measures.Count == 1 ? Group(line.Group)
        : T["Line", Measure(measures[line.Measure]), Group(line.Group)];

    /// <param name="inOneYear">All buckets lie in one year, which need not be said with each.</param>
    public static string Bucket(TrendBuckets buckets, int bucket, StoreCalendar calendar, bool inOneYear = false) =>
        NumberFormat.Period(calendar.ToLocal(buckets.StartOf(bucket)), buckets.Unit, inOneYear);

    /// <summary>Whether the measure is an amount of the store's currency.</summary>
    public static bool IsMoney(AskedMeasure measure) =>
        measure is { Math: "sum" or "mean" or "perCustomer", Property: "value" or "price" or "discount" }
        && measure.Per is not { Math: "sum" or "mean" or "perCustomer", Property: "value" or "price" or "discount" };
}
