using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Lifecycle;

public sealed class LifecycleFoldTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(PeriodUnit.Day)]
    [InlineData(PeriodUnit.Week)]
    [InlineData(PeriodUnit.Month)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(PeriodUnit unit)
    {
        var random = new Random(20 + (int)unit);
        var hours = 24 * unit switch { PeriodUnit.Day => 9, PeriodUnit.Week => 45, _ => 150 };
        for (var i = 0; i < 2_000; i++)
        {
            var world = SmallWorld.Random(random, 4, 10, hours);
            var (activity, calendar) = (random.Next(2) == 0 ? "ab" : "a", random.Next(3) == 0 ? StoreCalendar.Utc : Berlin with { WeekStart = (DayOfWeek)random.Next(7) });
            var first = calendar.DayOf(SmallWorld.Start.AddHours(random.Next(hours / 2)));
            var asked = LifecycleDefinition.Of(SmallWorld.Step(activity), calendar, unit, first, random.Next(1, 5));
            asked = asked with { People = new LifecyclePeople(random.Next(1, asked.Periods.Count), random.Next(3) == 0 ? null : (LifecycleStatus)random.Next(4), random.Next(4) == 0 ? 1 : null) };

            var fold = world.Fold(() => new LifecycleFold(asked, SmallWorld.Timelines), random);

            Compare(world, activity, calendar, asked, fold, $"{unit} [{activity}] from {first:O}: {world}");
        }
    }

    [Fact]
    public void Fold_TheHourThatExistsTwice_IsOneActiveDay()
    {
        var twice = Berlin.ToUtc(new DateTime(2026, 10, 25, 2, 30, 0));
        var world = new SmallWorld([[new SmallEvent(twice, "a", null, 0), new SmallEvent(twice.AddHours(1), "a", null, 0)]]);

        var fold = world.Fold(() => new LifecycleFold(LifecycleDefinition.Of(SmallWorld.Step("a"), Berlin, PeriodUnit.Week, new DateOnly(2026, 10, 25), 1), SmallWorld.Timelines), new Random(1));

        Assert.Equal((1, 0), (fold.Counts.OnDays(1, 1), fold.Counts.OnDays(1, 2)));
    }

    [Fact]
    public void Fold_EveryPeriod_AddsUpToTheOneBefore()
    {
        var random = new Random(5);
        var world = SmallWorld.Random(random, 60, 10, 24 * 30);
        var asked = LifecycleDefinition.Of(SmallWorld.Step("abc"), Berlin, PeriodUnit.Day, new DateOnly(2026, 4, 1), 20);

        var counts = world.Fold(() => new LifecycleFold(asked, SmallWorld.Timelines), random).Counts;

        for (var p = 1; p < asked.Periods.Count; p++)
        {
            Assert.Equal(counts.Active(p - 1) - counts[p, LifecycleStatus.Dormant] + counts[p, LifecycleStatus.New] + counts[p, LifecycleStatus.Resurrected], counts.Active(p));
        }
    }

    private static void Compare(SmallWorld world, string activity, StoreCalendar calendar, LifecycleDefinition asked, LifecycleFold fold, string about)
    {
        var named = new List<int>();
        var statuses = new long[asked.Periods.Count, 4];
        var days = new long[asked.Periods.Count, 32];
        for (var c = 0; c < world.Customers.Count; c++)
        {
            var active = world.Customers[c].Where(e => activity.Contains(e.Name, StringComparison.Ordinal)).ToList();
            for (var p = 1; p < asked.Periods.Count; p++)
            {
                if (StatusOf(active, asked.Periods, p) is not { } status)
                {
                    continue;
                }

                var on = active.Where(e => asked.Periods.IndexOf(e.Micros) == p).Select(e => calendar.DayOf(e.Time)).Distinct().Count();
                statuses[p, (int)status]++;
                days[p, on] += on > 0 ? 1 : 0;
                var meant = asked.People!;
                var fits = meant.Status is { } wanted ? wanted == status : status != LifecycleStatus.Dormant;
                if (meant.Period == p && fits && (meant.Days is null || meant.Days == on))
                {
                    named.Add(c + 1);
                }
            }
        }

        for (var p = 1; p < asked.Periods.Count; p++)
        {
            foreach (var status in Enum.GetValues<LifecycleStatus>())
            {
                Assert.True(statuses[p, (int)status] == fold.Counts[p, status], $"{status} in {p}: {fold.Counts[p, status]}, not {statuses[p, (int)status]}; {about}");
            }

            for (var d = 1; d <= 31; d++)
            {
                Assert.True(days[p, d] == fold.Counts.OnDays(p, d), $"{d} days in {p}; {about}");
            }
        }

        Assert.True(named.SequenceEqual(fold.People.Order()), $"people {asked.People}; {about}");
    }

    private static LifecycleStatus? StatusOf(List<SmallEvent> active, Periods periods, int period)
    {
        bool In(int p) => active.Exists(e => periods.IndexOf(e.Micros) == p);
        if (!In(period))
        {
            return In(period - 1) ? LifecycleStatus.Dormant : null;
        }

        return active.Min(e => e.Micros) >= periods.StartOf(period) ? LifecycleStatus.New
            : In(period - 1) ? LifecycleStatus.Returning
            : LifecycleStatus.Resurrected;
    }
}
