using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>The hall of lifecycle and stickiness: page, programs and exports ask here. Who is named is who was counted, by the same pass.</summary>
public sealed class LifecycleQuery(TimelineReader timelines, QuestionReader questions, TimeProvider clock)
{
    public async Task<Outcome<LifecycleResult>> AskAsync(StoreId store, LifecycleRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        if (catalog.Last is null)
        {
            return new LifecycleResult(PeriodUnit.Week, [], request.People is null ? null : []);
        }

        var (check, watched) = (new QuestionCheck(calendar, catalog), Watched(catalog));
        var definition = LifecycleRules.Check(request, calendar, catalog, watched, check);
        var customers = check.Customers(request.Filter);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (problems.Count > 0 || definition is null)
        {
            return Outcome<LifecycleResult>.Refused(problems);
        }

        definition = definition with { Customers = await questions.CustomersAsync(store, customers, ct) };
        try
        {
            return Result(definition, await timelines.FoldAsync(store, world => new LifecycleFold(definition, world), ct, definition.Scope), Periods.MicrosOf(watched));
        }
        catch (QueryTimeoutException e)
        {
            return new Problem("question.too_slow", e.Message);
        }
    }

    /// <summary>Ids of the customers in a result, in the order of their numbers.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(StoreId store, LifecycleResult result, CancellationToken ct) => questions.IdsAsync(store, [.. result.People ?? []], ct);

    public Task<IReadOnlyList<Person>> PeopleAsync(StoreId store, IReadOnlyList<int> people, int skip, int take, CancellationToken ct) => questions.PeopleAsync(store, people, skip, take, ct);

    public Task<EventCatalog> CatalogAsync(StoreId store, CancellationToken ct) => questions.CatalogAsync(store, ct);

    // Nothing is known of what lies behind the last event: it may be quiet, or not delivered yet.
    private DateTime Watched(EventCatalog catalog) => clock.GetUtcNow().UtcDateTime is var now && catalog.Last is { } last && last < now ? last : now;

    private static LifecycleResult Result(LifecycleDefinition definition, LifecycleFold fold, long watched)
    {
        var (periods, counts) = (definition.Periods, fold.Counts);
        return new LifecycleResult(
            periods.Unit,
            [.. Enumerable.Range(1, periods.Count - 1).Select(p => new LifecyclePeriod(
                periods.DayOf(p),
                periods.EndOf(p) <= watched,
                counts[p, LifecycleStatus.New],
                counts[p, LifecycleStatus.Returning],
                counts[p, LifecycleStatus.Resurrected],
                counts[p, LifecycleStatus.Dormant],
                [.. Enumerable.Range(1, periods.DayOf(p + 1).DayNumber - periods.DayOf(p).DayNumber).Select(days => counts.OnDays(p, days))]))],
            definition.People is null ? null : [.. fold.People.Order()]);
    }
}
