using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Events.Paths;

namespace BehaviorDashboard.Tests.Events.Sessions;

public sealed class SessionsFoldTests
{
    private static readonly StoreCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(SessionCut.Inactivity)]
    [InlineData(SessionCut.Ids)]
    public void Fold_RandomWorlds_EqualsTheDefinitionTakenAtItsWord(SessionCut cut)
    {
        var random = new Random(3 + (int)cut);
        var counted = 0L;
        for (var i = 0; i < 3_000; i++)
        {
            var world = World(random);
            var (activity, filter) = (random.Next(3) == 0 ? "ab" : "abc", random.Next(2) == 0 ? "" : "b");
            var asked = Definition(random, cut, activity, filter);
            var expected = Oracle(world, asked, activity, filter);

            var fold = Fold(world, asked, random);

            Compare(expected, asked, fold, $"{cut} gap {asked.Rule.Gap} of {activity} with {filter} by {asked.Label}: {world}");
            counted += fold.Total.Figures(null).Sessions;
        }

        Assert.True(counted > 5_000);
    }

    [Fact]
    public void Fold_PeopleBehindRandomSessions_AreThoseWhoWereCounted()
    {
        var random = new Random(11);
        var named = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var world = World(random);
            var asked = Definition(random, (SessionCut)random.Next(2), "abc", "");
            var expected = Oracle(world, asked, "abc", "");
            if (expected.Count == 0)
            {
                continue;
            }

            var one = expected[random.Next(expected.Count)];
            var people = random.Next(5) switch
            {
                0 => new SessionPeople(one.Bucket, new TrendGroup(one.Group)),
                1 => new SessionPeople(Entry: new SessionPlace(one.Entry), Exit: new SessionPlace(one.Exit)),
                2 => new SessionPeople(Duration: SessionBins.Of(SessionBins.Seconds, (long)one.Duration.TotalSeconds)),
                3 => new SessionPeople(one.Bucket, Depth: SessionBins.Of(SessionBins.Events, one.Events.Count)),
                _ => new SessionPeople(Trait: one.HasBought ? SessionTrait.Bought : one.HasBounced ? SessionTrait.Bounced : SessionTrait.All),
            };

            var fold = Fold(world, asked with { People = people }, random);

            Assert.Equal(expected.Where(s => IsMeant(people, s)).Select(s => s.Customer + 1).Distinct().Order(), fold.People.Order());
            named += fold.People.Count;
        }

        Assert.True(named > 2_000);
    }

    [Fact]
    public void Bins_BeginAtTheirNumber()
    {
        Assert.Equal([0, 1, 1, 2, 8, 8], new long[] { 0, 1, 9, 10, 3600, 1_000_000 }.Select(s => SessionBins.Of(SessionBins.Seconds, s)));
        Assert.Equal([0, 4, 5, 5, 6], new long[] { 1, 5, 6, 10, 11 }.Select(n => SessionBins.Of(SessionBins.Events, n)));
    }

    private static bool IsMeant(SessionPeople people, OracleSession s) =>
        (people.Bucket ?? s.Bucket) == s.Bucket
        && (people.Group is not { } group || group.Value == s.Group)
        && (people.Trait switch { SessionTrait.Bought => s.HasBought, SessionTrait.Bounced => s.HasBounced, _ => true })
        && (people.Entry is not { } entry || entry.Value == s.Entry)
        && (people.Exit is not { } exit || exit.Value == s.Exit)
        && (people.Duration is not { } bin || SessionBins.Of(SessionBins.Seconds, (long)s.Duration.TotalSeconds) == bin)
        && (people.Depth is not { } depth || SessionBins.Of(SessionBins.Events, s.Events.Count) == depth);

    private static void Compare(List<OracleSession> expected, SessionsDefinition asked, SessionsFold fold, string about)
    {
        CompareTally(expected, asked, fold.Total, about);
        Assert.True(expected.GroupBy(s => new SessionPlace(s.Entry)).All(g => fold.Entries[g.Key] == new SessionCount(g.Count(), g.Count(s => s.HasBounced), g.Count(s => s.HasBought))), about);
        Assert.True(expected.GroupBy(s => new SessionPlace(s.Exit)).All(g => fold.Exits[g.Key].Sessions == g.Count()), about);
        Assert.Equal(expected.Count, fold.Entries.Sum(e => e.Value.Sessions));
        foreach (var group in expected.GroupBy(s => s.Group is null or "v0" ? new TrendGroup(s.Group) : new TrendGroup(null, true)))
        {
            CompareTally([.. group], asked, fold.Groups[group.Key], about);
        }
    }

    private static void CompareTally(List<OracleSession> expected, SessionsDefinition asked, SessionTally tally, string about)
    {
        for (var bucket = 0; bucket <= asked.Buckets.Count; bucket++)
        {
            int? at = bucket == asked.Buckets.Count ? null : bucket;
            var sessions = expected.Where(s => at is null || s.Bucket == at).ToList();
            var figures = new SessionFigures(
                sessions.Count,
                sessions.Select(s => s.Customer).Distinct().Count(),
                sessions.Sum(s => s.Duration.Ticks / TimeSpan.TicksPerMicrosecond),
                sessions.Sum(s => s.Events.Count),
                sessions.Sum(s => s.Events.Count(e => e.Name != "c")),
                sessions.Count(s => s.HasBounced),
                sessions.Count(s => s.HasBought),
                sessions.Sum(s => s.Events.Sum(e => e.Revenue)));
            Assert.True(tally.Figures(at) == figures, $"bucket {at}: {tally.Figures(at)}, not {figures}; {about}");
        }

        var seconds = expected.Select(s => s.Duration.TotalSeconds).Order().ToList();
        Assert.Equal(seconds.Count == 0 ? null : (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2, tally.MedianSeconds);
        Assert.Equal(expected.Count, tally.Durations.Sum());
        Assert.Equal(expected.Count, tally.Depths.Sum());
    }

    private static List<OracleSession> Oracle(SmallWorld world, SessionsDefinition asked, string activity, string filter) =>
    [
        .. world.Customers.SelectMany((events, customer) => SmallSessions.Of(events.Where(e => activity.Contains(e.Name, StringComparison.Ordinal)), asked.Rule)
            .Where(s => filter.Length == 0 || s.Exists(e => e.Name == filter))
            .Select(s => new OracleSession(customer, s, asked)))
            .Where(s => s.Start >= Periods.InstantOf(asked.Buckets.From(0)) && s.Start < Periods.InstantOf(asked.Buckets.Until(asked.Buckets.Count - 1))),
    ];

    private static SmallWorld World(Random random) =>
        new([.. SmallWorld.Random(random, 5, 9, 24 * 6).Customers.Select(c => (IReadOnlyList<SmallEvent>)[.. c.Select(e => e with { Session = random.Next(4) == 0 ? null : "s" + random.Next(3) })])]);

    private static SessionsDefinition Definition(Random random, SessionCut cut, string activity, string filter) => new(
        new SessionRule(SmallWorld.Step(activity), TimeSpan.FromHours(6 * random.Next(1, 4)), cut),
        SmallWorld.Step(filter),
        new TrendBuckets(random.Next(2) == 0 ? StoreCalendar.Utc : Berlin, TrendInterval.Day, SmallWorld.Start.AddHours(random.Next(0, 60)), SmallWorld.Start.AddHours(random.Next(61, 150))),
        random.Next(3) switch { 0 => "kind", 1 => "event", _ => "channel" },
        new TrendBreakdown("channel", [null, "v0"]));

    // Reads what a pass would read, no more.
    private static SessionsFold Fold(SmallWorld world, SessionsDefinition asked, Random random) => world.Fold(
        () => new SessionsFold(asked, SmallWorld.Timelines),
        random,
        asked.Scope.From is { } from ? Periods.MicrosOf(from) : long.MinValue);

    private sealed record OracleSession(int Customer, List<SmallEvent> Events, SessionsDefinition Asked)
    {
        public DateTime Start => Events.Min(e => e.Time);

        public TimeSpan Duration => Events.Max(e => e.Time) - Start;

        public int Bucket => Asked.Buckets.IndexOf(Periods.MicrosOf(Start));

        public bool HasBought => Events.Exists(e => e.Name == "c");

        public bool HasBounced => Events.Count == 1 && !HasBought;

        public string? Entry => Labels.FirstOrDefault();

        public string? Exit => Labels.LastOrDefault();

        public string? Group => Events.Where(e => e.Channel is not null).OrderBy(e => e.Time).ThenBy(e => e.Channel, StringComparer.Ordinal).FirstOrDefault()?.Channel;

        private IEnumerable<string> Labels => Events.Where(e => Label(e) is not null).OrderBy(e => e.Time).ThenBy(e => e.Name == "c").ThenBy(Label, StringComparer.Ordinal).Select(e => Label(e)!);

        private string? Label(SmallEvent e) => Asked.Label switch { "event" => e.Name, "kind" => e.Name == "c" ? "Purchase" : "View", _ => e.Channel };
    }
}
