using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Carts;

public sealed class CartsFoldTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var world = CartWorld.Random(random, 4, 14);
            var asked = Definition(random);

            var fold = world.Fold(() => new CartsFold(asked, CartWorld.Timelines), random, Periods.MicrosOf(asked.Known));

            Compare(world, asked, fold, $"time-out {asked.Rule.TimeOut.TotalDays}, {asked.From:dd.HH:mm} to {asked.Until:dd.HH:mm}, known {asked.Known:dd.HH:mm}, {asked.People}: {world}");
        }
    }

    [Fact]
    public void Hindsight_RandomWorlds_TellsEachEventItsCart()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            var world = CartWorld.Random(random, 3, 14);
            var known = world.Customers.SelectMany(c => c).Select(e => e.Time).DefaultIfEmpty(CartWorld.Start).Max();
            var timeOut = TimeSpan.FromDays(random.Next(1, 4));
            var scope = new TimelineScope(CartWorld.Start.AddDays(random.Next(4)), CartWorld.Start.AddDays(random.Next(5, 12)));
            var expected = world.Customers.SelectMany((c, customer) =>
            {
                var oracle = new CartOracle(c, timeOut, known);
                return c.Where(e => e.Time >= scope.From && e.Time < scope.Until).Select(e => $"{customer + 1} {e.Micros} {e.Name} {Fate(oracle, e)}");
            });

            var fold = world.Fold(() => new CartHindsight<Listing>(new Listing(), CartWorld.Timelines, scope, new CartRule(timeOut), Periods.MicrosOf(known)), random);

            // Equal events of one instant are equal in what is told of them, in any order.
            Assert.Equal(expected.Order(StringComparer.Ordinal), fold.Inner.Lines.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Purchase_InTheSameVisit_IsBought_InALaterOne_Recovered()
    {
        Assert.Equal(CartState.Bought, Fate(Add(0), Buy(30)));
        Assert.Equal(CartState.Recovered, Fate(Add(0), Buy(31)));
        Assert.Equal(CartState.Bought, Fate(Add(0), At(20, "View", EventKind.View), Buy(50)));
        Assert.Equal(CartState.Recovered, Fate(Add(0), At(20, "Sent", EventKind.MessageSent), Buy(50)));
    }

    [Fact]
    public void TimeOut_CountsFromTheLastLeaving_AndIsInclusive()
    {
        const int Day = 24 * 60;
        Assert.Equal(CartState.Recovered, Fate(Add(0), Buy(2 * Day)));
        Assert.Equal(CartState.Lost, Fate(Add(0), Buy((2 * Day) + 1)));
        Assert.Equal(CartState.Recovered, Fate(Add(0), Add(2 * Day), Buy(4 * Day)));
        Assert.Equal(CartState.Lost, Fate(Add(0), At(Day, "View", EventKind.View), Buy((2 * Day) + 1)));
        Assert.Equal(CartState.Open, Fate(Add(0), At(2 * Day, "View", EventKind.View)));
    }

    [Fact]
    public void Removal_OfEverything_Empties_AndTheNextAddOpensAnother()
    {
        Assert.Equal(CartState.Emptied, Fate(Add(0), At(1, "Remove", EventKind.CartRemove, "p0"), Add(2)));
        Assert.Equal(CartState.Open, Fate(Add(0), At(1, "Remove", EventKind.CartRemove, "p1")));
        // Of one instant the add comes first, whichever row did.
        Assert.Equal(CartState.Emptied, Fate(At(0, "Remove", EventKind.CartRemove, "p0"), Add(0)));
    }

    [Fact]
    public void Purchase_OfAnotherCart_ReplacesTheOneThatWasLeft()
    {
        Assert.Equal(CartState.Replaced, Fate(Add(0, "k1"), Add(60, "k2"), Buy(61, "k2")));
        Assert.Equal(CartState.Recovered, Fate(Add(0, "k1"), Add(60, "k2"), Buy(61, "k1")));
        Assert.Equal(CartState.Recovered, Fate(Add(0, "k1"), Buy(61)));
        Assert.Equal(CartState.Replaced, Fate(Add(0, "k1"), Buy(61, "k9")));
        Assert.Equal(CartState.Recovered, Fate(Add(0), Buy(61, "k9")));
    }

    [Fact]
    public void Guests_HaveNoCarts()
    {
        var hindsight = new CartHindsight<Listing>(new Listing(), CartWorld.Timelines, new TimelineScope(Guests: true), new CartRule(TimeSpan.FromDays(2)), long.MaxValue);
        hindsight.Start(0);
        var e = new TimelineEvent();
        Add(0).WriteTo(e);
        hindsight.Event(e);
        hindsight.End();

        Assert.EndsWith("Add -/-", Assert.Single(hindsight.Inner.Lines), StringComparison.Ordinal);
    }

    private static CartState Fate(params CartEvent[] events)
    {
        var known = events.Max(e => e.Time);
        var carts = new CartTimeline(new CartRule(TimeSpan.FromDays(2)), CartWorld.Timelines.Names);
        var e = new TimelineEvent();
        foreach (var one in events.OrderBy(x => x.Time))
        {
            one.WriteTo(e);
            carts.Add(e);
        }

        carts.End(Periods.MicrosOf(known));
        return carts.Carts[0].State;
    }

    private static CartEvent Add(int minute, string? cart = null) => At(minute, "Add", EventKind.CartAdd, "p0", cart);

    private static CartEvent Buy(int minute, string? cart = null) => At(minute, "Buy", EventKind.Purchase, "p0", cart);

    private static CartEvent At(int minute, string name, EventKind kind, string? product = null, string? cart = null) => new(CartWorld.Start.AddMinutes(minute), name, kind, cart, product, 1, 10_000, null);

    private static CartsDefinition Definition(Random random)
    {
        var from = CartWorld.Start.AddHours(random.Next(48));
        var until = from.AddHours(random.Next(1, 24 * 8));
        var calendar = random.Next(2) == 0 ? StoreCalendar.Utc : Berlin;
        var first = calendar.DayOf(from);
        return new CartsDefinition(
            new CartRule(TimeSpan.FromDays(random.Next(1, 4))),
            from,
            until,
            until.AddHours(random.Next(-24, 24 * 5)),
            new Periods(calendar, PeriodUnit.Day, first, calendar.DayOf(until.AddMicroseconds(-1)).DayNumber - first.DayNumber + 1),
            5,
            random.Next(3) == 0 ? EventMatch.Compile("*", [EventCondition.Of(new Condition("device", "ne", "d1"))]).Value : null,
            random.Next(2) == 0 ? "device" : null,
            People(random));
    }

    private static CartPeople People(Random random) => new(
        random.Next(2) == 0 ? (CartState)random.Next(6) : null,
        random.Next(3) == 0,
        random.Next(3) == 0 ? (CartStep)random.Next(3, 11) : null,
        random.Next(4) == 0 ? 0 : null);

    private static void Compare(CartWorld world, CartsDefinition asked, CartsFold fold, string about)
    {
        bool IsMeant(CartEvent e) => asked.Filter is null || e.Device != "d1";
        var carts = Counted(world, asked, asked.Rule.TimeOut, IsMeant);
        var watched = Counted(world, asked, TimeSpan.FromDays(asked.Watch), IsMeant);
        foreach (var state in Enum.GetValues<CartState>())
        {
            var those = carts.Where(c => c.Cart.State == state).ToList();
            Same(those.Count, fold.Total.Count(state), $"{state}; {about}");
            Same(those.Count(c => c.Cart.Leavings.Count > 0), fold.Total.Count(state, left: true), $"{state}, left; {about}");
            Same(those.Sum(c => c.Oracle.Value(c.Cart)), fold.Total.Value(state), $"value of {state}; {about}");
            for (var period = 0; period < asked.Periods.Count; period++)
            {
                Same(those.Count(c => asked.Periods.IndexOf(Periods.MicrosOf(c.Cart.Opened)) == period), fold.ByPeriod[period].Count(state), $"{state} in {period}; {about}");
            }

            foreach (var last in Enum.GetValues<CartStep>())
            {
                Same(those.Count(c => c.Cart.Leavings.LastOrDefault()?.Last == last), fold.ByLast(last).Count(state), $"{state} after {last}; {about}");
            }

            if (asked.Breakdown is not null)
            {
                foreach (var group in new[] { null, "d0", "d1", "d2" })
                {
                    Same(
                        those.Count(c => c.Oracle.Group(c.Cart, IsMeant) == group),
                        (group is null ? fold.Ungrouped : fold.Groups.GetValueOrDefault(group))?.Count(state) ?? 0,
                        $"{state} of {group}; {about}");
                }
            }
        }

        CompareTimes(asked, fold.Times, [.. watched.Select(c => c.Cart).Where(c => c.Leavings.Count > 0)], about);
        Assert.True(carts.Where(c => IsAsked(asked, c.Cart)).Select(c => c.Customer).Distinct().Order().SequenceEqual(fold.People.Order()), $"people; {about}");
    }

    private static void CompareTimes(CartsDefinition asked, RecoveryTimes times, List<OracleCart> left, string about)
    {
        Same(left.Count, times.Left, $"left; {about}");
        for (var day = 0; day < asked.Watch; day++)
        {
            // Watched through the whole day, and not recovered before it.
            var watched = left.Where(c => asked.Known.AddMicroseconds(-1) - c.Leavings[0].At >= TimeSpan.FromDays(day + 1)).ToList();
            int? DayOf(OracleCart c) => c.State == CartState.Recovered ? (c.Closed!.Value - c.Leavings[0].At).Days : null;
            Same(watched.Count(c => DayOf(c) is null || DayOf(c) >= day), times.AtRisk[day], $"at risk on day {day}; {about}");
            Same(watched.Count(c => DayOf(c) == day), times.Recovered[day], $"recovered on day {day}; {about}");
        }
    }

    private static List<(CartOracle Oracle, OracleCart Cart, int Customer)> Counted(CartWorld world, CartsDefinition asked, TimeSpan timeOut, Func<CartEvent, bool> isMeant) =>
    [
        .. world.Customers.SelectMany((timeline, customer) =>
        {
            var oracle = new CartOracle(timeline, timeOut, asked.Known.AddMicroseconds(-1));
            return oracle.Carts.Where(c => c.Opened >= asked.From && c.Opened < asked.Until && oracle.Openers(c).Any(isMeant)).Select(c => (oracle, c, customer + 1));
        }),
    ];

    private static bool IsAsked(CartsDefinition asked, OracleCart cart) =>
        (asked.People!.State is null || asked.People.State == cart.State)
        && (!asked.People.Left || cart.Leavings.Count > 0)
        && (asked.People.Last is null || asked.People.Last == cart.Leavings.LastOrDefault()?.Last)
        && (asked.People.Period is null || asked.People.Period == asked.Periods.IndexOf(Periods.MicrosOf(cart.Opened)));

    private static string Fate(CartOracle oracle, CartEvent e) => oracle.Of.TryGetValue(e, out var cart)
        ? $"{CartCodes.Of(cart.State)}/{(cart.Leavings.LastOrDefault() is { } left ? CartCodes.Of(left.Last) : "-")}"
        : "-/-";

    private static void Same(long expected, long actual, string about) => Assert.True(expected == actual, $"{actual}, not {expected}: {about}");

    private sealed class Listing : ITimelineFold<Listing>
    {
        private int _customer;

        public EventColumns Columns => EventColumns.CartFate;

        public List<string> Lines { get; } = [];

        public void Start(int customer) => _customer = customer;

        public void Event(TimelineEvent e) => Lines.Add($"{_customer} {e.Micros} {e.Name} {e.CartState ?? "-"}/{e.CartLast ?? "-"}");

        public void End()
        {
            // Everything was listed as it came.
        }

        public void Merge(Listing other) => Lines.AddRange(other.Lines);
    }
}
