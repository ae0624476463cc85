using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Carts;

/// <summary>A question that was checked.</summary>
/// <param name="Rest">The people of the groups that are shown together are wanted.</param>
internal sealed record CartsPlan(CartsDefinition Definition, CustomerFilter? Customers, Comparison Comparison, bool Rest);

/// <summary>Turns a request into a plan, or says everything that is wrong with it.</summary>
internal sealed class CartsRules(StoreCalendar calendar, EventCatalog catalog, QuestionCheck check)
{
    public const int MostPeriods = 400;
    public const int MostTimeOutDays = 365;

    /// <param name="rule">With the store's own time-out, unless the question has one.</param>
    /// <param name="watch">Days that recovery is watched.</param>
    public CartsPlan? Check(CartsRequest request, CartRule rule, int watch)
    {
        var filter = check.Filter(request.Filter);
        var opening = filter.Count == 0 ? null : check.Match("*", filter, "filter");
        var range = check.Range(request.Range);
        var breakdown = check.Breakdown(request.Breakdown);
        var customers = check.Customers(request.Filter);
        var comparison = string.IsNullOrEmpty(request.Compare) ? Comparison.None : check.Named<Comparison>(request.Compare, "carts.compare", "compare");
        if (request.TimeOutDays is < 1 or > MostTimeOutDays)
        {
            check.Say("carts.time_out", $"A cart counts as lost after 1 to {MostTimeOutDays} days.", "timeOutDays", MostTimeOutDays);
        }

        if (Periods(request, range) is not { } periods)
        {
            return null;
        }

        var known = (catalog.Last ?? DateTime.UnixEpoch).AddMicroseconds(1);
        var definition = new CartsDefinition(rule, range.From, range.Until, known, periods, Math.Max(watch, (int)rule.TimeOut.TotalDays), opening, breakdown, People(request.People, periods, breakdown));
        return new CartsPlan(definition, customers, comparison, request.People is { Rest: true });
    }

    private Periods? Periods(CartsRequest request, (DateTime From, DateTime Until) range)
    {
        var unit = check.Period(request.Period, PeriodUnit.Day);
        var (first, last) = (calendar.DayOf(range.From), calendar.DayOf(range.Until.AddMicroseconds(-1)));
        var count = Kernel.Periods.CountOf(calendar, unit, first, last);
        if (count > MostPeriods)
        {
            check.Say("carts.periods", $"The range holds {count} periods; at most {MostPeriods}. Choose longer periods or a shorter range.", "period", count, MostPeriods);
            return null;
        }

        return new Periods(calendar, unit, first, count);
    }

    private CartPeople? People(CartsPeopleRequest? asked, Periods periods, string? breakdown)
    {
        if (asked is null)
        {
            return null;
        }

        var (state, last) = (CartCodes.State(asked.State), CartCodes.Step(asked.Last));
        var period = AskedDay.Read(asked.Period) is { } day ? periods.Find(day) : null;
        if (asked.State is not null && state is null)
        {
            check.Say("carts.people_state", $"people.state is one of: {string.Join(", ", CartCodes.States)}.", "people.state");
        }

        if (asked.Last is not null && last is null)
        {
            check.Say("carts.people_last", $"people.last is one of: {string.Join(", ", CartCodes.Lasts)}.", "people.last");
        }

        if (asked.Period is not null && period is null)
        {
            check.Say("carts.people_period", "people.period is the first day of a period in the range, such as 2026-01-05.", "people.period");
        }

        if (breakdown is null && (asked.Group is not null || asked.WithoutGroup || asked.Rest))
        {
            check.Say("carts.people_group", "people.group needs a breakdown.", "people.group");
        }

        return new CartPeople(state, asked.Left, last, period, asked.Group, asked.Group is not null || asked.WithoutGroup);
    }
}
