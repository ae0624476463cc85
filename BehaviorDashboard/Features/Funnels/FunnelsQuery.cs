using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>The hall of funnels. Counting people and naming them is one code path: what a list holds is what was counted.</summary>
public sealed class FunnelsQuery(TimelineReader timelines, EventCatalogReader catalog, CustomerReader customers)
{
    public const int MostGroups = 25;

    public async Task<Outcome<FunnelsResult>> AskAsync(StoreId store, FunnelsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var funnel = new FunnelsRules(calendar, await catalog.ReadAsync(store, ct)).Check(request);
        if (!funnel.Succeeded)
        {
            return Outcome<FunnelsResult>.Refused(funnel.Problems);
        }

        var definition = funnel.Value;
        if (FunnelsRules.CustomersOf(request.Filter) is { } filter)
        {
            if (!filter.Succeeded)
            {
                return Outcome<FunnelsResult>.Refused(filter.Problems);
            }

            definition = definition with { Customers = await customers.NumbersAsync(store, filter.Value, ct) };
        }

        var fold = await timelines.FoldAsync(store, world => new FunnelFold(definition, world), ct, definition.Scope);
        var people = definition.People is null ? null : await customers.IdsAsync(store, [.. fold.People.Order()], ct);
        return new FunnelsResult(StepsOf(fold.Total, definition), definition.Breakdown is null ? [] : GroupsOf(fold, definition), people);
    }

    private static List<GroupCount> GroupsOf(FunnelFold fold, FunnelDefinition funnel) =>
    [
        .. fold.Groups.Select(g => (Value: (string?)g.Key, Counts: g.Value)).Append((Value: null, Counts: fold.Ungrouped)).Where(g => g.Counts.Reached[0] > 0)
            .OrderByDescending(g => g.Counts.Reached[0]).ThenBy(g => g.Value, StringComparer.Ordinal).Take(MostGroups)
            .Select(g => new GroupCount(g.Value, StepsOf(g.Counts, funnel))),
    ];

    private static List<StepCount> StepsOf(FunnelCounts counts, FunnelDefinition funnel)
    {
        var steps = new List<StepCount>();
        var before = 0L;
        for (var step = 0; step < funnel.Steps.Count; step++)
        {
            var count = counts.Reached[step];
            steps.Add(new StepCount(
                count,
                Percent.Of(count, counts.Reached[0])?.Share,
                step == 0 ? Percent.Of(count, count)?.Share : Percent.Of(count, before)?.Share,
                counts.MeanSeconds(step),
                counts.MedianSeconds(step)));
            before = step == 0 || !funnel.Steps[step].Optional ? count : before;
        }

        return steps;
    }
}
