using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Funnels;

/// <summary>What a funnel tells beside its counts, against the definitions taken at their word. Timelines stand on quarters of a day, so that many events share an instant.</summary>
public sealed class FunnelPartsTests
{
    private static readonly string[] Shapes = ["a b", "a b c", "a a", "ab bc", "a c", "c a b", "a ab b"];
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(FunnelOrder.Ordered, 3_000)]
    [InlineData(FunnelOrder.Any, 2_000)]
    public void Parts_RandomWorlds_EqualTheDefinitionsTakenAtTheirWord(FunnelOrder order, int worlds)
    {
        var random = new Random(7 + (int)order);
        for (var i = 0; i < worlds; i++)
        {
            var world = SmallWorld.Random(random, 4, 7, 96);
            var (funnel, words) = Funnel(random, order);
            var ways = world.Customers.Select(c => FunnelWayOracle.Way(c, funnel, words)).ToList();
            var why = $"{order} [{string.Join(' ', words)}] window {funnel.Window.Value} h {funnel.From:dd.HH}..{funnel.Until:dd.HH}: {world}";

            var fold = world.Fold(() => new FunnelFold(funnel, SmallWorld.Timelines), random);

            Counts(world, funnel, ways, fold, why);
            Trend(funnel, ways, fold, why);
            Times(funnel, ways, fold, why);
            Next(world, funnel, ways, words, fold, why);
            Facts(world, funnel, ways, words, fold, why);
        }
    }

    [Theory]
    [InlineData(FunnelOrder.Ordered, 2_000)]
    [InlineData(FunnelOrder.Any, 1_000)]
    public void People_RandomWorlds_AreThoseWhoWereCounted(FunnelOrder order, int worlds)
    {
        var random = new Random(70 + (int)order);
        for (var i = 0; i < worlds; i++)
        {
            var world = SmallWorld.Random(random, 6, 7, 96);
            var (funnel, _) = Funnel(random, order);
            funnel = funnel with { Breakdown = new FunnelBreakdown("channel", (Attribution)random.Next(4), 1, random.Next(2) == 0 ? ["v0"] : null) };
            var step = random.Next(funnel.Steps.Count);
            var counted = world.Fold(() => new FunnelFold(funnel, SmallWorld.Timelines), random);

            long Named(FunnelPeople people) => world.Fold(() => new FunnelFold(funnel with { People = people }, SmallWorld.Timelines), random).People.Distinct().Count();

            Assert.Equal(counted.Total.Reached[step], Named(new FunnelPeople(step, false)));
            Assert.Equal(counted.Groups!.Missing.Reached[step], Named(new FunnelPeople(step, false) { Group = new FunnelGroup(null) }));
            Assert.Equal(counted.Groups.Other.Reached[step], Named(new FunnelPeople(step, false) { Group = new FunnelGroup(null, true) }));
            Assert.Equal(counted.Groups.Counts.GetValueOrDefault("v0")?.Lost(funnel, 1) ?? 0, Named(new FunnelPeople(1, true) { Group = new FunnelGroup("v0") }));
            Assert.Equal(counted.Trend!.Reached(1)[step], Named(new FunnelPeople(step, false) { Period = 1 }));
            Assert.Equal(counted.Times!.Counts[^1], Named(new FunnelPeople(1, false) { Bin = counted.Times.Counts.Count - 1 }));
            Assert.Equal(counted.Total.Lost(funnel, 1), Named(new FunnelPeople(1, true)));
            Assert.All(counted.Next!.Did, did => Assert.Equal(did.Value.Customers, Named(new FunnelPeople(0, false) { Did = did.Key })));
            Assert.All(counted.Facts!.Counts, fact => Assert.Equal(fact.Value.Converted, Named(new FunnelPeople(funnel.Steps.Count - 1, false) { Fact = fact.Key })));
        }
    }

    [Theory]
    [InlineData(FunnelOrder.Ordered, 1_500)]
    [InlineData(FunnelOrder.Strict, 1_500)]
    [InlineData(FunnelOrder.Any, 1_000)]
    public void Everything_WithExclusionsOptionalStepsAndHeldValues_AddsUpAndNamesWhoWasCounted(FunnelOrder order, int worlds)
    {
        var random = new Random(700 + (int)order);
        for (var i = 0; i < worlds; i++)
        {
            var world = SmallWorld.Random(random, 6, 7, 96);
            var (funnel, words) = Funnel(random, order);
            funnel = funnel with
            {
                Steps = [.. funnel.Steps.Select((s, at) => s with { Optional = order != FunnelOrder.Any && at > 0 && random.Next(3) == 0 })],
                Exclusions = random.Next(2) == 0 ? [new FunnelExclusion(EventMatch.Compile("c").Value!, 0, words.Length - 1)] : [],
                Hold = random.Next(3) == 0 ? "channel" : null,
                Breakdown = new FunnelBreakdown("channel", (Attribution)random.Next(4), 1, random.Next(2) == 0 ? ["v0"] : null),
            };
            // Strict chains go by the stored timeline, so every pass has to see the same one.
            FunnelFold Fold(FunnelDefinition asked) => world.Fold(() => new FunnelFold(asked, SmallWorld.Timelines), new Random(i));
            long Named(FunnelPeople people) => Fold(funnel with { People = people }).People.Distinct().Count();
            var (fold, step) = (Fold(funnel), random.Next(1, words.Length));
            var why = $"{order} [{string.Join(' ', words)}] {funnel.Breakdown}: {world}";

            Equal(fold.Total.Reached[step], Named(new FunnelPeople(step, false)), why);
            Equal(fold.Total.Lost(funnel, step), Named(new FunnelPeople(step, true)), why);
            Equal(fold.Groups!.Other.Reached[step], Named(new FunnelPeople(step, false) { Group = new FunnelGroup(null, true) }), why);
            Equal(fold.Groups.Missing.Lost(funnel, step), Named(new FunnelPeople(step, true) { Group = new FunnelGroup(null) }), why);
            Equal(Enumerable.Range(0, funnel.Trend!.Count).Sum(p => fold.Trend!.Reached(p)[step]), fold.Total.Reached[step], why);
            Equal(fold.Times!.Counts.Sum(), fold.Times.Customers, why);
            Equal(fold.Next!.Customers, fold.Total.Reached[funnel.Next!.Value], why);
            if (!funnel.Steps.Any(s => s.Optional))
            {
                Equal(fold.Total.Reached[step - 1] - fold.Total.Reached[step], fold.Total.Lost(funnel, step), why);
                Equal(fold.Total.Revenue[step - 1] - fold.Total.Revenue[step], fold.Total.LostRevenue(funnel, step), why);
            }
        }
    }

    [Fact]
    public void Groups_RandomWorlds_AddUpAndDoNotSeeHowEventsOfAnInstantAreStored()
    {
        var random = new Random(99);
        for (var i = 0; i < 3_000; i++)
        {
            var world = SmallWorld.Random(random, 4, 7, 96);
            var (funnel, words) = Funnel(random, random.Next(2) == 0 ? FunnelOrder.Ordered : FunnelOrder.Any);
            var attribution = (Attribution)random.Next(4);
            funnel = funnel with { Breakdown = new FunnelBreakdown("channel", attribution, 1, random.Next(2) == 0 ? ["v0"] : null), Hold = random.Next(3) == 0 ? "channel" : null };

            var fold = world.Fold(() => new FunnelFold(funnel, SmallWorld.Timelines), random);
            var again = world.Fold(() => new FunnelFold(funnel, SmallWorld.Timelines), random);

            Assert.Equal(Lines(fold), Lines(again));
            if (attribution != Attribution.All)
            {
                Assert.All(Enumerable.Range(0, words.Length), s => Assert.Equal(
                    fold.Total.Reached[s], fold.Groups!.Counts.Values.Append(fold.Groups.Missing).Append(fold.Groups.Other).Sum(g => g.Reached[s])));
            }
        }
    }

    [Fact]
    public void Groups_TakenFromAllEvents_AreFunnelsOfTheirOwn()
    {
        var random = new Random(100);
        for (var i = 0; i < 1_500; i++)
        {
            var world = SmallWorld.Random(random, 4, 7, 96);
            var (funnel, words) = Funnel(random, random.Next(2) == 0 ? FunnelOrder.Ordered : FunnelOrder.Any);
            var broken = funnel with { Breakdown = new FunnelBreakdown("channel", Attribution.All, 0, ["v0"]) };

            var groups = world.Fold(() => new FunnelFold(broken, SmallWorld.Timelines), random).Groups!;

            List<IReadOnlyList<long>> Of(string? value) => [.. world.Customers.Select(c => FunnelWayOracle.Way([.. c.Where(e => e.Channel == value)], funnel, words))];
            var others = Of("v1").Zip(Of("v2"), (one, two) => Math.Max(one.Count, two.Count)).ToList();
            Assert.Equal(Enumerable.Range(1, words.Length).Select(k => (long)Of("v0").Count(w => w.Count >= k)), groups.Counts["v0"].Reached);
            Assert.Equal(Enumerable.Range(1, words.Length).Select(k => (long)Of(null).Count(w => w.Count >= k)), groups.Missing.Reached);
            Assert.Equal(Enumerable.Range(1, words.Length).Select(k => (long)others.Count(w => w >= k)), groups.Other.Reached);
        }
    }

    [Fact]
    public void AnyOrder_Times_AreTheFirstInstantsByWhichSoManyStepsCanBeFilled()
    {
        var fold = FunnelWorld.Of((0, "a"), (1, "b"), (4, "a")).Fold(FunnelWorld.Funnel("a ab", order: FunnelOrder.Any));

        Assert.Equal(1.0, fold.Total.MeanSeconds(1));
    }

    [Fact]
    public void Times_OnABound_BelongToTheBinThatBeginsThere()
    {
        var fold = FunnelWorld.Of((0, "a"), (30, "b")).Fold(FunnelWorld.Funnel("a b", window: 60) with { Span = new FunnelSpan(0, 1) });

        Assert.Equal([10L, 30], fold.Times!.Bounds);
        Assert.Equal([0L, 0, 1], fold.Times.Counts);
    }

    private static void Counts(SmallWorld world, FunnelDefinition funnel, List<IReadOnlyList<long>> ways, FunnelFold fold, string why)
    {
        var brought = world.Customers.Zip(ways, (c, w) => w.Count == 0 ? 0 : c.Where(e => e.Micros >= w[0] && e.Micros <= FunnelWayOracle.Deadline(funnel, w[0])).Sum(e => e.Revenue)).ToList();
        for (var s = 0; s < funnel.Steps.Count; s++)
        {
            var (reached, lost) = (ways.Select(w => w.Count > s).ToList(), ways.Select(w => s > 0 && w.Count == s).ToList());
            Equal(reached.LongCount(r => r), fold.Total.Reached[s], why);
            Equal(lost.LongCount(l => l), fold.Total.Lost(funnel, s), why);
            Equal(brought.Where((_, i) => reached[i]).Sum(), fold.Total.Revenue[s], why);
            Equal(brought.Where((_, i) => lost[i]).Sum(), fold.Total.LostRevenue(funnel, s), why);
            var seconds = s == 0 ? [] : ways.Where(w => w.Count > s).Select(w => (w[s] - w[s - 1]) / 1e6).Order().ToList();
            Equal(seconds.Count == 0 ? null : (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2, fold.Total.MedianSeconds(s), why);
        }
    }

    private static void Trend(FunnelDefinition funnel, List<IReadOnlyList<long>> ways, FunnelFold fold, string why)
    {
        for (var p = 0; p < funnel.Trend!.Count; p++)
        {
            for (var s = 0; s < funnel.Steps.Count; s++)
            {
                Equal(ways.LongCount(w => w.Count > s && Berlin.DayOf(Periods.InstantOf(w[0])) == funnel.Trend.DayOf(p)), fold.Trend!.Reached(p)[s], why);
            }
        }
    }

    private static void Times(FunnelDefinition funnel, List<IReadOnlyList<long>> ways, FunnelFold fold, string why)
    {
        var (from, to) = (funnel.Span!.From, funnel.Span.To);
        var taken = ways.Where(w => w.Count > to).Select(w => (w[to] - w[from]) / 1_000_000).ToList();
        var bounds = fold.Times!.Bounds;
        for (var bin = 0; bin <= bounds.Count; bin++)
        {
            var (low, high) = (bin == 0 ? 0 : bounds[bin - 1], bin == bounds.Count ? long.MaxValue : bounds[bin]);
            Equal(taken.LongCount(t => t >= low && t < high), fold.Times.Counts[bin], why);
        }
    }

    private static void Next(SmallWorld world, FunnelDefinition funnel, List<IReadOnlyList<long>> ways, string[] words, FunnelFold fold, string why)
    {
        var step = funnel.Next!.Value;
        var own = string.Concat(words.Skip(step).Take(2));
        var did = world.Customers.Zip(ways, (c, w) => w.Count <= step ? [] : c.Where(e => !own.Contains(e.Name, StringComparison.Ordinal) && e.Micros > w[step]
            && (w.Count > step + 1 ? e.Micros < w[step + 1] : e.Micros <= FunnelWayOracle.Deadline(funnel, w[0]))).Select(e => e.Name == "c" ? "@order" : "@view").Distinct().ToList()).ToList();
        foreach (var name in (string[])["@view", "@order"])
        {
            var counted = fold.Next!.Did.GetValueOrDefault(name);
            Equal(did.LongCount(d => d.Contains(name)), counted.Customers, why);
            Equal(did.Where((d, i) => d.Contains(name) && ways[i].Count > step + 1).LongCount(), counted.WentOn, why);
        }

        Equal(ways.LongCount(w => w.Count > step), fold.Next!.Customers, why);
    }

    private static void Facts(SmallWorld world, FunnelDefinition funnel, List<IReadOnlyList<long>> ways, string[] words, FunnelFold fold, string why)
    {
        var starts = funnel.Order == FunnelOrder.Any ? string.Concat(words) : words[0];
        var (known, bought, channel) = ((0L, 0L), (0L, 0L), (0L, 0L));
        foreach (var (events, way) in world.Customers.Zip(ways))
        {
            var entry = events.Where(e => e.Time >= funnel.From && e.Time < funnel.Until && starts.Contains(e.Name, StringComparison.Ordinal)).Select(e => (long?)e.Micros).Min();
            if (entry is not { } at || FunnelWayOracle.Deadline(funnel, at) >= Periods.MicrosOf(funnel.Known!.Value))
            {
                continue;
            }

            var done = way.Count == words.Length ? 1 : 0;
            known = (known.Item1 + 1, known.Item2 + done);
            bought = events.Any(e => e.Name == "c" && e.Micros < at) ? (bought.Item1 + 1, bought.Item2 + done) : bought;
            channel = events.Where(e => e.Micros == at && starts.Contains(e.Name, StringComparison.Ordinal)).Select(e => e.Channel).OfType<string>().Min() == "v1" ? (channel.Item1 + 1, channel.Item2 + done) : channel;
        }

        Equal(known, (fold.Facts!.Customers, fold.Facts.Converted), why);
        Equal(bought, fold.Facts.Counts.GetValueOrDefault(new FunnelFact("bought", FunnelFacts.Yes)), why);
        Equal(channel, fold.Facts.Counts.GetValueOrDefault(new FunnelFact("channel", "v1")), why);
    }

    private static (FunnelDefinition Funnel, string[] Words) Funnel(Random random, FunnelOrder order)
    {
        var words = Shapes[random.Next(Shapes.Length)].Split(' ');
        var from = SmallWorld.Start.AddHours(6 * random.Next(4));
        var until = from.AddHours(6 * random.Next(4, 12));
        var days = (int)(until - from).TotalDays + 2;
        return (new FunnelDefinition([.. words.Select(w => new FunnelStepMatch(SmallWorld.Step(w)))], new FunnelWindow(6 * random.Next(0, 6) is 0 ? 1 : 6 * random.Next(1, 6), WindowUnit.Hour), order, from, until, Berlin, [])
        {
            Revenue = true,
            Trend = new Periods(Berlin, PeriodUnit.Day, Berlin.DayOf(from), days),
            Span = new FunnelSpan(0, 1),
            Next = random.Next(words.Length),
            Facts = true,
            Known = SmallWorld.Start.AddHours(60),
        }, words);
    }

    private static string Lines(FunnelFold fold)
    {
        static string Line(string name, FunnelCounts c) => $"{name}: {string.Join(',', c.Reached)} {string.Join(',', c.Revenue)} {c.MeanSeconds(1)}";
        return string.Join('\n', fold.Groups!.Counts.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Line(g.Key, g.Value)).Append(Line("none", fold.Groups.Missing)).Append(Line("other", fold.Groups.Other)).Append(Line("all", fold.Total)));
    }

    private static void Equal<T>(T expected, T actual, string why) => Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{why}: {actual} should be {expected}");
}
