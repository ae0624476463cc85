using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Trends;

/// <summary>The hall of trends. Counting people and naming them is one code path.</summary>
public sealed class TrendsQuery(TimelineReader timelines, QuestionReader questions, TimeProvider clock)
{
    public async Task<Outcome<TrendsResult>> AskAsync(StoreId store, TrendsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var plan = new TrendsRules(calendar, check).Check(request);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (plan is null || problems.Count > 0)
        {
            return Outcome<TrendsResult>.Refused(problems);
        }

        try
        {
            return await AskAsync(store, plan with { Definition = plan.Definition with { Customers = await questions.CustomersAsync(store, plan.Customers, ct) } }, catalog, calendar, ct);
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

    private async Task<Outcome<TrendsResult>> AskAsync(StoreId store, TrendsPlan plan, EventCatalog catalog, StoreCalendar calendar, CancellationToken ct)
    {
        var definition = plan.Definition;
        var fold = await FoldAsync(store, definition, ct);
        if (fold.TooManyValues)
        {
            var property = definition.Breakdown!.Property;
            return new Problem("breakdown.values", $"'{property}' has more than {TrendsFold.MostValues} different values.", "breakdown", property, TrendsFold.MostValues);
        }

        if (definition.Breakdown is { } breakdown && fold.Groups.Count > plan.Limit)
        {
            definition = definition with { Breakdown = breakdown with { Groups = [.. fold.Groups.Take(plan.Limit).Select(g => g.Value)] } };
            fold = await FoldAsync(store, definition, ct);
        }

        var before = Before(definition, plan.Comparison, calendar);
        var former = before is null ? null : await FoldAsync(store, Shown(before, fold), ct);
        IReadOnlyList<TrendGroup?> groups = definition.Breakdown is null ? [null] : [null, .. fold.Groups.Select(g => (TrendGroup?)g)];
        return new TrendsResult(
            definition.Buckets,
            [.. groups.SelectMany(g => plan.Figures.Select((_, m) => Line(plan, fold, former, m, g)))],
            definition.Buckets.IncompleteFrom(calendar, catalog.Last, clock.GetUtcNow().UtcDateTime),
            before?.Buckets,
            definition.People is null ? null : [.. fold.People.Order()]);
    }

    private Task<TrendsFold> FoldAsync(StoreId store, TrendsDefinition definition, CancellationToken ct) =>
        timelines.FoldAsync(store, world => new TrendsFold(definition, world), ct, definition.Scope);

    // The period that stands beside is asked for the groups that are shown, whatever its own largest were.
    private static TrendsDefinition Shown(TrendsDefinition before, TrendsFold fold) => before.Breakdown is not { } breakdown
        ? before
        : before with { Breakdown = breakdown with { Groups = [.. fold.Groups.Where(g => !g.IsOther).Select(g => g.Value)] } };

    private static TrendsDefinition? Before(TrendsDefinition definition, Comparison comparison, StoreCalendar calendar) =>
        comparison == Comparison.None ? null : definition with { Buckets = definition.Buckets.Before(calendar, comparison), People = null };

    private static TrendLine Line(TrendsPlan plan, TrendsFold fold, TrendsFold? former, int measure, TrendGroup? group)
    {
        var (values, total) = Values(plan, fold, measure, group);
        var (before, totalBefore) = former is null ? (null, null) : Values(plan, former, measure, group);
        return new TrendLine(measure, plan.Names[measure], group, values, total, before is null ? null : [.. before.Concat(Enumerable.Repeat<double?>(null, values.Length)).Take(values.Length)], totalBefore);
    }

    private static (double?[] Values, double? Total) Values(TrendsPlan plan, TrendsFold fold, int measure, TrendGroup? group)
    {
        var (of, per) = plan.Figures[measure];
        var values = Figures(plan, fold, of, group);
        var total = Total(plan, fold, of, group);
        if (per is { } divisor)
        {
            values = [.. values.Zip(Figures(plan, fold, divisor, group), Ratio)];
            total = Ratio(total, Total(plan, fold, divisor, group));
        }

        return (plan.MovingAverage > 0 ? Averaged(values, plan.MovingAverage) : values, total);
    }

    private static double?[] Figures(TrendsPlan plan, TrendsFold fold, int place, TrendGroup? group)
    {
        var measure = plan.Definition.Measures[place];
        if (!Has(fold, group))
        {
            return [.. Enumerable.Repeat(measure.Math is TrendMath.Mean or TrendMath.PerCustomer ? (double?)null : 0, fold.Tally(place).Buckets)];
        }

        var tally = fold.Tally(place, group);
        var values = Enumerable.Range(0, tally.Buckets).Select(b => tally.Value(measure, b)).ToArray();
        if (!plan.Cumulative)
        {
            return values;
        }

        // Different customers do not add up from bucket to bucket: each counts where they first came.
        var parts = measure.Math == TrendMath.Customers ? [.. Enumerable.Range(0, tally.Buckets).Select(b => (double?)tally.First(b))] : values;
        var sum = 0.0;
        return measure.Math is TrendMath.Mean or TrendMath.PerCustomer ? values : [.. parts.Select(v => (double?)(sum += v ?? 0))];
    }

    private static double? Total(TrendsPlan plan, TrendsFold fold, int place, TrendGroup? group) =>
        Has(fold, group) ? fold.Tally(place, group).Value(plan.Definition.Measures[place], null) : 0;

    private static bool Has(TrendsFold fold, TrendGroup? group) => group is not { } wanted || fold.Groups.Contains(wanted);

    private static double? Ratio(double? of, double? per) => per is null or 0 ? null : of / per;

    private static double?[] Averaged(double?[] values, int span) =>
        [.. values.Select((_, i) => i + 1 < span || values.AsSpan(i + 1 - span, span).Contains(null) ? null : values.AsSpan(i + 1 - span, span).ToArray().Average())];
}
