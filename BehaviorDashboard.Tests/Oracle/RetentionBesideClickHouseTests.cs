using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>Retention as plain SQL says it: anchors joined to what came back.</summary>
[Collection(ClickHouseCollection.Name)]
public sealed class RetentionBesideClickHouseTests(ClickHouseOracle oracle)
{
    private static readonly (string Start, string Return)[] Shapes = [("a", "a"), ("a", "b"), ("ab", "b"), ("a", "ab"), ("abc", "abcd"), ("c", "c")];

    [SkippableTheory]
    [InlineData(RetentionKind.First, ReturnOn.On)]
    [InlineData(RetentionKind.First, ReturnOn.OnOrAfter)]
    [InlineData(RetentionKind.Recurring, ReturnOn.On)]
    [InlineData(RetentionKind.Recurring, ReturnOn.OnOrAfter)]
    public void Counts_OfTwoAndAHalfThousandRandomWorldsEach_AreTheirs(RetentionKind kind, ReturnOn on)
    {
        var random = new Random(1 + (2 * (int)kind) + (int)on);
        for (var i = 0; i < 15; i++)
        {
            var question = RetentionQuestion.Draw(random, 170, kind, on, (PeriodUnit)(i % 3));
            question.Worlds.GiveTo(oracle.Engine);

            var ours = question.Worlds.Worlds.SelectMany(w => Lines(w, question.Worlds.Fold(w, () => new RetentionFold(question.Asked, OracleWorlds.Timelines), question.Asked.Scope, random).Total));

            question.Worlds.AssertSame(question.Sql("world").SelectMany(oracle.Engine.Lines).ToList(), [.. ours], question.ToString());
        }
    }

    [SkippableTheory]
    [InlineData(RetentionKind.First, ReturnOn.OnOrAfter, PeriodUnit.Day)]
    [InlineData(RetentionKind.First, ReturnOn.On, PeriodUnit.Month)]
    [InlineData(RetentionKind.Recurring, ReturnOn.On, PeriodUnit.Week)]
    public async Task Counts_OfAStore_AreTheirs(RetentionKind kind, ReturnOn on, PeriodUnit unit)
    {
        var question = RetentionQuestion.Draw(new Random(50 + (int)unit), 400, kind, on, unit);
        question.Worlds.GiveTo(oracle.Engine);
        using var store = new TestStore();
        await question.Worlds.GiveToAsync(store);

        var fold = await store.Timelines.FoldAsync(store.Id, world => new RetentionFold(question.Asked, world), default, question.Asked.Scope);

        question.Worlds.AssertSame(question.Sql("0").SelectMany(oracle.Engine.Lines).ToList(), [.. Lines(0, fold.Total)], question.ToString());
    }

    private static IEnumerable<string> Lines(int world, RetentionCounts counts)
    {
        for (var c = 0; c < counts.Cohorts; c++)
        {
            foreach (var (what, k, value) in Enumerable.Range(0, counts.Length).SelectMany<int, (string, int, long)>(k => [("returned", k, counts.Returned(c, k)), ("revenue", k, counts.Revenue(c, k))]).Append(("size", 0, counts.Size(c))))
            {
                if (value != 0)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{world}\t{what}\t{c}\t{k}\t{value}");
                }
            }
        }
    }

    private sealed record RetentionQuestion(OracleWorlds Worlds, RetentionDefinition Asked, OracleCalendar Calendar, string Start, string Return)
    {
        public static RetentionQuestion Draw(Random random, int worlds, RetentionKind kind, ReturnOn on, PeriodUnit unit)
        {
            var (calendar, first) = OracleCalendar.Draw(random);
            var (start, back) = Shapes[random.Next(Shapes.Length)];
            var days = unit switch { PeriodUnit.Day => 8, PeriodUnit.Week => 40, _ => 150 };
            var from = Periods.InstantOf(calendar.Instant(random, first, days / 2));
            var until = Periods.InstantOf(calendar.Instant(random, first.AddDays((days / 2) + 1), days / 2));
            var length = random.Next(1, 5);
            var (firstDay, lastDay) = (calendar.Ours.DayOf(from), calendar.Ours.DayOf(until.AddMicroseconds(-1)));
            var periods = new Periods(calendar.Ours, unit, firstDay, Periods.CountOf(calendar.Ours, unit, firstDay, lastDay) + length - 1);
            return new RetentionQuestion(
                OracleWorlds.Draw(random, worlds, (1, 3), 7, () => calendar.Instant(random, first, days)),
                new RetentionDefinition(OracleWorlds.Step(start), OracleWorlds.Step(back), kind, on, from, until, periods, length, Revenue: EventMatch.Compile("*").Value),
                calendar,
                start,
                back);
        }

        /// <summary>Queries of lines: world, what, cohort, period, number.</summary>
        public IEnumerable<string> Sql(string world)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"micros >= {Periods.MicrosOf(Asked.From)} AND micros < {Periods.MicrosOf(Asked.Until)}");
            var anchors = Asked.Kind == RetentionKind.First
                ? $"SELECT world, customer, min(micros) AS at, argMin(p, micros) AS c FROM e WHERE {OracleWorlds.Sql(Start)} GROUP BY world, customer HAVING {range.Replace("micros", "at", StringComparison.Ordinal)}"
                : $"SELECT world, customer, min(micros) AS at, p AS c FROM e WHERE {OracleWorlds.Sql(Start)} AND {range} GROUP BY world, customer, p";
            // An event is not its own return: in the anchor's instant it takes another start, or a return that is none.
            var with = $"""
                WITH e AS (SELECT *, {Calendar.IndexOf(Asked.Periods.Unit, Asked.Periods.DayOf(0))} AS p FROM {OracleWorlds.Table}),
                     anchors AS ({anchors}),
                     own AS (SELECT a.world AS world, a.customer AS customer, at, c, groupArray(id) AS ids FROM anchors a JOIN e s ON s.world = a.world AND s.customer = a.customer
                             WHERE s.micros = at AND {OracleWorlds.Sql(Start)} GROUP BY world, customer, at, c),
                     returns AS (SELECT o.world AS world, o.customer AS customer, c, p - c AS k FROM own o JOIN e r ON r.world = o.world AND r.customer = o.customer
                                 WHERE {OracleWorlds.Sql(Return)} AND (p > c OR (p = c AND micros >= at AND (NOT has(ids, id) OR length(ids) > 1))))
                """;
            yield return $"{with} SELECT {world} AS w, 'size', c, 0, count() FROM anchors GROUP BY w, c";
            yield return Asked.On == ReturnOn.On
                ? $"{with} SELECT {world} AS w, 'returned', c, k, uniqExact(world, customer) FROM returns WHERE k < {Asked.Length} GROUP BY w, c, k"
                : $"""
                   {with} SELECT {world} AS w, 'returned', c, k, count() FROM (SELECT world, customer, c, arrayJoin(range(least(max(k) + 1, {Asked.Length}))) AS k FROM returns GROUP BY world, customer, c)
                   GROUP BY w, c, k
                   """;
            yield return $"""
                {with} SELECT {world} AS w, 'revenue', c, p - c AS k, sum(value) FROM anchors a JOIN e ON e.world = a.world AND e.customer = a.customer
                WHERE k < {Asked.Length} AND (k > 0 OR (k = 0 AND micros >= at)) GROUP BY w, c, k HAVING sum(value) != 0
                """;
        }

        public override string ToString() => $"{Asked.Kind} {Asked.On} [{Start}->{Return}] by {Asked.Periods.Unit} of {Calendar.Zone}, weeks from {Calendar.WeekStart}, {Asked.From:O} to {Asked.Until:O}, {Asked.Length} periods";
    }
}
