using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Retention;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class RetentionPage
{
    private const int MostGroupsDrawn = 5;

    private string Measured => At.IsRevenue ? RetentionAddress.Revenue : RetentionAddress.Customers;

    private IReadOnlyList<string> PeriodNames => [.. Enumerable.Range(0, Shown).Select(k => NumberFormat.Exact(k))];

    private IReadOnlyList<CohortRow> Rows => [.. Result!.Table.Cohorts.Select(c => new CohortRow(CohortName(c.Start), c.Size, [.. Enumerable.Range(0, Shown).Select(k => Cell(c, k))]))];

    private IReadOnlyList<string> MeanCells => [.. Enumerable.Range(0, Shown).Select(k => GroupCell(Result!.Table, k))];

    private Func<double, string> CurveFormat => At.IsRevenue ? value => MoneyFormat.Short(value, Scope.Currency) : value => NumberFormat.Percent(value, 0);

    private Func<double, string> CurveExact => At.IsRevenue ? value => MoneyFormat.Exact(value, Scope.Currency) : value => NumberFormat.Percent(value, 1);

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { Customers: > 0 } result)
            {
                return null;
            }

            var (start, back) = (Words.Step(Asked.Start!), Words.Step(Asked.Return ?? Asked.Start!));
            var who = T[At.Kind == "recurring" ? "Sentence.recurring" : "Sentence.first", NumberFormat.Exact(result.Customers), start];
            if (result.Table.Mean.Count < 2 || result.Table.Mean[1] is not { } next)
            {
                return T["Sentence.join", who.Value, T[$"Sentence.young.{Unit}"].Value];
            }

            var came = At.IsRevenue && result.Table.MeanRevenue![1] is { } revenue
                ? T[$"Sentence.revenue.{Unit}", MoneyFormat.Exact(revenue / Money.Scale, Scope.Currency)].Value
                : T[$"Sentence.{(At.On == "onOrAfter" ? "after" : "on")}.{Unit}", NumberFormat.Percent(next, 1), back].Value;
            return T["Sentence.join", who.Value, came];
        }
    }

    private string? CurveSentence
    {
        get
        {
            if (Result is not { Customers: > 0, CameBack: { Count: > 1 } shares } || At.IsRevenue)
            {
                return null;
            }

            var said = T[$"Curve.sentence.{Unit}", NumberFormat.Exact(shares.Count - 1), NumberFormat.Percent(shares[^1].Share, 0), NumberFormat.Percent(shares[^1].Low, 0), NumberFormat.Percent(shares[^1].High, 0)].Value;
            return _before is { Table.Mean: [_, { } former, ..] }
                ? T["Sentence.join", said, T[$"Curve.before.{Unit}", NumberFormat.Percent(former, 1), NumberFormat.Day(Former.From), NumberFormat.Day(Former.To)].Value]
                : said;
        }
    }

    /// <summary>The mean of mature cohorts, the share that ever came back beside it, and the range before dashed.</summary>
    private IReadOnlyList<ChartSeries> Curves
    {
        get
        {
            if (Result is not { } result || Values(result.Table).All(v => v is null))
            {
                return [];
            }

            List<ChartSeries> curves = [new(T["Mean"], Values(result.Table))];
            if (!At.IsRevenue && result.CameBack.Count > 0)
            {
                curves.Add(new ChartSeries(T["Curve.ever"], Padded(result.CameBack.Select(s => s.Share))) { Low = Padded(result.CameBack.Select(s => s.Low)), High = Padded(result.CameBack.Select(s => s.High)) });
            }

            if (_before is { } before && Values(before.Table).Any(v => v is not null))
            {
                curves.Add(new ChartSeries(T["Curve.former"], Values(before.Table), Dashed: true));
            }

            return curves;
        }
    }

    private IReadOnlyList<ChartSeries> GroupCurves => [.. (Result?.Groups ?? []).Where(g => !g.IsRest).Take(MostGroupsDrawn).Select(g => new ChartSeries(g.Value ?? T["Group.none"], Values(g.Table)))];

    private List<double?> Values(RetentionTable table) =>
        Padded(At.IsRevenue ? table.MeanRevenue!.Select(m => m / Money.Scale) : table.Mean);

    private List<double?> Padded(IEnumerable<double> values) => Padded(values.Select(v => (double?)v));

    private List<double?> Padded(IEnumerable<double?> values) => [.. values.Concat(Enumerable.Repeat((double?)null, Shown)).Take(Shown)];

    private string GroupCell(RetentionTable table, int period) => At.IsRevenue
        ? MoneyFormat.Short(table.MeanRevenue![period] / Money.Scale, Scope.Currency)
        : NumberFormat.Percent(table.Mean[period]);

    private CohortCell? Cell(RetentionCohort cohort, int period)
    {
        if (period >= cohort.Begun || cohort.Size == 0)
        {
            return null;
        }

        var still = cohort.Mature[period] ? "" : " " + T["Triangle.notEnded"];
        if (At.IsRevenue)
        {
            var each = cohort.Revenue![period] / (double)Money.Scale / cohort.Size;
            return new CohortCell(each, MoneyFormat.Short(each, Scope.Currency), T["Cell.revenue", MoneyFormat.Exact(cohort.Revenue[period], Scope.Currency), MoneyFormat.Exact(each, Scope.Currency)].Value + still, cohort.Mature[period]);
        }

        var share = cohort.Share(period) ?? 0;
        return new CohortCell(share, NumberFormat.Percent(share, 0), T["Cell.customers", NumberFormat.Exact(cohort.Returned[period]), NumberFormat.Exact(cohort.Size), NumberFormat.Percent(share, 1)].Value + still, cohort.Mature[period]);
    }

    private string CohortName(DateOnly start) => Unit == PeriodUnit.Month ? start.ToString("Y", System.Globalization.CultureInfo.CurrentCulture) : NumberFormat.Day(start);

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var group = people.Group ?? (people.WithoutGroup ? T["Group.none"].Value : null);
            if (people.Cohort is null)
            {
                return group is null ? T["People.all"] : T["People.group", group];
            }

            var cohort = AskedDay.Read(people.Cohort) is { } day ? CohortName(day) : people.Cohort;
            return people.Period is not { } period ? T["People.cohort", cohort]
                : people.Outcome == "lost" ? T["People.lost", cohort, NumberFormat.Exact(period)]
                : T["People.returned", cohort, NumberFormat.Exact(period)];
        }
    }

    private string ProblemWords(Problem problem) =>
        T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);
}
