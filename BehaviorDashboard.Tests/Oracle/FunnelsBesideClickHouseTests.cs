using System.Globalization;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>Ordered funnels: our chains are what <c>windowFunnel(..., 'strict_once')</c> finds, where only the first step is bound to the range.</summary>
[Collection(ClickHouseCollection.Name)]
public sealed class FunnelsBesideClickHouseTests(ClickHouseOracle oracle)
{
    private const int WorldsPerQuestion = 350;

    private static readonly string[] Shapes = ["a b", "a b c", "a a", "a b a", "ab bc", "a ab b", "ab ab ab", "a b c d", "a a b b", "abc abc", "a b b c", "abcd a"];

    private static readonly long Start = Periods.MicrosOf(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Level_OfFourThousandRandomWorldsEach_IsTheirs(int window)
    {
        var random = new Random(window);
        foreach (var shape in Shapes)
        {
            var (worlds, funnel) = Draw(random, shape, window);
            worlds.GiveTo(oracle.Engine);

            var ours = worlds.Worlds.Select(w => (World: w, Level: LevelOf(worlds.Fold(w, () => new FunnelFold(funnel, OracleWorlds.Timelines), funnel.Scope, random))));

            worlds.AssertSame(oracle.Engine.Lines(Levels(funnel, shape)), [.. ours.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.World}\t{o.Level}"))], $"[{shape}] in {window} s");
        }
    }

    [SkippableTheory]
    [InlineData("a b c", 3)]
    [InlineData("a ab b", 4)]
    [InlineData("a a b b", 5)]
    public async Task People_OfAStore_AreThoseWhoseLevelTheyFind(string shape, int window)
    {
        var (worlds, funnel) = Draw(new Random(100 + window), shape, window);
        worlds.GiveTo(oracle.Engine);
        using var store = new TestStore();
        await worlds.GiveToAsync(store);

        for (var step = 0; step < funnel.Steps.Count; step++)
        {
            var asked = funnel with { People = new FunnelPeople(step, Dropped: false) };
            var fold = await store.Timelines.FoldAsync(store.Id, world => new FunnelFold(asked, world), default, asked.Scope);

            var theirs = oracle.Engine.Lines($"SELECT concat(toString(world), '.1') FROM ({Levels(funnel, shape)}) WHERE level > {step}");
            Assert.Equal(theirs.Order(StringComparer.Ordinal), (await store.Customers.IdsAsync(store.Id, fold.People, default)).Order(StringComparer.Ordinal));
            Assert.Equal(theirs.Length, fold.Total.Reached[step]);
        }
    }

    /// <summary>Steps of one second, a few of them a microsecond off, so that windows are often just met or just missed.</summary>
    private static (OracleWorlds Worlds, FunnelDefinition Funnel) Draw(Random random, string shape, int window)
    {
        var worlds = OracleWorlds.Draw(random, WorldsPerQuestion, (1, 1), 8, () => Start + (random.Next(9) * 1_000_000) + (random.Next(6) == 0 ? random.Next(3) - 1 : 0));
        var from = Periods.InstantOf(Start + (random.Next(3) * 1_000_000));
        var until = Periods.InstantOf(Start + (random.Next(4, 10) * 1_000_000));
        var steps = shape.Split(' ').Select(s => new FunnelStepMatch(OracleWorlds.Step(s))).ToList();
        return (worlds, new FunnelDefinition(steps, new FunnelWindow(window, WindowUnit.Second), FunnelOrder.Ordered, from, until, StoreCalendar.Utc, []));
    }

    private static string Levels(FunnelDefinition funnel, string shape)
    {
        var steps = shape.Split(' ').Select(OracleWorlds.Sql).ToList();
        steps[0] += string.Create(CultureInfo.InvariantCulture, $" AND micros >= {Periods.MicrosOf(funnel.From)} AND micros < {Periods.MicrosOf(funnel.Until)}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT world, windowFunnel({funnel.Window.Value * 1_000_000}, 'strict_once')(toUInt64(micros), {string.Join(", ", steps)}) AS level
            FROM {OracleWorlds.Table} GROUP BY world ORDER BY world
            """);
    }

    private static int LevelOf(FunnelFold fold) => Enumerable.Range(0, fold.Total.Reached.Count).LastOrDefault(i => fold.Total.Reached[i] > 0, -1) + 1;
}
