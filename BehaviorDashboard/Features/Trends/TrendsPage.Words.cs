using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Trends;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class TrendsPage
{
    private IReadOnlyList<string> BucketNames => [.. Enumerable.Range(0, Result!.Buckets.Count).Select(b => TrendsWords.Bucket(Result.Buckets, b, Scope.Calendar))];

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { Lines: [var first, ..] } || first.Total is null)
            {
                return null;
            }

            var said = T["Sentence", Trends.Measure(Asked.Measures![0]), ExactOf(first)(first.Total)].Value;
            return ChangeOf(first) is { } change
                ? T["Sentence.join", said, T[change >= 0 ? "Sentence.up" : "Sentence.down", NumberFormat.Percent(Math.Abs(change), 0), T[$"Against.{Asked.Compare}.words"].Value].Value].Value
                : said;
        }
    }

    /// <summary>Figures of one unit share an axis: amounts do not stand beside counts.</summary>
    private IReadOnlyList<TrendsChart> Charts
    {
        get
        {
            if (Result is not { } result)
            {
                return [];
            }

            // With groups, the groups tell more than everybody together, whose line would flatten theirs.
            var drawn = result.Lines.Where(l => l.Group is not null || At.Breakdown is null);
            return [.. drawn.GroupBy(l => Unit(Asked.Measures![l.Measure])).Select(unit => new TrendsChart(
                unit.First().Measure,
                string.Join(", ", unit.Select(l => Trends.Measure(Asked.Measures![l.Measure])).Distinct()),
                [.. unit.Select(Drawn), .. Former([.. unit])],
                ShortOf(unit.First()),
                value => ExactOf(unit.First())(value)))];
        }
    }

    private IReadOnlyList<ChartMark> Marks => Result is not { } result ? [] :
    [
        .. _notes.Select(n => (At: result.Buckets.IndexOf(Periods.MicrosOf(Scope.Calendar.StartOf(n.Day))), Note: n)).Where(n => n.At >= 0 && n.At < result.Buckets.Count)
            .GroupBy(n => n.At).Select(n => new ChartMark(n.Key, T[$"Note.{n.First().Note.Kind}", n.First().Note.Text])),
    ];

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var measure = Trends.Measure(Asked.Measures![people.Measure]);
            var when = people.Bucket is { } bucket ? BucketNames[bucket] : T["People.range"].Value;
            return people.Group is not null || people.Missing || people.Other
                ? T["People.group", measure, Trends.Group(people.Other ? new TrendGroup(null, true) : new TrendGroup(people.Group)), when]
                : T["People.all", measure, when];
        }
    }

    private static double? ChangeOf(TrendLine line) => line is { Total: { } now, TotalBefore: { } before } && before != 0 ? (now - before) / Math.Abs(before) : null;

    private ChartSeries Drawn(TrendLine line) => new(LineWords(line), line.Values) { IncompleteFrom = Result!.IncompleteFrom };

    // The period before of every group would be a thicket.
    private IEnumerable<ChartSeries> Former(IReadOnlyList<TrendLine> lines) => lines is [{ Before: { } before } only]
        ? [new ChartSeries(T["Chart.before", LineWords(only)], before, Dashed: true)]
        : [];

    private string LineWords(TrendLine line) => Trends.Line(line, Asked.Measures!);

    private static string Unit(AskedMeasure measure) => TrendsWords.IsMoney(measure) ? "money" : measure.Per is not null || measure.Math is "mean" or "perCustomer" ? "ratio" : "count";

    private Func<double, string> ShortOf(TrendLine line) => Unit(Asked.Measures![line.Measure]) switch
    {
        "money" => value => MoneyFormat.Short(value, Scope.Currency),
        "ratio" => value => NumberFormat.Exact(value, 2),
        _ => value => NumberFormat.Short(value),
    };

    private Func<double?, string> ExactOf(TrendLine line) => Unit(Asked.Measures![line.Measure]) switch
    {
        "money" => value => MoneyFormat.Exact(value, Scope.Currency),
        "ratio" => value => NumberFormat.Exact(value, 3),
        _ => value => NumberFormat.Exact(value),
    };

    private string ProblemWords(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);

    private sealed record TrendsChart(int Measure, string Title, IReadOnlyList<ChartSeries> Series, Func<double, string> Short, Func<double, string> Exact);
}
