using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class SessionsPage
{
    private const int MostLines = 5;

    // Their sum stands in the table; beside their mean it would crowd the row.
    private static readonly IReadOnlyList<SessionMeasure> Tiles = [.. SessionsMeasures.All.Where(m => m.Name is not ("customers" or "total"))];

    private SessionMeasure Drawn => SessionsMeasures.Find(At.Measure);

    private SessionFigures? Figures => Result?.Figures;

    private string? Empty => !Answer.IsReady ? null
        : Result is null ? T["Trend.refused"].Value
        : Result.Figures.Sessions > 0 ? null
        : T["Empty.range"].Value;

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { Figures: { Sessions: > 0 } figures } result)
            {
                return null;
            }

            return T["Sentence", NumberFormat.Exact(figures.Sessions), NumberFormat.Exact(figures.Customers), Sessions.Time(result.Total.MedianSeconds), NumberFormat.Percent(figures.BounceRate, 0), NumberFormat.Percent(figures.BoughtRate)];
        }
    }

    private IReadOnlyList<string> BucketNames => [.. Enumerable.Range(0, Result!.Buckets.Count).Select(b => BucketName(b, Range.From.Year == Range.To.Year))];

    /// <summary>With groups, the groups; otherwise everybody and, dashed, the period that stands beside.</summary>
    private IReadOnlyList<ChartSeries> Lines
    {
        get
        {
            var result = Result!;
            if (At.Breakdown is not null)
            {
                return [.. result.Groups.Take(MostLines).Select(g => Line(Sessions.Group(At, g.Group), g.Tally, result.Buckets.Count))];
            }

            var now = Line(Sessions.Measure(Drawn.Name), result.Total, result.Buckets.Count);
            return result.Before is { } before ? [now, Line(T[$"Trend.{At.Against ?? "previous"}"], before.Total, result.Buckets.Count) with { Dashed = true, IncompleteFrom = null }] : [now];
        }
    }

    private IReadOnlyList<string> DurationNames => [.. Enumerable.Range(0, SessionBins.Seconds.Count).Select(Sessions.Duration)];

    private IReadOnlyList<string> DepthNames => [.. Enumerable.Range(0, SessionBins.Events.Count).Select(Sessions.Depth)];

    private IReadOnlyList<ChartSeries> Durations => [new ChartSeries(Sessions.Measure(SessionsMeasures.Usual), [.. Result!.Total.Durations.Select(n => (double?)n)])];

    private IReadOnlyList<ChartSeries> Depths => [new ChartSeries(Sessions.Measure(SessionsMeasures.Usual), [.. Result!.Total.Depths.Select(n => (double?)n)])];

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var parts = new List<string> { T[$"People.{people.Trait ?? "all"}"] };
            AddIf(people.Bucket is { } bucket && bucket < Result!.Buckets.Count, () => BucketName(people.Bucket!.Value, false));
            AddIf(people.Group is not null || people.Missing || people.Other, () => Sessions.Group(At, people.Other ? new TrendGroup(null, true) : new TrendGroup(people.Group)));
            AddIf(people.Entry is not null, () => T["People.entry", Sessions.Place(At, Result!, new SessionPlace(people.Entry!.Value))]);
            AddIf(people.Exit is not null, () => T["People.exit", Sessions.Place(At, Result!, new SessionPlace(people.Exit!.Value))]);
            AddIf(people.Duration is not null, () => Sessions.Duration(people.Duration!.Value));
            AddIf(people.Depth is not null, () => T["People.depth", Sessions.Depth(people.Depth!.Value)]);
            return string.Join(T["People.separator"], parts);

            void AddIf(bool isAsked, Func<string> words)
            {
                if (isAsked)
                {
                    parts.Add(words());
                }
            }
        }
    }

    private string BucketName(int bucket, bool inOneYear) => NumberFormat.Period(Scope.Calendar.ToLocal(Result!.Buckets.StartOf(bucket)), Result.Buckets.Unit, inOneYear);

    private ChartSeries Line(string name, SessionTally tally, int length) =>
        new(name, [.. Enumerable.Range(0, length).Select(b => b < tally.Buckets ? Drawn.Of(tally.Figures(b)) : null)]) { IncompleteFrom = Result!.IncompleteFrom };

    private IReadOnlyList<double?>? Spark(SessionMeasure measure) =>
        Result is { } result ? [.. Enumerable.Range(0, result.Buckets.Count).Select(b => measure.Of(result.Total.Figures(b)))] : null;

    private Change? MedianChange => Result is { Before.Total: { } before } result
        ? Change.Of(result.Total.MedianSeconds, before.MedianSeconds, Math.Min(result.Figures.Sessions, before.Figures(null).Sessions), Wanted.Neither, T[$"Trend.{At.Against ?? "previous"}"])
        : null;

    private Change? ChangeOf(SessionMeasure measure)
    {
        if (Result is not { Before.Total: { } before } result)
        {
            return null;
        }

        var (now, former) = (result.Figures, before.Figures(null));
        var cases = Math.Min(now.Sessions, former.Sessions);
        var against = T[$"Trend.{At.Against ?? "previous"}"].Value;
        return measure.Unit == SessionUnit.Share
            ? Change.OfShares(measure.Of(now), measure.Of(former), cases, measure.Wanted, against)
            : Change.Of(measure.Of(now), measure.Of(former), cases, measure.Wanted, against);
    }

    private string Short(SessionMeasure measure, SessionFigures? figures) => figures is null ? NumberFormat.None : Sessions.Short(measure, measure.Of(figures), Scope.Currency);

    private string Exact(SessionMeasure measure, SessionFigures? figures) => figures is null ? NumberFormat.None : Sessions.Exact(measure, measure.Of(figures), Scope.Currency);

    private string ProblemWords(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);
}
