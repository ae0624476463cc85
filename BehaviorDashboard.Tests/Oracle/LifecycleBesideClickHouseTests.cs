using System.Globalization;
using BehaviorDashboard.Events.Lifecycle;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>Lifecycle and stickiness as SQL says them: each customer's active periods as an array.</summary>
[Collection(ClickHouseCollection.Name)]
public sealed class LifecycleBesideClickHouseTests(ClickHouseOracle oracle)
{
    [SkippableTheory]
    [InlineData(PeriodUnit.Day)]
    [InlineData(PeriodUnit.Week)]
    [InlineData(PeriodUnit.Month)]
    public void Counts_OfThreeAndAHalfThousandRandomWorldsEach_AreTheirs(PeriodUnit unit)
    {
        var random = new Random(20 + (int)unit);
        for (var i = 0; i < 14; i++)
        {
            var question = LifecycleQuestion.Draw(random, 250, unit);
            question.Worlds.GiveTo(oracle.Engine);

            var ours = question.Worlds.Worlds.SelectMany(w => question.Lines(w, question.Worlds.Fold(w, () => new LifecycleFold(question.Asked, OracleWorlds.Timelines), question.Asked.Scope, random).Counts));

            question.Worlds.AssertSame(question.Sql("world").SelectMany(oracle.Engine.Lines).ToList(), [.. ours], question.ToString());
        }
    }

    [SkippableTheory]
    [InlineData(PeriodUnit.Day)]
    [InlineData(PeriodUnit.Week)]
    [InlineData(PeriodUnit.Month)]
    public async Task Counts_OfAStore_AreTheirs(PeriodUnit unit)
    {
        var question = LifecycleQuestion.Draw(new Random(70 + (int)unit), 400, unit);
        question.Worlds.GiveTo(oracle.Engine);
        using var store = new TestStore();
        await question.Worlds.GiveToAsync(store);

        var fold = await store.Timelines.FoldAsync(store.Id, world => new LifecycleFold(question.Asked, world), default, question.Asked.Scope);

        question.Worlds.AssertSame(question.Sql("0").SelectMany(oracle.Engine.Lines).ToList(), [.. question.Lines(0, fold.Counts)], question.ToString());
    }

    private sealed record LifecycleQuestion(OracleWorlds Worlds, LifecycleDefinition Asked, OracleCalendar Calendar, string Activity)
    {
        public static LifecycleQuestion Draw(Random random, int worlds, PeriodUnit unit)
        {
            var (calendar, first) = OracleCalendar.Draw(random);
            var days = unit switch { PeriodUnit.Day => 9, PeriodUnit.Week => 45, _ => 150 };
            var activity = random.Next(2) == 0 ? "ab" : "a";
            return new LifecycleQuestion(
                OracleWorlds.Draw(random, worlds, (1, 3), 9, () => calendar.Instant(random, first, days)),
                LifecycleDefinition.Of(OracleWorlds.Step(activity), calendar.Ours, unit, first.AddDays(random.Next(days / 2)), random.Next(1, 5)),
                calendar,
                activity);
        }

        /// <summary>Queries of lines: world, period, status or number of days, customers.</summary>
        public IEnumerable<string> Sql(string world)
        {
            var (unit, last) = (Asked.Periods.Unit, Asked.Periods.Count - 1);
            var with = $"""
                WITH e AS (SELECT world, customer, {Calendar.Day} AS day, {Calendar.IndexOf(unit, Asked.Periods.DayOf(0))} AS period FROM {OracleWorlds.Table} WHERE {OracleWorlds.Sql(Activity)}),
                     c AS (SELECT world, customer, groupUniqArray(period) AS active FROM e GROUP BY world, customer)
                """;
            yield return string.Create(CultureInfo.InvariantCulture, $"""
                {with} SELECT {world} AS w, p, multiIf(p = arrayMin(active), 'New', has(active, p - 1), 'Returning', 'Resurrected') AS status, count() FROM c ARRAY JOIN active AS p
                WHERE p BETWEEN 1 AND {last} GROUP BY w, p, status
                """);
            yield return string.Create(CultureInfo.InvariantCulture, $"""
                {with} SELECT {world} AS w, p + 1, 'Dormant', count() FROM c ARRAY JOIN active AS p WHERE NOT has(active, p + 1) AND p + 1 BETWEEN 1 AND {last} GROUP BY w, p
                """);
            yield return string.Create(CultureInfo.InvariantCulture, $"""
                {with} SELECT {world} AS w, p, days, count() FROM (SELECT world, customer, period AS p, uniqExact(day) AS days FROM e GROUP BY world, customer, period)
                WHERE p BETWEEN 1 AND {last} GROUP BY w, p, days
                """);
        }

        public IEnumerable<string> Lines(int world, LifecycleCounts counts) =>
            from period in Enumerable.Range(1, Asked.Periods.Count - 1)
            from figure in Enum.GetValues<LifecycleStatus>().Select(s => (Name: s.ToString(), Value: counts[period, s]))
                .Concat(Enumerable.Range(1, 31).Select(d => (Name: d.ToString(CultureInfo.InvariantCulture), Value: counts.OnDays(period, d))))
            where figure.Value > 0
            select string.Create(CultureInfo.InvariantCulture, $"{world}\t{period}\t{figure.Name}\t{figure.Value}");

        public override string ToString() => $"[{Activity}] by {Asked.Periods.Unit} of {Calendar.Zone}, weeks from {Calendar.WeekStart}, from {Asked.Periods.DayOf(0):O}";
    }
}
