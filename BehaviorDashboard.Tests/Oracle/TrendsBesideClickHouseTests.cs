using System.Globalization;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>Trends as plain SQL says them, guests and the rest of a breakdown included.</summary>
[Collection(ClickHouseCollection.Name)]
public sealed class TrendsBesideClickHouseTests(ClickHouseOracle oracle)
{
    [SkippableTheory]
    [InlineData(TrendInterval.Hour)]
    [InlineData(TrendInterval.Day)]
    [InlineData(TrendInterval.Week)]
    [InlineData(TrendInterval.Month)]
    public void Figures_OfTwoAndAHalfThousandRandomWorldsEach_AreTheirs(TrendInterval interval)
    {
        var random = new Random(10 + (int)interval);
        for (var i = 0; i < 15; i++)
        {
            var question = TrendsQuestion.Draw(random, 170, interval, i % 3);
            question.Worlds.GiveTo(oracle.Engine);

            var ours = question.Worlds.Worlds.SelectMany(w => question.Lines(w, question.Worlds.Fold(w, () => new TrendsFold(question.Asked, OracleWorlds.Timelines), question.Asked.Scope, random)));

            question.Worlds.AssertSame(question.Sql("world").SelectMany(oracle.Engine.Lines).Select(TrendsQuestion.Rounded).ToList(), [.. ours], question.ToString());
        }
    }

    [SkippableTheory]
    [InlineData(TrendInterval.Hour, 0)]
    [InlineData(TrendInterval.Week, 1)]
    [InlineData(TrendInterval.Month, 2)]
    public async Task Figures_OfAStore_AreTheirs(TrendInterval interval, int breakdown)
    {
        var question = TrendsQuestion.Draw(new Random(60 + (int)interval), 400, interval, breakdown);
        question.Worlds.GiveTo(oracle.Engine);
        using var store = new TestStore();
        await question.Worlds.GiveToAsync(store);

        var fold = await store.Timelines.FoldAsync(store.Id, world => new TrendsFold(question.Asked, world), default, question.Asked.Scope);

        question.Worlds.AssertSame(question.Sql("0").SelectMany(oracle.Engine.Lines).Select(TrendsQuestion.Rounded).ToList(), [.. question.Lines(0, fold)], question.ToString());
    }

    private sealed record TrendsQuestion(OracleWorlds Worlds, TrendsDefinition Asked, OracleCalendar Calendar, string Letters)
    {
        private static readonly IReadOnlyList<string?>?[] Wanted = [null, ["v0", null], ["v1", "v2"]];

        public static TrendsQuestion Draw(Random random, int worlds, TrendInterval interval, int breakdown)
        {
            var (calendar, first) = OracleCalendar.Draw(random);
            var days = interval switch { TrendInterval.Hour => 4, TrendInterval.Day => 9, TrendInterval.Week => 40, _ => 150 };
            var from = Periods.InstantOf(calendar.Instant(random, first, days / 2));
            var until = Periods.InstantOf(calendar.Instant(random, first.AddDays((days / 2) + 1), days / 2));
            var letters = random.Next(3) == 0 ? "ac" : "bc";
            var measures = new[] { TrendMath.Count, TrendMath.Customers, TrendMath.Sum, TrendMath.Mean }.Select(m => new TrendMeasure(OracleWorlds.Step(letters), m, m >= TrendMath.Sum ? "value" : null)).ToList();
            return new TrendsQuestion(
                OracleWorlds.Draw(random, worlds, (0, 2), 8, () => calendar.Instant(random, first, days)),
                new TrendsDefinition(measures, new TrendBuckets(calendar.Ours, interval, from, until), new TrendBreakdown("channel", Wanted[breakdown])),
                calendar,
                letters);
        }

        /// <summary>Queries of lines: world, bucket, group, events, customers, sum in ten-thousandths, mean in units.</summary>
        public IEnumerable<string> Sql(string world)
        {
            var (from, until) = (Asked.Buckets.From(0), Asked.Buckets.Until(Asked.Buckets.Count - 1));
            var groups = Asked.Breakdown!.Groups is { } wanted
                ? $"if(ifNull(channel, 'none') IN ({string.Join(", ", wanted.Select(g => $"'{g ?? "none"}'"))}), ifNull(channel, 'none'), 'other')"
                : "ifNull(channel, 'none')";
            return from bucket in (string[])[Bucket, "'all'"]
                   from grouped in (string[])[groups, "'all'"]
                   select string.Create(CultureInfo.InvariantCulture, $"""
                       SELECT {world} AS w, {bucket} AS bucket, {grouped} AS part, count(), uniqExactIf((world, customer), customer > 0), sum(value), avg(value) / 10000 FROM {OracleWorlds.Table}
                       WHERE {OracleWorlds.Sql(Letters)} AND micros >= {from} AND micros < {until} GROUP BY w, bucket, part
                       """);
        }

        public IEnumerable<string> Lines(int world, TrendsFold fold) =>
            from bucket in Enumerable.Range(0, Asked.Buckets.Count).Select(b => (int?)b).Append(null)
            from part in fold.Groups.Select(g => (TrendGroup?)g).Append(null)
            let figures = Asked.Measures.Select((m, i) => fold.Tally(i, part).Value(m, bucket)).ToList()
            where figures[0] > 0
            select string.Create(CultureInfo.InvariantCulture, $"{world}\t{Name(bucket)}\t{Name(part)}\t{figures[0]}\t{figures[1]}\t{Math.Round(figures[2]!.Value * Money.Scale)}\t{figures[3]:0.000000000}");

        /// <summary>A line whose mean is written as ours.</summary>
        public static string Rounded(string line)
        {
            var cells = line.Split('\t');
            cells[^1] = double.Parse(cells[^1], CultureInfo.InvariantCulture).ToString("0.000000000", CultureInfo.InvariantCulture);
            return string.Join('\t', cells);
        }

        public override string ToString() => $"[{Letters}] by {Asked.Buckets.Interval} of {Calendar.Zone}, weeks from {Calendar.WeekStart}, {Periods.InstantOf(Asked.Buckets.From(0)):O}";

        // Hours that exist twice have one name and two instants.
        private string Bucket => Asked.Buckets.Interval switch
        {
            TrendInterval.Hour => $"toString(toUnixTimestamp(toStartOfHour({Calendar.Local}, '{Calendar.Zone}')))",
            TrendInterval.Day => $"toString({Calendar.StartOf(PeriodUnit.Day)})",
            TrendInterval.Week => $"toString({Calendar.StartOf(PeriodUnit.Week)})",
            _ => $"toString({Calendar.StartOf(PeriodUnit.Month)})",
        };

        private string Name(int? bucket) => bucket is not { } b ? "all"
            : Asked.Buckets.Interval == TrendInterval.Hour ? new DateTimeOffset(Asked.Buckets.StartOf(b)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : Calendar.Ours.DayOf(Asked.Buckets.StartOf(b)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private static string Name(TrendGroup? part) => part switch { null => "all", { IsOther: true } => "other", { Value: var value } => value ?? "none" };
    }
}
