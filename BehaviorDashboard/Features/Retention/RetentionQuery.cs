using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Survival;

namespace BehaviorDashboard.Features.Retention;

/// <summary>The hall of retention: page, programs and exports ask here. Who is named is who was counted, by the same pass.</summary>
public sealed class RetentionQuery(TimelineReader timelines, QuestionReader questions, TimeProvider clock)
{
    /// <summary>Values of a breakdown that an answer holds by themselves.</summary>
    public const int MostGroups = 20;

    public async Task<Outcome<RetentionResult>> AskAsync(StoreId store, RetentionRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var definition = RetentionRules.Check(request, calendar, check);
        var customers = check.Customers(request.Filter);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (problems.Count > 0 || definition is null)
        {
            return Outcome<RetentionResult>.Refused(problems);
        }

        definition = definition with { Customers = await questions.CustomersAsync(store, customers, ct) };
        try
        {
            var fold = await timelines.FoldAsync(store, world => new RetentionFold(definition, world), ct, definition.Scope);
            return fold.TooManyGroups
                ? new Problem("breakdown.values", $"'{definition.Breakdown}' has more than {RetentionFold.MostGroups} values. Break down by something with fewer.", "breakdown", definition.Breakdown!, RetentionFold.MostGroups)
                : Result(definition, fold, Watched(catalog));
        }
        catch (QueryTimeoutException e)
        {
            return new Problem("question.too_slow", e.Message);
        }
    }

    /// <summary>Ids of the customers in a result, in the order of their numbers.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(StoreId store, RetentionResult result, CancellationToken ct) => questions.IdsAsync(store, [.. result.People ?? []], ct);

    public Task<IReadOnlyList<Person>> PeopleAsync(StoreId store, IReadOnlyList<int> people, int skip, int take, CancellationToken ct) => questions.PeopleAsync(store, people, skip, take, ct);

    public Task<EventCatalog> CatalogAsync(StoreId store, CancellationToken ct) => questions.CatalogAsync(store, ct);

    // Nothing is known of what lies behind the last event: it may be quiet, or not delivered yet.
    private long Watched(EventCatalog catalog)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Periods.MicrosOf(catalog.Last is { } last && last < now ? last : now);
    }

    private static RetentionResult Result(RetentionDefinition definition, RetentionFold fold, long watched) => new(
        definition.Periods.Unit,
        fold.Total.Customers,
        Table(definition, fold.Total, watched),
        CameBack(definition, fold.Total, watched),
        definition.Breakdown is null ? null : Groups(definition, fold, watched),
        definition.People is null ? null : [.. fold.People.Order()]);

    private static RetentionTable Table(RetentionDefinition definition, RetentionCounts counts, long watched)
    {
        var cohorts = Enumerable.Range(0, counts.Cohorts).Select(c => Cohort(definition, counts, c, watched)).ToList();
        return new RetentionTable(
            cohorts,
            Mean(cohorts, counts.Length, (cohort, k) => cohort.Returned[k]),
            definition.Revenue is null ? null : Mean(cohorts, counts.Length, (cohort, k) => cohort.Revenue![k]));
    }

    private static RetentionCohort Cohort(RetentionDefinition definition, RetentionCounts counts, int cohort, long watched)
    {
        var periods = Enumerable.Range(0, counts.Length).ToList();
        return new RetentionCohort(
            definition.Periods.DayOf(cohort),
            counts.Size(cohort),
            [.. periods.Select(k => counts.Returned(cohort, k))],
            [.. periods.Select(k => definition.Periods.EndOf(cohort + k) <= watched)],
            periods.Count(k => definition.Periods.StartOf(cohort + k) <= watched),
            definition.Revenue is null ? null : [.. periods.Select(k => counts.Revenue(cohort, k))]);
    }

    private static List<double?> Mean(List<RetentionCohort> cohorts, int length, Func<RetentionCohort, int, long> amount) => [.. Enumerable.Range(0, length).Select(k =>
    {
        var mature = cohorts.Where(c => c.Mature[k]).ToList();
        return Percent.Of(mature.Sum(c => amount(c, k)), mature.Sum(c => c.Size))?.Share;
    })];

    /// <summary>Share that came back at least once by the end of each period.</summary>
    private static List<CameBackShare> CameBack(RetentionDefinition definition, RetentionCounts counts, long watched)
    {
        var (atRisk, events) = (new long[counts.Length], new long[counts.Length]);
        for (var cohort = 0; cohort < counts.Cohorts; cohort++)
        {
            var away = counts.Size(cohort);
            for (var k = 0; k < counts.Length && definition.Periods.EndOf(cohort + k) <= watched; k++)
            {
                atRisk[k] += away;
                events[k] += counts.FirstReturned(cohort, k);
                away -= counts.FirstReturned(cohort, k);
            }
        }

        // The event is the return: who "survives" has stayed away.
        return [.. KaplanMeier.Fit(atRisk, events).Select(p => new CameBackShare(1 - p.Survival, 1 - p.High, 1 - p.Low))];
    }

    private static List<RetentionGroup> Groups(RetentionDefinition definition, RetentionFold fold, long watched)
    {
        var all = fold.Groups.Select(g => (Value: (string?)g.Key, Counts: g.Value)).Append((Value: null, Counts: fold.Ungrouped))
            .Where(g => g.Counts.Customers > 0).OrderByDescending(g => g.Counts.Customers).ThenBy(g => g.Value, StringComparer.Ordinal).ToList();
        var groups = all.Take(MostGroups).Select(g => new RetentionGroup(g.Value, false, g.Counts.Customers, Table(definition, g.Counts, watched))).ToList();
        if (all.Count > MostGroups)
        {
            var rest = RetentionCounts.Sum(all.Skip(MostGroups).Select(g => g.Counts));
            groups.Add(new RetentionGroup(null, true, rest.Customers, Table(definition, rest, watched)));
        }

        return groups;
    }
}
