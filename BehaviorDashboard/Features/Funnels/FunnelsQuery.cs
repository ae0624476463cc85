using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>The hall of funnels. Counting people and naming them is one code path: what a list holds is what was counted.</summary>
public sealed class FunnelsQuery(TimelineReader timelines, QuestionReader questions, TimeProvider clock)
{
    /// <summary>Values of a breakdown that an answer holds by themselves.</summary>
    public const int MostGroups = FunnelGroups.Most;

    // What comes next in a list that somebody reads.
    private const int MostChoices = 12;

    public async Task<Outcome<FunnelsResult>> AskAsync(StoreId store, FunnelsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var plan = new FunnelsRules(calendar, check).Check(request);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (plan is null || problems.Count > 0)
        {
            return Outcome<FunnelsResult>.Refused(FunnelsRules.Named(problems));
        }

        try
        {
            var definition = plan.Definition with { Customers = await questions.CustomersAsync(store, plan.Customers, ct), Known = Known(catalog) };
            return await AskAsync(store, definition, plan.Comparison, ct);
        }
        catch (QueryTimeoutException e)
        {
            return new Problem("question.too_slow", e.Message);
        }
    }

    /// <summary>Ids of customers, in the order of their numbers.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(StoreId store, IReadOnlyList<int> people, CancellationToken ct) => questions.IdsAsync(store, people, ct);

    public Task<IReadOnlyList<Person>> PeopleAsync(StoreId store, IReadOnlyList<int> people, int skip, int take, CancellationToken ct) => questions.PeopleAsync(store, people, skip, take, ct);

    public Task<EventCatalog> CatalogAsync(StoreId store, CancellationToken ct) => questions.CatalogAsync(store, ct);

    private async Task<FunnelsResult> AskAsync(StoreId store, FunnelDefinition definition, Comparison comparison, CancellationToken ct)
    {
        var fold = await FoldAsync(store, definition, ct);
        var values = fold.Groups?.Values;
        if (fold.Groups is { AreMany: true } found)
        {
            definition = definition with { Breakdown = definition.Breakdown! with { Groups = await LargestAsync(store, definition, found, ct) } };
            fold = await FoldAsync(store, definition, ct);
        }

        var former = FunnelsCalendar.Before(definition, comparison);
        var before = former is null ? null : await FoldAsync(store, former, ct);
        return new FunnelsResult(StepsOf(fold.Total, definition), fold.Groups is null ? null : GroupsOf(fold.Groups, definition), definition.People is null ? null : [.. fold.People.Order()])
        {
            Before = former is null ? null : new FunnelsFormer(former.Calendar.DayOf(former.From), former.Calendar.DayOf(former.Until.AddMicroseconds(-1)), StepsOf(before!.Total, former), before.Trend),
            Values = values,
            Unmatched = [.. Enumerable.Range(0, definition.Steps.Count).Where(s => !fold.Matched(s))],
            IsOpen = FunnelsCalendar.IsOpen(definition),
            Trend = fold.Trend is null ? null : FunnelsCalendar.Trend(definition, fold.Trend),
            Times = fold.Times,
            Next = fold.Next is null ? null : NextOf(definition, fold.Next),
            Facts = fold.Facts is null ? null : FunnelsDistinction.Of(fold.Facts),
        };
    }

    private Task<FunnelFold> FoldAsync(StoreId store, FunnelDefinition definition, CancellationToken ct) =>
        timelines.FoldAsync(store, world => new FunnelFold(definition, world), ct, definition.Scope);

    /// <summary>The values of most customers. Beyond what can be counted one by one, only those that are sure to be the largest: the others are small, and share a group.</summary>
    private async Task<IReadOnlyList<string>> LargestAsync(StoreId store, FunnelDefinition definition, FunnelGroups found, CancellationToken ct)
    {
        if (found.Bound == 0)
        {
            return found.Largest(MostGroups);
        }

        var bare = new FunnelDefinition(
            definition.Steps, definition.Window, definition.Order, definition.From, definition.Until, definition.Calendar, definition.Exclusions, definition.Hold,
            definition.Breakdown! with { Groups = found.Largest(FunnelGroups.MostCounted) }, Customers: definition.Customers);
        var counted = (await FoldAsync(store, bare, ct)).Groups!.Counts;
        return
        [
            .. counted.Where(g => g.Value.Reached[0] > found.Bound)
                .OrderByDescending(g => g.Value.Reached[0]).ThenBy(g => g.Key, StringComparer.Ordinal).Take(MostGroups).Select(g => g.Key),
        ];
    }

    // Nothing is known of what lies behind the last event: it may be quiet, or not delivered yet.
    private DateTime Known(EventCatalog catalog)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return catalog.Last is { } last && last < now ? last : now;
    }

    private static List<GroupCount> GroupsOf(FunnelGroups groups, FunnelDefinition funnel)
    {
        var counts = groups.Counts.Where(g => g.Value.Reached[0] > 0).OrderByDescending(g => g.Value.Reached[0]).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new GroupCount(g.Key, false, StepsOf(g.Value, funnel))).ToList();
        if (groups.Missing.Reached[0] > 0)
        {
            counts.Add(new GroupCount(null, false, StepsOf(groups.Missing, funnel)));
        }

        if (groups.Other.Reached[0] > 0)
        {
            counts.Add(new GroupCount(null, true, StepsOf(groups.Other, funnel)));
        }

        return counts;
    }

    private static FunnelsNext NextOf(FunnelDefinition funnel, FunnelNext next) => new(
        funnel.Next!.Value,
        next.Customers,
        next.WentOn,
        [
            .. next.Did.OrderByDescending(d => d.Value.Customers).ThenBy(d => d.Key, StringComparer.Ordinal).Take(MostChoices)
                .Select(d => new FunnelsChoice(d.Key, d.Value.Customers, d.Value.WentOn)),
        ]);

    private static List<StepCount> StepsOf(FunnelCounts counts, FunnelDefinition funnel) => [.. Enumerable.Range(0, funnel.Steps.Count).Select(step =>
    {
        var (count, previous) = (counts.Reached[step], counts.Reached[step == 0 ? 0 : funnel.RequiredBefore(step)]);
        return new StepCount(
            count,
            Percent.Of(count, counts.Reached[0])?.Share,
            Percent.Of(count, previous)?.Share,
            previous,
            counts.Lost(funnel, step),
            counts.MeanSeconds(step),
            counts.MedianSeconds(step),
            funnel.Revenue ? counts.Revenue[step] : null,
            funnel.Revenue ? counts.LostRevenue(funnel, step) : null);
    })];
}
