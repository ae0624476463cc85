using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Paths;

/// <summary>The rules of paths as tables of cases, answers written by hand: what stands at each step, with the number of paths.</summary>
public sealed class PathsRuleTests
{
    [Theory]
    [InlineData("steps and the end of the session", "02T10:00:a 02T10:10:b 02T10:20:c", "1 b, 2 c, 3 Ended")]
    [InlineData("the next session is not followed", "02T10:00:a 02T10:10:b 02T12:00:c", "1 b, 2 Ended")]
    [InlineData("nothing after the start", "02T10:00:b 02T10:10:a", "1 Ended")]
    [InlineData("from the first a on", "02T10:00:a 02T10:10:b 02T10:20:a 02T10:30:c", "1 b, 2 a, 3 c")]
    [InlineData("repeats are one step, those of the start none", "02T10:00:a 02T10:01:a 02T10:02:b 02T10:03:b 02T10:04:a", "1 b, 2 a, 3 Ended")]
    [InlineData("deeper than three is not followed, and has no end", "02T10:00:a 02T10:01:b 02T10:02:a 02T10:03:b 02T10:04:c", "1 b, 2 a, 3 b")]
    [InlineData("of one instant, kinds stand in their order: a view before a purchase", "02T10:00:c 02T10:00:a 02T10:00:b", "1 b, 2 c, 3 Ended")]
    [InlineData("and what stands before the start is not followed", "02T10:00:b 02T10:00:c 02T10:00:a", "1 b, 2 c, 3 Ended")]
    [InlineData("each session has its own path", "02T10:00:a 02T10:10:b 02T12:00:a 02T12:10:c", "1 b, 1 c, 2 Endedx2")]
    [InlineData("a session that began before the range has none", "01T23:50:b 02T00:10:a 02T00:20:c", "")]
    public void Forward_WithinSessions(string @case, string timelines, string expected) => AssertPaths(@case, expected, timelines, Asked());

    [Theory]
    [InlineData("what came before, nearest first", "02T10:00:b 02T10:10:c 02T10:20:a", "1 c, 2 b, 3 Ended")]
    [InlineData("back to the first a of the session", "02T10:00:b 02T10:10:a 02T10:20:c 02T10:30:a", "1 b, 2 Ended")]
    [InlineData("of one instant, only what stands before it", "02T10:00:b 02T10:00:a 02T10:00:c", "1 Ended")]
    public void Backward_WithinSessions(string @case, string timelines, string expected) => AssertPaths(@case, expected, timelines, Asked() with { Direction = PathDirection.Backward });

    [Theory]
    [InlineData("exactly the limit counts", "02T10:00:a 03T10:00:b", "1 b, 2 Ended")]
    [InlineData("a minute more does not", "02T10:00:a 03T10:01:b", "1 Ended")]
    [InlineData("one path per customer, from the first a inside the range", "01T10:00:a 02T10:00:a 02T10:10:b 03T15:00:a 03T15:10:c", "1 b, 2 Ended")]
    [InlineData("behind the range it goes on", "03T23:00:a 04T01:00:c", "1 c, 2 Ended")]
    [InlineData("where the data ends sooner than the limit, it is open", "03T23:00:a 04T01:00:c 04T02:00:b 04T20:00:c 05T00:00:b", "1 c, 2 b, 3 c")]
    public void Forward_AcrossSessions(string @case, string timelines, string expected) => AssertPaths(@case, expected, timelines, Asked() with { Limit = TimeSpan.FromDays(1) });

    [Fact]
    public void Paths_ThatTheDataLeavesOpen_SaySo()
    {
        var asked = Asked() with { Limit = TimeSpan.FromDays(1), KnownUntil = new DateTime(2026, 1, 4, 12, 0, 0, DateTimeKind.Utc) };

        AssertPaths("the limit lies behind the last event", "1 Open", "03T13:00:a", asked);
        AssertPaths("the limit is the last event", "1 Ended", "03T12:00:a", asked);
        AssertPaths("a session that may not be over", "1 Open", "03T13:00:a", asked with { Limit = null, KnownUntil = new DateTime(2026, 1, 3, 13, 29, 0, DateTimeKind.Utc) });
        AssertPaths("one that is", "1 Ended", "03T13:00:a", asked with { Limit = null, KnownUntil = new DateTime(2026, 1, 3, 13, 30, 0, DateTimeKind.Utc) });
    }

    [Theory]
    [InlineData("a single event is never its own target", "02T10:00:a", 0)]
    [InlineData("two of one instant are start and target", "02T10:00:a 02T10:00:a", 1)]
    [InlineData("however many steps away", "02T10:00:a 02T10:01:b 02T10:02:c 02T10:03:b 02T10:04:c 02T10:05:a", 1)]
    [InlineData("but in the same session", "02T10:00:a 02T10:01:b 02T11:00:b 02T11:01:c", 0)]
    public void Target_ReachedOrNot(string @case, string timeline, long reached)
    {
        var asked = Asked() with { Target = SmallWorld.Step("a") };

        var fold = RuleWorld.Of(timeline, StoreCalendar.Utc).Fold(() => new PathsFold(asked, SmallWorld.Timelines), new Random(1));

        Assert.True(fold.Total == new PathCount(1, reached), $"{@case}: {fold.Total}");
    }

    private static PathsDefinition Asked() => new(
        PathStart.Event,
        SmallWorld.Step("a"),
        SmallWorld.Step("abc"),
        [],
        PathDirection.Forward,
        new SessionRule(SmallWorld.Step("abc"), TimeSpan.FromMinutes(30)),
        null,
        3,
        "event",
        true,
        new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 1, 4, 0, 0, 0, DateTimeKind.Utc),
        new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc));

    private static void AssertPaths(string @case, string expected, string timelines, PathsDefinition asked)
    {
        var scope = asked.Scope;
        var fold = RuleWorld.Of(timelines, StoreCalendar.Utc).Fold(
            () => new PathsFold(asked, SmallWorld.Timelines),
            new Random(1),
            scope.From is { } from ? Periods.MicrosOf(from) : long.MinValue,
            scope.Until is { } until ? Periods.MicrosOf(until) : long.MaxValue);

        var nodes = fold.Edges.GroupBy(e => (e.Edge.Step, Name: e.Edge.To.Label ?? e.Edge.To.Kind.ToString())).OrderBy(g => g.Key.Step).ThenBy(g => g.Key.Name, StringComparer.Ordinal);
        var found = string.Join(", ", nodes.Select(g => (Node: $"{g.Key.Step} {g.Key.Name}", Paths: g.Sum(e => e.Count.Paths))).Select(n => n.Paths == 1 ? n.Node : $"{n.Node}x{n.Paths}"));
        Assert.True(expected == found, $"{@case}: {found}, not {expected}");
    }
}
