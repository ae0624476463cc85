using System.Globalization;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Events.Funnels;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>
/// Where we mean something else than ClickHouse's function of the same purpose, shown on the smallest timeline. Exclusions, optional steps, a property held
/// constant, attribution and steps in any order have no counterpart in windowFunnel; the brute force of <see cref="FunnelOracle"/> stands for those.
/// </summary>
[Collection(ClickHouseCollection.Name)]
public sealed class DifferencesByIntentTests(ClickHouseOracle oracle)
{
    [SkippableTheory]
    [InlineData("'strict_once'", "one event fills one step", "0:a", "a a", 1, 1)]
    [InlineData("default", "its default mode lets one event fill two steps", "0:a", "a a", 1, 2)]
    [InlineData("default", "and steps that share an event need one event only", "0:b 1:c", "ab bc c", 2, 3)]
    [InlineData("'strict_increase'", "events of one instant may stand in any order; its strict_increase wants later ones", "3:a 3:b", "a b", 2, 1)]
    public void OrderedFunnel_BesideOtherModes(string mode, string why, string timeline, string steps, int ours, int theirs) =>
        Compare(FunnelOrder.Ordered, mode, why, timeline, steps, ours, theirs);

    [SkippableTheory]
    [InlineData("neighbours are a chain in both", "0:x 1:a 2:b", "a b", 2, 2)]
    [InlineData("something between breaks the chain in both", "0:a 1:x 2:b", "a b", 1, 1)]
    [InlineData("a later attempt may succeed; strict_order gives up at the first stranger", "0:a 1:x 2:a 3:b", "a b", 2, 1)]
    public void StrictFunnel_BesideStrictOrder(string why, string timeline, string steps, int ours, int theirs) =>
        Compare(FunnelOrder.Strict, "'strict_order'", why, timeline, steps, ours, theirs);

    // A month of the store's calendar has no length; windowFunnel knows only lengths. 31 days from the end of January would reach into March.
    [SkippableFact]
    public void MonthsWindow_IsTheCalendars_NotALengthOfDays()
    {
        var first = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        var late = new DateTimeOffset(first.AddDays(29)).ToUnixTimeSeconds();

        var deadline = new FunnelWindow(1, WindowUnit.Month).Deadline(Periods.MicrosOf(first), StoreCalendar.Utc);

        Assert.True(Periods.MicrosOf(first.AddDays(29)) > deadline);
        Assert.Equal("2", oracle.Engine.Ask(string.Create(CultureInfo.InvariantCulture, $"SELECT windowFunnel({31 * 86_400}, 'strict_once')(t, n = 'a', n = 'b') FROM values('t UInt64, n String', ({late - (29 * 86_400)}, 'a'), ({late}, 'b'))")));
    }

    private void Compare(FunnelOrder order, string mode, string why, string timeline, string steps, int ours, int theirs)
    {
        var events = timeline.Split(' ').Select(e => e.Split(':')).Select(e => (Second: double.Parse(e[0], CultureInfo.InvariantCulture), Name: e[1])).ToArray();
        var conditions = steps.Split(' ').Select(s => $"n IN ({string.Join(", ", s.Select(c => $"'{c}'"))})");
        var rows = string.Join(", ", events.Select(e => string.Create(CultureInfo.InvariantCulture, $"({e.Second}, '{e.Name}')")));
        var query = $"SELECT windowFunnel(5{(mode == "default" ? "" : ", " + mode)})(t, {string.Join(", ", conditions)}) FROM values('t UInt64, n String', {rows})";

        Assert.True(ours == FunnelWorld.Of(events).Level(FunnelWorld.Funnel(steps, order: order)), $"{why}: ours");
        Assert.True(theirs.ToString(CultureInfo.InvariantCulture) == oracle.Engine.Ask(query), $"{why}: ClickHouse's {mode}");
    }
}
