using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Benchmarks;

/// <summary>The questions that the engine is measured with. Answers are few numbers in which every cell of the whole answer has a weight of its own.</summary>
internal static class EngineQuestions
{
    private static readonly DateTime From = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Until = new(2026, 4, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly FirstDay = DateOnly.FromDateTime(From);
    private static readonly string[] TenSteps = ["view", "view", "cart", "view", "view", "cart", "view", "view", "view", "purchase"];

    public static IReadOnlyList<EngineQuestion> All { get; } =
    [
        new("funnel, 3 steps in 7 days", s => FunnelAsync(s, ["view", "cart", "purchase"], 7), EngineSql.Funnel([1, 5, 8], 7)),
        new("funnel, 10 steps in 30 days", s => FunnelAsync(s, TenSteps, 30), EngineSql.Funnel([1, 1, 5, 1, 1, 5, 1, 1, 1, 8], 30)),
        new("funnel, 10 steps, an exclusion", s => LastAsync(FunnelAsync(s, TenSteps, 30, excluded: "remove")), EngineSql.ExcludedFunnel([1, 1, 5, 1, 1, 5, 1, 1, 1, 8], 30, 6)),
        new("funnel, 10 steps, strict", s => FunnelAsync(s, [.. Enumerable.Repeat("view", 9), "purchase"], 100, FunnelOrder.Strict), EngineSql.StrictFunnel([1, 1, 1, 1, 1, 1, 1, 1, 1, 8])),
        new("funnel, 10 steps, any order", s => FunnelAsync(s, [.. Enumerable.Repeat("view", 5), "cart", "cart", "cart", "purchase", "purchase"], 30, FunnelOrder.Any), EngineSql.AnyOrderFunnel(30)),
        new("retention, 12 weeks, of visits", s => RetentionAsync(s, "*"), EngineSql.Retention("1")),
        new("retention, 12 weeks, of purchases", s => RetentionAsync(s, "purchase"), EngineSql.Retention("kind = 8")),
        new("lifecycle, weekly", LifecycleAsync, EngineSql.Lifecycle),
        new("trends, events and customers by day and channel", s => TrendsAsync(s, TrendMath.Count, TrendMath.Customers), EngineSql.TrendsOfCustomers),
        new("trends, revenue by day and channel", s => TrendsAsync(s, TrendMath.Sum), EngineSql.TrendsOfRevenue),
        new("paths from the start of sessions, 5 steps", PathsAsync, EngineSql.Paths),
        new("sessions by day", SessionsAsync, EngineSql.Sessions),
    ];

    private static async Task<string> FunnelAsync(GeneratedStore store, string[] steps, int days, FunnelOrder order = FunnelOrder.Ordered, string? excluded = null)
    {
        var funnel = new FunnelDefinition(
            [.. steps.Select(s => new FunnelStepMatch(Match(s)))],
            new FunnelWindow(days, WindowUnit.Day),
            order,
            From,
            Until,
            StoreCalendar.Utc,
            excluded is null ? [] : [new FunnelExclusion(Match(excluded)[0], 0, steps.Length - 1)]);
        var fold = await FoldAsync(store, world => new FunnelFold(funnel, world), funnel.Scope);
        return string.Join(' ', fold.Total.Reached);
    }

    private static async Task<string> LastAsync(Task<string> answer) => (await answer).Split(' ')[^1];

    private static async Task<string> RetentionAsync(GeneratedStore store, string name)
    {
        const int length = EngineSql.Weeks;
        var periods = new Periods(StoreCalendar.Utc, PeriodUnit.Week, FirstDay, Periods.CountOf(StoreCalendar.Utc, PeriodUnit.Week, FirstDay, DateOnly.FromDateTime(Until).AddDays(-1)) + length - 1);
        var asked = new RetentionDefinition(Match(name), Match(name), RetentionKind.First, ReturnOn.On, From, Until, periods, length);
        var counts = (await FoldAsync(store, world => new RetentionFold(asked, world), asked.Scope)).Total;
        var cohorts = Enumerable.Range(0, counts.Cohorts).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{cohorts.Sum(counts.Size)} {cohorts.Sum(c => Enumerable.Range(0, length).Sum(k => counts.Returned(c, k) * ((c * length) + k + 1)))}");
    }

    private static async Task<string> LifecycleAsync(GeneratedStore store)
    {
        var asked = LifecycleDefinition.Of(Match("*"), StoreCalendar.Utc, PeriodUnit.Week, FirstDay, EngineSql.LifecycleWeeks);
        var counts = (await FoldAsync(store, world => new LifecycleFold(asked, world), asked.Scope)).Counts;
        return string.Join(' ', Enum.GetValues<LifecycleStatus>().Select(s => Enumerable.Range(1, EngineSql.LifecycleWeeks).Sum(p => counts[p, s] * p)));
    }

    private static async Task<string> TrendsAsync(GeneratedStore store, params TrendMath[] figures)
    {
        var measures = figures.Select(m => new TrendMeasure(Match(m == TrendMath.Sum ? "purchase" : "*"), m, m == TrendMath.Sum ? "value" : null)).ToList();
        var asked = new TrendsDefinition(measures, new TrendBuckets(StoreCalendar.Utc, TrendInterval.Day, From, Until), new TrendBreakdown("channel"));
        var fold = await FoldAsync(store, world => new TrendsFold(asked, world), asked.Scope);
        var groups = fold.Groups.Select(g => (TrendGroup?)g).Append(null).ToList();
        return string.Join(' ', measures.Select((m, i) => groups.Sum(g => Enumerable.Range(0, asked.Buckets.Count).Sum(b => (decimal)(fold.Tally(i, g).Value(m, b) ?? 0) * (b + 1) * (m.Math == TrendMath.Sum ? Money.Scale : 1))).ToString("0", CultureInfo.InvariantCulture)));
    }

    private static async Task<string> PathsAsync(GeneratedStore store)
    {
        var asked = new PathsDefinition(
            PathStart.SessionStart, [], Match("*"), [], PathDirection.Forward, new SessionRule(Match("*"), TimeSpan.FromMinutes(30)), null, EngineSql.PathDepth, "kind", Collapse: true, From, Until, From, Until.AddDays(1));
        var fold = await FoldAsync(store, world => new PathsFold(asked, world), asked.Scope);
        return string.Create(CultureInfo.InvariantCulture, $"{fold.Total.Paths} {fold.Edges.Sum(e => e.Count.Paths * ((e.Edge.Step * 1024) + (Code(e.Edge.From) * 32) + Code(e.Edge.To)))}");

        static int Code(PathNode node) => node.Kind switch { PathNodeKind.Start => 0, PathNodeKind.Step => (int)Enum.Parse<EventKind>(node.Label!), _ => EngineSql.PathEnd };
    }

    private static async Task<string> SessionsAsync(GeneratedStore store)
    {
        var asked = new SessionsDefinition(new SessionRule(Match("*"), TimeSpan.FromMinutes(30)), [], new TrendBuckets(StoreCalendar.Utc, TrendInterval.Day, From, Until), "kind");
        var total = (await FoldAsync(store, world => new SessionsFold(asked, world), asked.Scope)).Total;
        var days = Enumerable.Range(0, asked.Buckets.Count).Select(b => total.Figures(b)).ToList();
        var all = total.Figures(null);
        return string.Create(CultureInfo.InvariantCulture, $"{days.Select((d, i) => d.Sessions * (i + 1)).Sum()} {days.Select((d, i) => d.Customers * (i + 1)).Sum()} {all.Micros} {all.Bounces} {all.Bought} {all.Revenue}");
    }

    private static IReadOnlyList<EventMatch> Match(string name) => [EventMatch.Compile(name).Value!];

    private static Task<TFold> FoldAsync<TFold>(GeneratedStore store, Func<TimelineWorld, TFold> create, TimelineScope scope)
        where TFold : class, ITimelineFold<TFold> => new TimelineReader(store.Stores).FoldInJobAsync(GeneratedStore.Id, create, default, scope);
}
