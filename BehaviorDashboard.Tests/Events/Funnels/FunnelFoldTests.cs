using BehaviorDashboard.Events.Funnels;

namespace BehaviorDashboard.Tests.Events.Funnels;

public sealed class FunnelFoldTests
{
    private static readonly string[] Shapes = ["a b", "a b c", "a a", "a b a", "ab bc", "a b c d", "a ab b", "x a b"];

    [Theory]
    [InlineData(FunnelOrder.Ordered, 20_000, false, false)]
    [InlineData(FunnelOrder.Ordered, 20_000, true, false)]
    [InlineData(FunnelOrder.Ordered, 5_000, true, true)]
    [InlineData(FunnelOrder.Ordered, 5_000, false, true)]
    [InlineData(FunnelOrder.Strict, 10_000, false, false)]
    [InlineData(FunnelOrder.Strict, 10_000, true, false)]
    [InlineData(FunnelOrder.Any, 10_000, false, false)]
    [InlineData(FunnelOrder.Any, 10_000, true, false)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(FunnelOrder order, int worlds, bool exclude, bool hold)
    {
        var random = new Random(1 + (int)order);
        for (var i = 0; i < worlds; i++)
        {
            var world = FunnelWorld.Random(random, 7);
            // An event without the held property can spoil a chain but not be part of one; the oracle's filter knows that for names that are no step.
            var steps = Shapes[random.Next(hold ? Shapes.Length - 1 : Shapes.Length)];
            var count = steps.Split(' ').Length;
            var after = random.Next(count - 1);
            (int, int)[] excluded = exclude ? [(after, random.Next(after + 1, count))] : [];
            var (window, from, until) = (random.Next(1, 8), random.Next(3), random.Next(4, 10));

            var expected = FunnelOracle.Level(world, steps, window, order, from, until, hold ? "cart" : null, excluded);

            Assert.True(
                expected == world.Level(FunnelWorld.Funnel(steps, window, order, from, until, hold ? "cart" : null, excluded)),
                $"{order} [{steps}] window {window} range {from}..{until} excluded {string.Join(',', excluded)} hold {hold}: {world} should reach {expected}");
        }
    }
}
