using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Survival;

namespace BehaviorDashboard.Features.Carts;

/// <summary>The hall of carts: page, programs and exports ask here. Who is named is who was counted, by the same pass.</summary>
public sealed class CartsQuery(TimelineReader timelines, QuestionReader questions, ICartPatience patience)
{
    /// <summary>Values of a breakdown that an answer holds by themselves.</summary>
    public const int MostGroups = 20;

    // A curve over less than a week says little.
    private const int ShortestCurve = 7;

    public async Task<Outcome<CartsResult>> AskAsync(StoreId store, CartsRequest request, StoreCalendar calendar, CancellationToken ct)
    {
        var catalog = await questions.CatalogAsync(store, ct);
        var timeOut = request.TimeOutDays is >= 1 and <= CartsRules.MostTimeOutDays and var days ? new CartTimeOut(days, CartTimeOutSource.Question, 0) : await timelines.CartTimeOutAsync(store, ct);
        var check = new QuestionCheck(calendar, catalog);
        var plan = new CartsRules(calendar, catalog, check).Check(request, timelines.RuleOf(timeOut), patience.LongestDays);
        var problems = await questions.ProblemsAsync(store, check, ct);
        if (plan is null || problems.Count > 0)
        {
            return Outcome<CartsResult>.Refused(problems);
        }

        try
        {
            var definition = plan.Definition with { Customers = await questions.CustomersAsync(store, plan.Customers, ct) };
            return await AskAsync(store, plan with { Definition = definition }, timeOut, calendar, ct);
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

    private async Task<Outcome<CartsResult>> AskAsync(StoreId store, CartsPlan plan, CartTimeOut timeOut, StoreCalendar calendar, CancellationToken ct)
    {
        var definition = plan.Definition;
        var (fold, before) = await FoldAsync(store, definition, Before(definition, plan.Comparison, calendar), ct);
        if (fold.TooManyGroups)
        {
            return new Problem("breakdown.values", $"'{definition.Breakdown}' has more than {CartsFold.MostGroups} values. Break down by something with fewer.", "breakdown", definition.Breakdown!, CartsFold.MostGroups);
        }

        var groups = definition.Breakdown is null ? null : Groups(fold);
        var people = fold.People;
        if (plan.Rest)
        {
            var rest = definition.People! with { Except = [.. groups!.Where(g => !g.IsRest).Select(g => g.Value)] };
            people = (await FoldAsync(store, definition with { People = rest }, null, ct)).Now.People;
        }

        return new CartsResult(
            timeOut,
            fold.Total,
            definition.Periods.Unit,
            [.. fold.ByPeriod.Select((tally, p) => new CartsPeriod(definition.Periods.DayOf(p), tally, IsSettled(definition, p)))],
            Recovery(fold.Times, timeOut),
            [.. Enum.GetValues<CartStep>().Select(s => new CartsLast(s, fold.ByLast(s))).Where(l => l.Tally.Opened > 0).OrderByDescending(l => l.Tally.Opened).ThenByDescending(l => l.Last)],
            groups,
            before?.Total,
            definition.People is null ? null : [.. people.Order()]);
    }

    private async Task<(CartsFold Now, CartsFold? Before)> FoldAsync(StoreId store, CartsDefinition definition, CartsDefinition? before, CancellationToken ct)
    {
        if (before is null)
        {
            return (await timelines.FoldAsync(store, world => new CartsFold(definition, world), ct, definition.Scope), null);
        }

        var both = await timelines.FoldAsync(store, world => new CartsBeside(new CartsFold(definition, world), new CartsFold(before, world)), ct, definition.Scope);
        return (both.Now, both.Before);
    }

    private static bool IsSettled(CartsDefinition definition, int period) => definition.Periods.EndOf(period) + Micros(definition.Rule.TimeOut) < Periods.MicrosOf(definition.Known);

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>An earlier range of the same length, of which as much is known as of this one: a cart of last week has had no more time to come back than one of this week.</summary>
    private static CartsDefinition? Before(CartsDefinition definition, Comparison comparison, StoreCalendar calendar)
    {
        if (comparison == Comparison.None)
        {
            return null;
        }

        var (from, until) = comparison.Earlier(calendar, definition.From, definition.Until);
        var days = calendar.DayOf(definition.From).DayNumber - calendar.DayOf(from).DayNumber;
        var (first, last) = (calendar.DayOf(from), calendar.DayOf(until.AddMicroseconds(-1)));
        return definition with
        {
            From = from,
            Until = until,
            Known = calendar.ToUtc(calendar.ToLocal(definition.Known).AddDays(-days)),
            Periods = new Periods(calendar, PeriodUnit.Month, first, Periods.CountOf(calendar, PeriodUnit.Month, first, last)),
            Breakdown = null,
            People = null,
        };
    }

    private static List<RecoveredShare> Recovery(RecoveryTimes times, CartTimeOut timeOut)
    {
        var shown = Math.Min(times.Days, Math.Max(ShortestCurve, timeOut.Days * 2));
        // The event is the purchase: who "survives" has not come back. On the day of leaving nothing has happened yet.
        return [.. KaplanMeier.Fit(times.AtRisk, times.Recovered).Take(shown).Select((p, day) => new RecoveredShare(day + 1, 1 - p.Survival, 1 - p.High, 1 - p.Low))];
    }

    private static List<CartsGroup> Groups(CartsFold fold)
    {
        var all = fold.Groups.Select(g => (Value: (string?)g.Key, Tally: g.Value)).Append((Value: null, Tally: fold.Ungrouped))
            .Where(g => g.Tally.Opened > 0).OrderByDescending(g => g.Tally.Opened).ThenBy(g => g.Value, StringComparer.Ordinal).ToList();
        var groups = all.Take(MostGroups).Select(g => new CartsGroup(g.Value, false, g.Tally)).ToList();
        if (all.Count > MostGroups)
        {
            groups.Add(new CartsGroup(null, true, CartTally.Sum(all.Skip(MostGroups).Select(g => g.Tally))));
        }

        return groups;
    }
}
