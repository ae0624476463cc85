using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>The hall of sessions: page, programs and exports ask here. Who is named is who was counted, by the same pass.</summary>
public sealed class SessionsQuery(TimelineReader timelines, QuestionReader questions, EventCatalogReader catalogs, IOptions<EventsOptions> options, TimeProvider clock)
{
    /// <summary>Groups, entries and exits that stand by themselves; the rest is one.</summary>
    public const int Most = 10;

    private static readonly Dictionary<string, string> NoNames = [];

    public async Task<Outcome<SessionsResult>> AskAsync(StoreId store, SessionsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var plan = new SessionsRules(calendar, catalog, check).Check(request, options.Value.SessionGapMinutes);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (plan is null || problems.Count > 0)
        {
            return Outcome<SessionsResult>.Refused(problems);
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

    private async Task<Outcome<SessionsResult>> AskAsync(StoreId store, SessionsPlan plan, EventCatalog catalog, StoreCalendar calendar, CancellationToken ct)
    {
        var definition = plan.Definition;
        var fold = await FoldAsync(store, definition, ct);
        if (definition.Breakdown is { } breakdown && !fold.TooManyValues)
        {
            definition = definition with { Breakdown = breakdown with { Groups = Largest(fold) } };
            fold = await FoldAsync(store, definition, ct);
        }

        if (fold.TooManyValues || fold.TooManyPlaces)
        {
            var property = fold.TooManyValues ? definition.Breakdown!.Property : definition.Label;
            return new Problem("breakdown.values", $"'{property}' has more than {SessionsFold.MostValues} different values.", fold.TooManyValues ? "breakdown" : "label", property, SessionsFold.MostValues);
        }

        var former = Before(definition, plan.Comparison, calendar);
        var before = former is null ? null : await FoldAsync(store, former, ct);
        var (entries, exits) = (Places(fold.Entries), Places(fold.Exits));
        return new SessionsResult(
            definition.Buckets,
            definition.Buckets.IncompleteFrom(calendar, catalog.Last, clock.GetUtcNow().UtcDateTime),
            fold.Total,
            Groups(fold, before),
            entries,
            exits,
            before is null ? null : new SessionsBefore(former!.Buckets, before.Total),
            definition.Label == "product" ? await catalogs.ProductNamesAsync(store, [.. entries.Select(e => e.Place.Value).Concat(exits.Select(e => e.Place.Value)).OfType<string>().Distinct()], ct) : NoNames,
            definition.People is null ? null : [.. fold.People.Order()]);
    }

    private Task<SessionsFold> FoldAsync(StoreId store, SessionsDefinition definition, CancellationToken ct) =>
        timelines.FoldAsync(store, world => new SessionsFold(definition, world), ct, definition.Scope);

    private static List<string?> Largest(SessionsFold fold) =>
        [.. fold.Values.OrderByDescending(v => v.Value.Sessions).ThenBy(v => v.Key.Value, StringComparer.Ordinal).Take(Most).Select(v => v.Key.Value)];

    private static SessionsDefinition? Before(SessionsDefinition definition, Comparison comparison, StoreCalendar calendar) =>
        comparison == Comparison.None ? null : definition with { Buckets = definition.Buckets.Before(calendar, comparison), People = null };

    private static List<SessionGroup> Groups(SessionsFold fold, SessionsFold? before) =>
    [
        .. fold.Groups.OrderBy(g => g.Key.IsOther).ThenByDescending(g => g.Value.Figures(null).Sessions).ThenBy(g => g.Key.Value, StringComparer.Ordinal)
            .Select(g => new SessionGroup(g.Key, g.Value, before?.Groups.GetValueOrDefault(g.Key)?.Figures(null))),
    ];

    private static List<SessionPlaceRow> Places(IReadOnlyDictionary<SessionPlace, SessionCount> counts)
    {
        var all = counts.OrderByDescending(e => e.Value.Sessions).ThenBy(e => e.Key.Value, StringComparer.Ordinal).ToList();
        var shown = all.Take(Most).Select(e => new SessionPlaceRow(e.Key, e.Value)).ToList();
        if (all.Count > Most)
        {
            shown.Add(new SessionPlaceRow(default, all.Skip(Most).Aggregate(default(SessionCount), (sum, e) => sum + e.Value), all.Count - Most));
        }

        return shown;
    }
}
