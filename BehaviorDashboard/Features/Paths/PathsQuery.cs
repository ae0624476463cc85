using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Paths;

/// <summary>The hall of paths: page, programs and exports ask here. Who is named is who was counted, by the same pass.</summary>
public sealed class PathsQuery(TimelineReader timelines, QuestionReader questions, EventCatalogReader catalogs, IOptions<EventsOptions> options, TimeProvider clock)
{
    private static readonly Dictionary<string, string> NoNames = [];

    public async Task<Outcome<PathsResult>> AskAsync(StoreId store, PathsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var rules = new PathsRules(calendar, catalog, check);
        var plan = rules.Check(request, options.Value.SessionGapMinutes, clock.GetUtcNow().UtcDateTime);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (problems.Count > 0)
        {
            return Outcome<PathsResult>.Refused(problems);
        }

        try
        {
            return await AskAsync(store, plan with { Definition = plan.Definition with { Customers = await questions.CustomersAsync(store, plan.Customers, ct) } }, rules, ct);
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

    private async Task<PathsResult> AskAsync(StoreId store, PathsPlan plan, PathsRules rules, CancellationToken ct)
    {
        var asked = plan.Definition with { People = null };
        var fold = await FoldAsync(store, asked, ct);
        if (fold.NeedsChoice)
        {
            fold = await FoldAsync(store, asked with { Shown = fold.MayExceed(plan.Share) }, ct);
        }

        var shown = PathGraph.Choose(fold, asked.Depth, plan.Share, plan.Most);
        var graph = PathGraph.Of(fold, shown);
        return new PathsResult(
            graph,
            fold.Total,
            fold.Customers,
            plan.Comparison == Comparison.None ? null : await BeforeAsync(store, rules.Before(asked with { Shown = shown }, plan.Comparison), ct),
            asked.Label == "product" ? await catalogs.ProductNamesAsync(store, [.. shown.Labels.SelectMany(s => s).Distinct()], ct) : NoNames,
            plan.Definition.People is null ? null : [.. (await FoldAsync(store, plan.Definition with { Shown = shown }, ct)).People.Order()]);
    }

    // What stands beside is asked for the labels that are shown, whatever its own frequent ones were.
    private async Task<PathsBefore> BeforeAsync(StoreId store, PathsDefinition before, CancellationToken ct)
    {
        var fold = await FoldAsync(store, before, ct);
        return new PathsBefore(PathGraph.Of(fold, before.Shown!), fold.Total);
    }

    private Task<PathsFold> FoldAsync(StoreId store, PathsDefinition definition, CancellationToken ct) =>
        timelines.FoldAsync(store, world => new PathsFold(definition, world), ct, definition.Scope);
}
