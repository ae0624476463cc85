using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

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

    [Fact]
    public void Fold_TheSameStepTwice_NeedsTwoEvents()
    {
        Assert.Equal(1, FunnelWorld.Of((0, "a")).Level(FunnelWorld.Funnel("a a")));
        Assert.Equal(2, FunnelWorld.Of((0, "a"), (0, "a")).Level(FunnelWorld.Funnel("a a")));
    }

    [Fact]
    public void Fold_EqualTimestamps_ConvertInAnyOrder() =>
        Assert.Equal(3, FunnelWorld.Of((4, "c"), (4, "b"), (4, "a")).Level(FunnelWorld.Funnel("a b c")));

    [Fact]
    public void Fold_ExactlyTheWindow_CountsAndOneTickMoreDoesNot()
    {
        Assert.Equal(2, FunnelWorld.Of((0, "a"), (5, "b")).Level(FunnelWorld.Funnel("a b", window: 5)));
        Assert.Equal(1, FunnelWorld.Of((0, "a"), (6, "b")).Level(FunnelWorld.Funnel("a b", window: 5)));
    }

    [Fact]
    public void Fold_AConversionBehindTheRange_Counts() =>
        Assert.Equal(2, FunnelWorld.Of((3, "a"), (7, "b")).Level(FunnelWorld.Funnel("a b", until: 4)));

    [Fact]
    public void Fold_AFirstStepBehindTheRange_DoesNot() =>
        Assert.Equal(0, FunnelWorld.Of((4, "a"), (5, "b")).Level(FunnelWorld.Funnel("a b", until: 4)));

    [Fact]
    public void Fold_ASpoiledAttempt_IsRescuedByALaterCleanOne()
    {
        var funnel = FunnelWorld.Funnel("a b", excluded: (0, 1));

        Assert.Equal(0, FunnelWorld.Of((0, "a"), (1, "x"), (2, "b")).Level(funnel));
        Assert.Equal(2, FunnelWorld.Of((0, "a"), (1, "x"), (2, "b"), (10, "a"), (11, "b")).Level(funnel));
    }

    [Fact]
    public void Fold_AnOptionalStep_IsCountedWhereItIsThereAndMissedByNobody()
    {
        var funnel = FunnelWorld.Funnel("a b? c");

        Assert.Equal([1L, 0, 1], FunnelWorld.Of((0, "a"), (1, "c")).Fold(funnel).Total.Reached);
        Assert.Equal([1L, 1, 1], FunnelWorld.Of((0, "a"), (1, "b"), (2, "c")).Fold(funnel).Total.Reached);
        Assert.Equal([1L, 1, 0], FunnelWorld.Of((0, "a"), (1, "b")).Fold(funnel).Total.Reached);
    }

    [Fact]
    public void Fold_TheSameCart_MustHoldThroughTheChain()
    {
        var funnel = FunnelWorld.Funnel("a b", hold: "cart");

        Assert.Equal(1, FunnelWorld.Of((0, "a/k1"), (1, "b/k2")).Level(funnel));
        Assert.Equal(2, FunnelWorld.Of((0, "a/k1"), (1, "a/k2"), (2, "b/k1")).Level(funnel));
        Assert.Equal(0, FunnelWorld.Of((0, "a"), (1, "b")).Level(funnel));
    }

    [Fact]
    public void Fold_Times_AreThoseOfTheFirstChainThatReachesTheLevel()
    {
        var fold = FunnelWorld.Of((0, "a"), (1, "b"), (4, "b")).Fold(FunnelWorld.Funnel("a b"));

        Assert.Equal((1.0, 1.0), (fold.Total.MeanSeconds(1), fold.Total.MedianSeconds(1)));
        Assert.Null(fold.Total.MeanSeconds(0));
    }

    [Fact]
    public void Window_AMonth_EndsWithTheShorterMonth()
    {
        var window = new FunnelWindow(1, WindowUnit.Month);
        var first = new DateTime(2026, 1, 31, 10, 0, 0, DateTimeKind.Utc);

        var deadline = window.Deadline((first - DateTime.UnixEpoch).Ticks / 10, StoreCalendar.Utc);

        Assert.Equal(new DateTime(2026, 2, 28, 10, 0, 0), DateTime.UnixEpoch.AddTicks(deadline * 10));
    }

    [Fact]
    public void Window_AMonthOverAClockChange_EndsAtTheSameTimeOfDay()
    {
        var berlin = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var first = berlin.ToUtc(new DateTime(2026, 3, 10, 10, 0, 0));

        var deadline = new FunnelWindow(1, WindowUnit.Month).Deadline((first - DateTime.UnixEpoch).Ticks / 10, berlin);

        Assert.Equal(new DateTime(2026, 4, 10, 10, 0, 0), berlin.ToLocal(DateTime.UnixEpoch.AddTicks(deadline * 10)));
    }
}
