using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Retention;

public sealed class RetentionFoldTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    private static readonly (string Start, string Return)[] Shapes = [("a", "a"), ("a", "b"), ("ab", "b"), ("a", "ab"), ("abc", "abc"), ("b", "c")];

    [Theory]
    [InlineData(RetentionKind.First, ReturnOn.On)]
    [InlineData(RetentionKind.First, ReturnOn.OnOrAfter)]
    [InlineData(RetentionKind.Recurring, ReturnOn.On)]
    [InlineData(RetentionKind.Recurring, ReturnOn.OnOrAfter)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(RetentionKind kind, ReturnOn on)
    {
        var random = new Random(1 + (2 * (int)kind) + (int)on);
        for (var i = 0; i < 3_000; i++)
        {
            var world = SmallWorld.Random(random, 5, 8, 24 * 8);
            var (start, back) = Shapes[random.Next(Shapes.Length)];
            // Cut anywhere, also in the middle of a day; the clocks change within the world.
            var (from, until) = (random.Next(0, 80), random.Next(81, 180));
            var asked = Definition(start, back, kind, on, from, until, random.Next(1, 5), random.Next(3) == 0 ? StoreCalendar.Utc : Berlin);
            var oracle = new RetentionOracle(world, start, back, asked);

            var fold = world.Fold(() => new RetentionFold(asked, SmallWorld.Timelines), random);

            Compare(world, asked, oracle, fold, $"{kind} {on} [{start}->{back}] hours {from}..{until} length {asked.Length}: {world}");
        }
    }

    [Theory]
    [InlineData(RetentionKind.First)]
    [InlineData(RetentionKind.Recurring)]
    public void Fold_PeopleBehindRandomCells_AreThoseWhoWereCounted(RetentionKind kind)
    {
        var random = new Random(7 + (int)kind);
        for (var i = 0; i < 1_500; i++)
        {
            var world = SmallWorld.Random(random, 6, 8, 24 * 6);
            var asked = Definition("a", "ab", kind, (ReturnOn)random.Next(2), random.Next(0, 30), 140, 3, Berlin);
            var cell = new RetentionPeople(random.Next(asked.Cohorts), random.Next(asked.Length), random.Next(2) == 0);
            var oracle = new RetentionOracle(world, "a", "ab", asked);

            var fold = world.Fold(() => new RetentionFold(asked with { People = cell }, SmallWorld.Timelines), random);

            Assert.Equal(
                oracle.Members(cell.Cohort!.Value).Where(c => oracle.Returned(c, cell.Cohort.Value, cell.Period!.Value) != cell.Lost).Select(c => c + 1),
                fold.People.Order());
            var returned = fold.Total.Returned(cell.Cohort.Value, cell.Period!.Value);
            Assert.Equal(cell.Lost ? fold.Total.Size(cell.Cohort.Value) - returned : returned, fold.People.Count);
        }
    }

    [Fact]
    public void Fold_MoreValuesThanGroups_SaysSo()
    {
        var world = new SmallWorld([.. Enumerable.Range(0, RetentionFold.MostGroups + 1).Select(i => (IReadOnlyList<SmallEvent>)[new SmallEvent(SmallWorld.Start, "a", "v" + i, 0)])]);

        var fold = world.Fold(() => new RetentionFold(Definition("a", "a", RetentionKind.First, ReturnOn.On, 0, 24, 1, StoreCalendar.Utc), SmallWorld.Timelines), new Random(1));

        Assert.True(fold.TooManyGroups);
    }

    private static void Compare(SmallWorld world, RetentionDefinition asked, RetentionOracle oracle, RetentionFold fold, string about)
    {
        Assert.True(fold.Total.Customers == Enumerable.Range(0, world.Customers.Count).Count(c => Enumerable.Range(0, asked.Cohorts).Any(k => oracle.Members(k).Contains(c))), about);
        for (var cohort = 0; cohort < asked.Cohorts; cohort++)
        {
            var members = oracle.Members(cohort).ToList();
            Assert.True(fold.Total.Size(cohort) == members.Count, $"size of {cohort}: {fold.Total.Size(cohort)}, not {members.Count}; {about}");
            for (var k = 0; k < asked.Length; k++)
            {
                var returned = members.Count(c => oracle.Returned(c, cohort, k));
                Assert.True(fold.Total.Returned(cohort, k) == returned, $"cell {cohort},{k}: {fold.Total.Returned(cohort, k)}, not {returned}; {about}");
                Assert.True(fold.Total.FirstReturned(cohort, k) == members.Count(c => oracle.FirstReturn(c, cohort) == k), $"first return {cohort},{k}; {about}");
                Assert.True(fold.Total.Revenue(cohort, k) == members.Sum(c => oracle.Revenue(c, cohort, k)), $"revenue {cohort},{k}; {about}");
                foreach (var (value, counts) in fold.Groups.Select(g => ((string?)g.Key, g.Value)).Append((null, fold.Ungrouped)))
                {
                    Assert.True(counts.Returned(cohort, k) == members.Count(c => oracle.Group(c, cohort) == value && oracle.Returned(c, cohort, k)), $"group {value} {cohort},{k}; {about}");
                }
            }
        }
    }

    private static RetentionDefinition Definition(string start, string back, RetentionKind kind, ReturnOn on, int fromHour, int untilHour, int length, StoreCalendar calendar)
    {
        var (from, until) = (SmallWorld.Start.AddHours(fromHour), SmallWorld.Start.AddHours(untilHour));
        var (first, last) = (calendar.DayOf(from), calendar.DayOf(until.AddMicroseconds(-1)));
        var periods = new Periods(calendar, PeriodUnit.Day, first, last.DayNumber - first.DayNumber + length);
        return new RetentionDefinition(SmallWorld.Step(start), SmallWorld.Step(back), kind, on, from, until, periods, length, "channel", EventMatch.Compile("*").Value);
    }
}
