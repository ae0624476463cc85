using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Funnels;

/// <summary>
/// The rules of funnels as tables of cases, answers written by hand. A timeline is <c>second:event/cart</c> or <c>second:event@channel</c>, in the order in which it is stored;
/// z is an event that no question asks for. The window is five seconds.
/// </summary>
public sealed class FunnelRuleTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "x", "z"];

    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("a step named twice needs two events", "0:a", "a a", 1)]
    [InlineData("two events of one instant are two", "0:a 0:a", "a a", 2)]
    [InlineData("three of the same", "0:a 1:a 2:a", "a a a", 3)]
    [InlineData("the first step again at the end", "0:a 1:b", "a b a", 2)]
    [InlineData("an event that fits two steps fills one", "0:b", "ab bc", 1)]
    [InlineData("two that fit both fill both", "0:b 0:b", "ab bc", 2)]
    [InlineData("what fits both goes where it is needed", "0:b 0:a", "ab bc", 2)]
    public void OneEvent_FillsOneStep(string @case, string timeline, string steps, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel(steps));

    [Theory]
    [InlineData("stored the wrong way round", "4:c 4:b 4:a", 3)]
    [InlineData("the later two share an instant", "0:a 4:c 4:b", 3)]
    [InlineData("the first two share an instant", "4:b 4:a 5:c", 3)]
    [InlineData("a tick apart is an order", "4:b 4.000001:a 5:c", 1)]
    public void EventsOfOneInstant_StandInAnyOrder(string @case, string timeline, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b c"));

    [Theory]
    [InlineData("exactly the window", "0:a 5:b", "a b", 2)]
    [InlineData("one tick more", "0:a 5.000001:b", "a b", 1)]
    [InlineData("it is counted from the first step, not from the step before", "0:a 4:b 6:c", "a b c", 2)]
    [InlineData("a later first step opens a window of its own", "0:a 3:a 4:b 8:c", "a b c", 3)]
    [InlineData("a later first step takes nothing away", "0:a 1:b 9:a", "a b", 2)]
    public void Window_HoldsItsEnd(string @case, string timeline, string steps, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel(steps, window: 5));

    [Theory]
    [InlineData("its first instant is in it", "2:a 3:b", 2)]
    [InlineData("the instant behind it is not", "6:a 7:b", 0)]
    [InlineData("one tick before its end", "5.999999:a 7:b", 2)]
    [InlineData("a first step before it", "1:a 3:b", 0)]
    [InlineData("before it, and in it again", "1:a 2:a 3:b", 2)]
    [InlineData("a conversion behind it counts", "5:a 9:b", 2)]
    [InlineData("behind it and behind the window", "5:a 10.000001:b", 1)]
    public void Range_BindsTheFirstStepOnly(string @case, string timeline, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b", from: 2, until: 6));

    [Theory]
    [InlineData("between its steps", "0:a 1:x 2:b 3:c", 0, 1, 0)]
    [InlineData("between other steps", "0:a 1:b 2:x 3:c", 0, 1, 3)]
    [InlineData("before the first", "0:x 1:a 2:b 3:c", 0, 1, 3)]
    [InlineData("over several steps", "0:a 1:b 2:x 3:c", 0, 2, 0)]
    [InlineData("in the instant of the step that opens it", "0:a 0:x 1:b 2:c", 0, 1, 3)]
    [InlineData("in the instant of the step that closes it", "0:a 1:x 1:b 2:c", 0, 1, 3)]
    [InlineData("a later clean attempt rescues", "0:a 1:x 2:b 3:c 10:a 11:b 12:c", 0, 1, 3)]
    [InlineData("another event of the step escapes it", "0:a 1:b 2:x 3:b 4:c", 1, 2, 3)]
    [InlineData("a clean attempt that comes less far rescues nobody", "0:a 1:x 2:b 10:a", 0, 1, 0)]
    [InlineData("the chain did not get to its second step: inside the window", "0:a 1:x", 0, 1, 0)]
    [InlineData("at the window's end", "0:a 5:x", 0, 1, 0)]
    [InlineData("a tick behind the window", "0:a 5.000001:x", 0, 1, 1)]
    [InlineData("the chain did not get to its first step", "0:a 1:x", 1, 2, 1)]
    public void Exclusion_SpoilsAChain(string @case, string timeline, int after, int before, int level) =>
        AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b c", excluded: (after, before)));

    [Theory]
    [InlineData("neighbours", "0:a 1:b", 2)]
    [InlineData("something between", "0:a 1:z 2:b", 1)]
    [InlineData("the first step once more: the chain begins with it", "0:a 1:a 2:b", 2)]
    [InlineData("a later attempt succeeds", "0:a 1:z 2:a 3:b", 2)]
    [InlineData("neighbours too far apart", "0:a 5.000001:b", 1)]
    public void Strict_MeansNeighbours(string @case, string timeline, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b", order: FunnelOrder.Strict));

    [Theory]
    [InlineData("backwards", "0:c 1:b 2:a", "a b c", 3)]
    [InlineData("one event fills one step", "0:a", "a a", 1)]
    [InlineData("exactly the window", "0:b 5:a", "a b", 2)]
    [InlineData("one tick more", "0:b 5.000001:a", "a b", 1)]
    [InlineData("the middle makes the best window", "0:a 4:b 8:c", "a b c", 2)]
    public void AnyOrder_FillsWhatItCan(string @case, string timeline, string steps, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel(steps, order: FunnelOrder.Any));

    [Theory]
    [InlineData("an unfinished attempt counts for nothing", "0:b 1:x", 0)]
    [InlineData("the next attempt counts by itself", "0:b 1:x 2:a", 1)]
    [InlineData("what was finished stays", "0:b 1:a 2:x", 2)]
    [InlineData("behind the window it ends nothing", "0:b 5.000001:x", 1)]
    public void AnyOrder_AnExcludedEventEndsAnAttempt(string @case, string timeline, int level) =>
        AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b", order: FunnelOrder.Any, excluded: (0, 1)));

    [Theory]
    [InlineData("another cart", "0:a/k1 1:b/k2", "a b", 1)]
    [InlineData("the same, with another between", "0:a/k1 1:a/k2 2:b/k1", "a b", 2)]
    [InlineData("no cart is no value", "0:a 1:b", "a b", 0)]
    [InlineData("each cart is a chain of its own", "0:a/k1 1:b/k2 2:c/k1", "a b c", 1)]
    public void HeldProperty_IsTheSameThroughTheChain(string @case, string timeline, string steps, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel(steps, hold: "cart"));

    [Theory]
    [InlineData("of this cart", "0:a/k1 1:x/k1 2:b/k1", 0)]
    [InlineData("of another", "0:a/k1 1:x/k2 2:b/k1", 2)]
    [InlineData("of none speaks for all", "0:a/k1 1:x 2:b/k1", 0)]
    public void HeldProperty_AnExcludedEventSpoilsItsOwn(string @case, string timeline, int level) => AssertLevel(@case, level, timeline, FunnelWorld.Funnel("a b", hold: "cart", excluded: (0, 1)));

    [Theory]
    [InlineData("left out", "0:a 1:c", "a b? c", "1 0 1")]
    [InlineData("there", "0:a 1:b 2:c", "a b? c", "1 1 1")]
    [InlineData("the last that was reached", "0:a 1:b", "a b? c", "1 1 0")]
    [InlineData("behind its successor it is not counted", "0:a 1:c 2:b", "a b? c", "1 0 1")]
    [InlineData("at the end", "0:a", "a b?", "1 0")]
    [InlineData("two in a row, one there", "0:a 1:c 2:d", "a b? c? d", "1 0 1 1")]
    [InlineData("a union takes either", "0:a 1:c", "a bc", "1 1")]
    [InlineData("a union of both is one step", "0:a 1:b 2:c", "a bc a", "1 1 0")]
    public void OptionalAndUnionSteps_CountAsTheyAreFilled(string @case, string timeline, string steps, string reached)
    {
        var found = string.Join(' ', Fold(timeline, FunnelWorld.Funnel(steps)).Total.Reached);

        Assert.True(reached == found, $"{@case}: {found}, not {reached}");
    }

    [Theory]
    [InlineData("by the first event", "0:a@ads 1:b@mail", Attribution.First, 0, "ads 1,1")]
    [InlineData("by the last", "0:a@ads 1:b@mail", Attribution.Last, 0, "mail 1,1")]
    [InlineData("by the last that was reached", "0:a@ads", Attribution.Last, 0, "ads 1,0")]
    [InlineData("by the event of a step", "0:a@ads 1:b@mail", Attribution.Step, 1, "mail 1,1")]
    [InlineData("by a step that was not reached", "0:a@ads", Attribution.Step, 1, "none 1,0")]
    [InlineData("by an event without a value", "0:a 1:b@mail", Attribution.First, 0, "none 1,1")]
    [InlineData("by a value that is not wanted", "0:a@tv 1:b@ads", Attribution.First, 0, "other 1,1")]
    [InlineData("by all: they share it", "0:a@ads 1:b@ads", Attribution.All, 0, "ads 1,1")]
    [InlineData("by all: they do not", "0:a@ads 1:b@mail", Attribution.All, 0, "ads 1,0")]
    [InlineData("by all: a chain for each value", "0:a@ads 1:a@mail 2:b@mail", Attribution.All, 0, "ads 1,0 mail 1,1")]
    public void Attribution_NamesTheGroup(string @case, string timeline, Attribution attribution, int step, string expected)
    {
        var groups = Fold(timeline, FunnelWorld.Funnel("a b") with { Breakdown = new FunnelBreakdown("channel", attribution, step, ["ads", "mail"]) }).Groups!;

        var found = string.Join(' ', groups.Counts.OrderBy(g => g.Key).Select(g => (g.Key, g.Value)).Append(("none", groups.Missing)).Append(("other", groups.Other))
            .Where(g => g.Item2.Reached[0] > 0).Select(g => $"{g.Item1} {string.Join(',', g.Item2.Reached)}"));
        Assert.True(expected == found, $"{@case}: {found}, not {expected}");
    }

    [Theory]
    [InlineData("the first chain that gets there gives the time", "0:a 1:b 4:b", 1.0)]
    [InlineData("one instant takes no time", "3:b 3:a", 0.0)]
    public void Times_AreThoseOfTheFirstChainThatReachesTheLevel(string @case, string timeline, double seconds)
    {
        var counts = Fold(timeline, FunnelWorld.Funnel("a b")).Total;

        Assert.True(counts.MeanSeconds(1) == seconds && counts.MedianSeconds(1) == seconds, $"{@case}: {counts.MeanSeconds(1)}");
        Assert.Null(counts.MeanSeconds(0));
    }

    [Theory]
    [InlineData("a month ends on the same day of the next", 1, WindowUnit.Month, "2026-04-10 10:00", "2026-05-10 10:00")]
    [InlineData("or with the shorter month", 1, WindowUnit.Month, "2026-01-31 10:00", "2026-02-28 10:00")]
    [InlineData("which a leap year makes longer", 1, WindowUnit.Month, "2028-01-31 10:00", "2028-02-29 10:00")]
    [InlineData("two months are not twice one", 2, WindowUnit.Month, "2026-01-31 10:00", "2026-03-31 10:00")]
    [InlineData("over the turn of the year", 1, WindowUnit.Month, "2026-12-31 10:00", "2027-01-31 10:00")]
    [InlineData("over a change of the clock it keeps the time of day", 1, WindowUnit.Month, "2026-03-10 10:00", "2026-04-10 10:00")]
    [InlineData("in the hour that does not exist: read as before the change", 2, WindowUnit.Month, "2026-01-29 02:30", "2026-03-29 03:30")]
    [InlineData("in the hour that exists twice: its first time", 1, WindowUnit.Month, "2026-09-25 02:30", "2026-10-25 02:30")]
    [InlineData("a day is 24 hours, also where the calendar's has 23", 1, WindowUnit.Day, "2026-03-28 12:00", "2026-03-29 13:00")]
    [InlineData("or 25", 1, WindowUnit.Day, "2026-10-24 12:00", "2026-10-25 11:00")]
    [InlineData("a week is seven of them", 1, WindowUnit.Week, "2026-03-28 12:00", "2026-04-04 13:00")]
    public void Window_InUnitsOfTheCalendar(string @case, int value, WindowUnit unit, string first, string last)
    {
        var deadline = new FunnelWindow(value, unit).Deadline(Periods.MicrosOf(Berlin.ToUtc(Local(first))), Berlin);

        Assert.True(Periods.MicrosOf(Berlin.ToUtc(Local(last))) == deadline, $"{@case}: {Berlin.ToLocal(Periods.InstantOf(deadline))}, not {last}");
    }

    private static void AssertLevel(string @case, int level, string timeline, FunnelDefinition funnel)
    {
        var reached = Fold(timeline, funnel).Total.Reached;
        var found = Enumerable.Range(0, reached.Count).LastOrDefault(i => reached[i] > 0, -1) + 1;
        Assert.True(level == found, $"{@case}: {found}, not {level}");
    }

    private static FunnelFold Fold(string timeline, FunnelDefinition funnel)
    {
        var fold = new FunnelFold(funnel, new TimelineWorld(Names, 1));
        fold.Start(1);
        var e = new TimelineEvent { Customer = 1 };
        foreach (var (micros, name, cart, channel) in timeline.Split(' ').Select(Parse).OrderBy(p => p.Micros))
        {
            (e.Micros, e.Name, e.NameNumber, e.Cart, e.Channel) = (micros, name, Array.IndexOf(Names, name), cart, channel);
            fold.Event(e);
        }

        fold.End();
        return fold;
    }

    private static (long Micros, string Name, string? Cart, string? Channel) Parse(string text)
    {
        var (time, what) = (text.Split(':')[0], text.Split(':')[1]);
        string? Behind(char mark) => what.Split(mark).ElementAtOrDefault(1);
        return ((long)(decimal.Parse(time, CultureInfo.InvariantCulture) * 1_000_000), what.Split('/', '@')[0], Behind('/'), Behind('@'));
    }

    private static DateTime Local(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
