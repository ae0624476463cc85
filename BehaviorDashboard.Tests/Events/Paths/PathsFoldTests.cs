using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Sessions;

namespace BehaviorDashboard.Tests.Events.Paths;

public sealed class PathsFoldTests
{
    private static readonly string[] Labels = ["event", "kind", "channel"];
    private static readonly string[] Letters = ["a", "b", "c", "ab", "bc", "abc"];

    [Theory]
    [InlineData(PathStart.Event, PathDirection.Forward)]
    [InlineData(PathStart.Event, PathDirection.Backward)]
    [InlineData(PathStart.SessionStart, PathDirection.Forward)]
    [InlineData(PathStart.SessionEnd, PathDirection.Backward)]
    [InlineData(PathStart.SessionStart, PathDirection.Backward)]
    [InlineData(PathStart.SessionEnd, PathDirection.Forward)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(PathStart start, PathDirection direction)
    {
        var random = new Random(1 + (10 * (int)start) + (int)direction);
        var paths = 0;
        for (var i = 0; i < 2_500; i++)
        {
            var (world, asked, oracle) = RandomQuestion(random, start, direction);
            var expected = oracle.Paths();
            expected.RemoveAll(p => p.Steps.Count == 0 && IsNone(asked));

            var fold = Fold(world, asked, random);

            paths += expected.Count;
            Compare(expected, fold, null, $"{start} {direction} within {asked.Limit} depth {asked.Depth} by {asked.Label} {asked.Sessions.Cut} {asked.Sessions.Gap} {asked.From:dd.HH}..{asked.Until:dd.HH}: {world}");
        }

        Assert.True(paths > 2_000);
    }

    [Fact]
    public void Fold_MoreLabelsThanItHolds_ChoosesFromASecondPass_Exactly()
    {
        var random = new Random(5);
        for (var i = 0; i < 1_500; i++)
        {
            var (world, asked, oracle) = RandomQuestion(random, PathStart.Event, (PathDirection)random.Next(2));
            var share = random.Next(10, 60) / 100.0;
            var expected = PathGraph.Choose(Fold(world, asked, random), asked.Depth, share, 2);

            var first = world.Fold(() => new PathsFold(asked, SmallWorld.Timelines, 2, 4, 12), random);
            var fold = first.NeedsChoice ? Fold(world, asked with { Shown = first.MayExceed(share) }, random) : first;
            var shown = PathGraph.Choose(fold, asked.Depth, share, 2);

            Assert.Equal(expected.Labels.Select(s => s.Order()), shown.Labels.Select(s => s.Order()));
            Compare(oracle.Paths(), fold, shown, world.ToString());
        }
    }

    [Fact]
    public void Fold_PeopleBehindRandomNodesAndEdges_AreThoseWhoWereCounted()
    {
        var random = new Random(9);
        var named = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var (world, asked, oracle) = RandomQuestion(random, PathStart.Event, PathDirection.Forward);
            var all = Fold(world, asked, random);
            var shown = PathGraph.Choose(all, asked.Depth, 0.2, 2);
            var graph = PathGraph.Of(all, shown);
            if (graph.Edges.Count == 0)
            {
                continue;
            }

            var edge = graph.Edges.Keys.ElementAt(random.Next(graph.Edges.Count));
            var people = random.Next(2) == 0 ? new PathPeople(edge.Step - 1, edge.From, edge.To) : new PathPeople(edge.Step, edge.To, null, random.Next(2) == 0);
            var fold = Fold(world, asked with { Shown = shown, People = people }, random);

            PathNode Node(OraclePath path, int step) => step == 0 ? new PathNode(PathNodeKind.Start)
                : step > path.Steps.Count ? new PathNode(path.End!.Value)
                : shown.Labels[step - 1].Contains(path.Steps[step - 1]) ? new PathNode(PathNodeKind.Step, path.Steps[step - 1]) : new PathNode(PathNodeKind.Other);
            var expected = oracle.Paths().Where(p =>
                (people.Reached ?? p.Reached) == p.Reached
                && people.Step <= p.Steps.Count + (p.End is null ? 0 : 1) && Node(p, people.Step) == people.Node
                && (people.Next is not { } next || (people.Step < p.Steps.Count + (p.End is null ? 0 : 1) && Node(p, people.Step + 1) == next)));
            Assert.Equal(expected.Select(p => p.Customer + 1).Distinct().Order(), fold.People.Order());
            named += fold.People.Count;
        }

        Assert.True(named > 500);
    }

    [Fact]
    public void Fold_ARepeatOfTheStart_IsNoStepUnlessRepeatsAreWanted()
    {
        var world = new SmallWorld([[At(0, "a"), At(1, "a"), At(2, "b"), At(3, "b"), At(4, "a")]]);

        Assert.Equal(["b", "a"], Steps(world, Definition()));
        Assert.Equal(["a", "b", "b", "a"], Steps(world, Definition() with { Collapse = false }));
    }

    [Fact]
    public void Fold_ExactlyTheGap_IsTheSameSession_AndOneTickMoreIsNot()
    {
        var gap = TimeSpan.FromMinutes(30);
        var asked = Definition() with { Start = PathStart.SessionStart, Events = [], Sessions = new SessionRule(SmallWorld.Step("abc"), gap) };

        Assert.Equal(1, Fold(new SmallWorld([[At(0, "a"), At(0.5, "b")]]), asked, new Random(1)).Total.Paths);
        Assert.Equal(2, Fold(new SmallWorld([[At(0, "a"), new SmallEvent(SmallWorld.Start.AddMinutes(30).AddMicroseconds(1), "b", null, 0)]]), asked, new Random(1)).Total.Paths);
    }

    [Fact]
    public void Fold_ASessionThatStartedBeforeTheRange_IsNotInIt_AndOneThatLastsLongerIsWhole()
    {
        var world = new SmallWorld([[At(9, "a"), At(10, "b"), At(20, "a"), At(22, "b"), At(24, "c")]]);
        var asked = Definition() with { Start = PathStart.SessionStart, Events = [], From = SmallWorld.Start.AddHours(10), Until = SmallWorld.Start.AddHours(21) };

        Assert.Equal(["a", "b", "c"], Steps(world, asked));
    }

    [Fact]
    public void Fold_WhereTheDataEndsTooSoon_LeavesThePathOpen()
    {
        var world = new SmallWorld([[At(0, "a")]]);
        var asked = Definition() with { Limit = TimeSpan.FromDays(7) };

        Assert.Equal(PathNodeKind.Ended, Assert.Single(Fold(world, asked, new Random(1)).Edges).Edge.To.Kind);
        Assert.Equal(PathNodeKind.Open, Assert.Single(Fold(world, asked with { KnownUntil = SmallWorld.Start.AddDays(6) }, new Random(1)).Edges).Edge.To.Kind);
    }

    [Fact]
    public void Fold_AHundredThousandLabels_HoldsFewOfThem_AndOtherAddsUp()
    {
        var events = Enumerable.Range(0, 100_000).Select(i => (IReadOnlyList<SmallEvent>)[At(0, "a"), new SmallEvent(SmallWorld.Start.AddHours(1), "b", i % 10 == 0 ? "often" : "v" + i, 0)]);
        var world = new SmallWorld([.. events]);
        var asked = Definition() with { Label = "channel" };

        var first = Fold(world, asked, new Random(1));
        var shown = first.MayExceed(PathsFold.LeastShare);
        var graph = PathGraph.Of(Fold(world, asked with { Shown = shown }, new Random(1)), shown);

        Assert.True(first.NeedsChoice);
        Assert.Equal(["often"], shown.Labels[0]);
        Assert.Equal([(PathNodeKind.Step, 10_000L), (PathNodeKind.Other, 90_000L)], graph.Nodes.Where(n => n.Step == 1).Select(n => (n.Node.Kind, n.Count.Paths)));
    }

    private static (SmallWorld World, PathsDefinition Asked, PathsOracle Oracle) RandomQuestion(Random random, PathStart start, PathDirection direction)
    {
        var bare = SmallWorld.Random(random, 5, 9, 24 * 6);
        var cut = (SessionCut)random.Next(2);
        var world = new SmallWorld([.. bare.Customers.Select(c => (IReadOnlyList<SmallEvent>)[.. c.Select(e => e with { Session = random.Next(4) == 0 ? null : "s" + random.Next(3) })])]);
        var (starts, steps, aims, activity) = (Letters[random.Next(6)], Letters[random.Next(6)], Letters[random.Next(6)], random.Next(3) == 0 ? "ab" : "abc");
        var noWayOut = start != PathStart.Event && (start == PathStart.SessionStart) != (direction == PathDirection.Forward);
        var asked = new PathsDefinition(
            start,
            start == PathStart.Event ? SmallWorld.Step(starts) : [],
            SmallWorld.Step(steps),
            SmallWorld.Step(aims),
            direction,
            new SessionRule(SmallWorld.Step(activity), TimeSpan.FromHours(6 * random.Next(1, 4)), cut),
            noWayOut || random.Next(2) == 0 ? TimeSpan.FromHours(random.Next(1, 60)) : null,
            random.Next(2, 5),
            Labels[random.Next(3)],
            random.Next(2) == 0,
            SmallWorld.Start.AddHours(random.Next(0, 60)),
            SmallWorld.Start.AddHours(random.Next(61, 150)),
            SmallWorld.Start.AddHours(random.Next(0, 40)),
            SmallWorld.Start.AddHours(random.Next(80, 150)));
        return (world, asked, new PathsOracle(world, asked, start == PathStart.Event ? starts : "", steps, aims, activity));
    }

    // Reads what a pass would read, no more.
    private static PathsFold Fold(SmallWorld world, PathsDefinition asked, Random random) => world.Fold(
        () => new PathsFold(asked, SmallWorld.Timelines),
        random,
        asked.Scope.From is { } from ? BehaviorDashboard.Kernel.Periods.MicrosOf(from) : long.MinValue,
        asked.Scope.Until is { } until ? BehaviorDashboard.Kernel.Periods.MicrosOf(until) : long.MaxValue);

    private static bool IsNone(PathsDefinition asked) => asked.Start != PathStart.Event && (asked.Start == PathStart.SessionStart) == (asked.Direction == PathDirection.Forward);

    private static void Compare(List<OraclePath> expected, PathsFold fold, PathShown? shown, string about)
    {
        Assert.True(fold.Total == new PathCount(expected.Count, expected.Count(p => p.Reached)), $"{fold.Total}, not {expected.Count}; {about}");
        Assert.True(fold.Customers == expected.Select(p => p.Customer).Distinct().Count(), about);
        shown ??= new PathShown([.. Enumerable.Range(0, PathsDefinition.MostDepth).Select(_ => (IReadOnlySet<string>)expected.SelectMany(p => p.Steps).ToHashSet())]);
        var edges = expected.SelectMany(p => Nodes(p, shown).Zip(Nodes(p, shown).Skip(1)).Select((e, i) => (Edge: new PathEdge(i + 1, e.First, e.Second), p.Reached)))
            .GroupBy(e => e.Edge).ToDictionary(g => g.Key, g => new PathCount(g.Count(), g.Count(e => e.Reached)));
        var graph = PathGraph.Of(fold, shown);
        Assert.True(edges.Count == graph.Edges.Count && edges.All(e => graph.Edges.GetValueOrDefault(e.Key) == e.Value), $"{string.Join(", ", graph.Edges)}; not {string.Join(", ", edges)}; {about}");
        Assert.All(graph.Nodes.Where(n => n.Step > 0), n => Assert.Equal(n.Count.Paths, graph.Edges.Where(e => e.Key.Step == n.Step && e.Key.To == n.Node).Sum(e => e.Value.Paths)));
    }

    private static List<PathNode> Nodes(OraclePath path, PathShown shown) =>
    [
        new PathNode(PathNodeKind.Start),
        .. path.Steps.Select((s, i) => shown.Labels[i].Contains(s) ? new PathNode(PathNodeKind.Step, s) : new PathNode(PathNodeKind.Other)),
        .. path.End is { } end ? [new PathNode(end)] : Array.Empty<PathNode>(),
    ];

    private static PathsDefinition Definition() => new(
        PathStart.Event,
        SmallWorld.Step("a"),
        SmallWorld.Step("abc"),
        [],
        PathDirection.Forward,
        new SessionRule(SmallWorld.Step("abc"), TimeSpan.FromHours(6)),
        null,
        5,
        "event",
        true,
        SmallWorld.Start,
        SmallWorld.Start.AddDays(30),
        SmallWorld.Start,
        SmallWorld.Start.AddDays(60));

    private static IEnumerable<string> Steps(SmallWorld world, PathsDefinition asked) =>
        Fold(world, asked, new Random(1)).Edges.OrderBy(e => e.Edge.Step).Where(e => e.Edge.To.Kind == PathNodeKind.Step).Select(e => e.Edge.To.Label!);

    private static SmallEvent At(double hour, string name) => new(SmallWorld.Start.AddHours(hour), name, null, 0);
}
