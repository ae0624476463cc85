using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>An answer as programs read it.</summary>
internal sealed class FunnelsDocument(string currency)
{
    public object Of(FunnelsResult result, IReadOnlyList<string>? people) => new
    {
        steps = result.Steps.Select(Step),
        breakdown = result.Groups?.Select(g => new { value = g.Value, other = g.IsOther, steps = g.Steps.Select(Step) }),
        values = result.Values,
        open = result.IsOpen,
        unmatched = result.Unmatched,
        before = result.Before is { } before ? new { from = before.From, to = before.To, steps = before.Steps.Select(Step) } : null,
        trend = result.Trend?.Points.Select(p => new { start = p.Start, reached = p.Reached, conversion = p.Conversion, whole = p.IsWhole, mature = p.IsMature }),
        times = result.Times is { } times ? Times(times) : null,
        next = result.Next is { } next ? new { after = next.After, customers = next.Customers, wentOn = next.WentOn, choices = next.Choices } : null,
        distinguish = result.Facts is { } facts ? Facts(facts) : null,
        people,
    };

    private object Step(StepCount step) => new
    {
        count = step.Count,
        fromFirst = step.FromFirst,
        fromPrevious = step.FromPrevious,
        meanSeconds = step.MeanSeconds,
        medianSeconds = step.MedianSeconds,
        lost = step.Lost,
        revenue = Amount(step.Revenue),
        lostRevenue = Amount(step.LostRevenue),
        valueAtRisk = Amount(step.ValueAtRisk),
    };

    private static object Times(FunnelTimes times) => new
    {
        customers = times.Customers,
        meanSeconds = times.MeanSeconds,
        medianSeconds = times.MedianSeconds,
        bins = times.Counts.Select((count, i) => new { fromSeconds = i == 0 ? 0 : times.Bounds[i - 1], toSeconds = i < times.Bounds.Count ? times.Bounds[i] : (long?)null, count }),
    };

    private static object Facts(FunnelsFacts facts) => new
    {
        customers = facts.Customers,
        converted = facts.Converted,
        compared = facts.Compared,
        falseShare = FunnelsDistinction.FalseShare,
        facts = facts.Rows.Select(f => new
        {
            name = f.Fact.Name,
            value = f.Fact.Value,
            customers = f.Customers,
            converted = f.Converted,
            others = f.Others,
            othersConverted = f.OthersConverted,
            difference = f.Difference.Value,
            low = f.Difference.Low,
            high = f.Difference.High,
            q = f.QValue,
        }),
    };

    private object? Amount(long? scaled) => scaled is { } value ? new { amount = (decimal)value / Money.Scale, currency } : null;
}
