using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Trends;

public sealed class TrendsFoldTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(TrendInterval.Hour)]
    [InlineData(TrendInterval.Day)]
    [InlineData(TrendInterval.Week)]
    [InlineData(TrendInterval.Month)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(TrendInterval interval)
    {
        var random = new Random(30 + (int)interval);
        var hours = 24 * interval switch { TrendInterval.Hour => 3, TrendInterval.Day => 9, TrendInterval.Week => 45, _ => 150 };
        for (var i = 0; i < 2_000; i++)
        {
            var world = SmallWorld.Random(random, 4, 10, hours);
            var calendar = random.Next(3) == 0 ? StoreCalendar.Utc : Berlin with { WeekStart = (DayOfWeek)random.Next(7) };
            var from = SmallWorld.Start.AddHours(random.Next(hours / 2));
            var buckets = new TrendBuckets(calendar, interval, from, from.AddHours(1 + random.Next(hours)));
            var letters = random.Next(2) == 0 ? "ab" : "c";
            var measures = Enum.GetValues<TrendMath>().Select(m => new TrendMeasure(SmallWorld.Step(letters), m, m is TrendMath.Sum or TrendMath.Mean ? "value" : null)).ToList();
            string?[]? groups = random.Next(3) switch { 0 => ["v0", null], 1 => ["v1"], _ => null };
            var asked = new TrendsDefinition(measures, buckets, new TrendBreakdown("channel", groups));

            var fold = world.Fold(() => new TrendsFold(asked, SmallWorld.Timelines), random, buckets.From(0), buckets.Until(buckets.Count - 1));

            Compare(world, letters, asked, fold, $"{interval} [{letters}] {world}");
        }
    }

    [Fact]
    public void Buckets_OfTheDayThatHasTwentyFiveHours_AreTwentyFive_AndOfTheOtherTwentyThree()
    {
        var autumn = new TrendBuckets(Berlin, TrendInterval.Hour, Berlin.StartOf(new DateOnly(2026, 10, 25)), Berlin.StartOf(new DateOnly(2026, 10, 26)));
        var spring = new TrendBuckets(Berlin, TrendInterval.Hour, Berlin.StartOf(new DateOnly(2026, 3, 29)), Berlin.StartOf(new DateOnly(2026, 3, 30)));

        Assert.Equal((25, 23), (autumn.Count, spring.Count));
        Assert.Equal(Berlin.ToLocal(autumn.StartOf(2)), Berlin.ToLocal(autumn.StartOf(3)));
    }

    [Fact]
    public void Buckets_OfARangeInsideWeeks_HoldThePartThatLiesInIt()
    {
        var buckets = new TrendBuckets(StoreCalendar.Utc, TrendInterval.Week, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 13, 0, 0, 0, DateTimeKind.Utc));

        // Thursday to Monday of the week after next: three weeks, over the turn of the year.
        Assert.Equal(3, buckets.Count);
        Assert.Equal(new DateTime(2025, 12, 29), buckets.StartOf(0));
        Assert.Equal(new DateTime(2026, 1, 1), Periods.InstantOf(buckets.From(0)));
        Assert.Equal((new DateTime(2026, 1, 13), new DateTime(2026, 1, 19)), (Periods.InstantOf(buckets.Until(2)), buckets.EndOf(2)));
    }

    [Fact]
    public void Fold_MoreGroupsThanAreKept_AsksForAChoice_AndAddsUpWithIt()
    {
        var random = new Random(7);
        var world = new SmallWorld([.. Enumerable.Range(0, 300).Select(i => (IReadOnlyList<SmallEvent>)[new SmallEvent(SmallWorld.Start.AddHours(i % 48), "a", "v" + (i % 150), 1), new SmallEvent(SmallWorld.Start.AddHours(i % 48), "a", "v" + (i % 7), 1)])]);
        var buckets = new TrendBuckets(StoreCalendar.Utc, TrendInterval.Day, SmallWorld.Start, SmallWorld.Start.AddDays(2));
        var asked = new TrendsDefinition([new TrendMeasure(SmallWorld.Step("a"), TrendMath.Count)], buckets, new TrendBreakdown("channel"));

        var first = world.Fold(() => new TrendsFold(asked, SmallWorld.Timelines), random);
        Assert.True(first.NeedsChoice);
        var wanted = first.Groups.Take(7).Select(g => g.Value).ToList();
        var second = world.Fold(() => new TrendsFold(asked with { Breakdown = new TrendBreakdown("channel", wanted) }, SmallWorld.Timelines), random);

        Assert.Equal(["v0", "v1", "v2", "v3", "v4", "v5", "v6"], wanted.Order());
        Assert.Equal(8, second.Groups.Count);
        for (var b = 0; b < 2; b++)
        {
            Assert.Equal(second.Tally(0).Value(asked.Measures[0], b), second.Groups.Sum(g => second.Tally(0, g).Value(asked.Measures[0], b)));
        }
    }

    private static void Compare(SmallWorld world, string letters, TrendsDefinition asked, TrendsFold fold, string about)
    {
        var events = world.Customers.SelectMany((c, i) => c.Where(e => letters.Contains(e.Name, StringComparison.Ordinal)).Select(e => (Customer: i + 1, Event: e))).ToList();
        foreach (var group in fold.Groups.Select(g => (TrendGroup?)g).Prepend(null))
        {
            for (var b = 0; b < asked.Buckets.Count; b++)
            {
                var here = events.Where(e => e.Event.Micros >= asked.Buckets.From(b) && e.Event.Micros < asked.Buckets.Until(b) && IsIn(e.Event, group, asked.Breakdown!.Groups)).ToList();
                var customers = here.Select(e => e.Customer).Distinct().Count();
                var sum = here.Sum(e => e.Event.Value) / (double)Money.Scale;
                double?[] expected = [here.Count, customers, sum, here.Count == 0 ? null : sum / here.Count, customers == 0 ? null : (double)here.Count / customers];
                for (var m = 0; m < expected.Length; m++)
                {
                    var found = fold.Tally(m, group).Value(asked.Measures[m], b);
                    Assert.True(expected[m] is { } value ? Math.Abs(value - found!.Value) < 1e-12 : found is null, $"{asked.Measures[m].Math} of {group} in {b}: {found}, not {expected[m]}; {about}");
                }
            }

            var all = events.Where(e => e.Event.Micros >= asked.Buckets.From(0) && e.Event.Micros < asked.Buckets.Until(asked.Buckets.Count - 1) && IsIn(e.Event, group, asked.Breakdown!.Groups)).Select(e => e.Customer).Distinct().Count();
            Assert.Equal(all, fold.Tally(1, group).Value(asked.Measures[1], null));
            Assert.Equal(all, Enumerable.Range(0, asked.Buckets.Count).Sum(fold.Tally(1, group).First));
        }
    }

    private static bool IsIn(SmallEvent e, TrendGroup? group, IReadOnlyList<string?>? wanted) => group switch
    {
        null => true,
        { IsOther: true } => !wanted!.Contains(e.Channel),
        { Value: var value } => e.Channel == value,
    };
}
