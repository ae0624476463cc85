using System.Globalization;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class LifecyclePage
{
    private PeriodUnit Unit => Result?.Unit ?? PeriodUnit.Week;

    private IReadOnlyList<LifecyclePeriod> Shown => Result?.Periods ?? [];

    private IReadOnlyList<LifecyclePeriod> Newest => [.. Shown.Reverse()];

    private IReadOnlyList<string> PeriodNames => [.. Shown.Select(p => Unit == PeriodUnit.Month ? p.Start.ToString(T["MonthFormat"], CultureInfo.CurrentCulture) : NumberFormat.ShortDay(p.Start))];

    private IReadOnlyList<Choice> PeriodChoices => [.. Newest.Select(p => new Choice(AskedDay.Write(p.Start), NameOf(p)))];

    private IReadOnlyList<Choice> Units => [.. Words.Units.Where(u => !At.IsStickiness || u.Value != QuestionJson.NameOf(PeriodUnit.Day))];

    /// <summary>The period whose days are shown: the one that was chosen, otherwise the latest that has ended.</summary>
    private LifecyclePeriod? Looked => Shown.FirstOrDefault(p => AskedDay.Write(p.Start) == At.Look) ?? Result?.Latest ?? Shown.LastOrDefault();

    private string? Empty => !Answer.IsReady ? null
        : Result is null ? T["Refused"].Value
        : Shown.All(p => p.Active == 0 && p.Dormant == 0) ? T["Empty.range"].Value
        : null;

    private int? FirstUnended => Shown.TakeWhile(p => p.Ended).Count() is var ended && ended < Shown.Count ? ended : null;

    private IReadOnlyList<ChartSeries> StatusBars =>
    [
        Bars("new", p => p.New, 2), Bars("returning", p => p.Returning, 0), Bars("resurrected", p => p.Resurrected, 5), Bars("dormant", p => -p.Dormant, 3),
    ];

    private IReadOnlyList<string> DayNames => [.. Enumerable.Range(1, Looked?.Days.Count ?? 0).Select(d => NumberFormat.Exact(d))];

    private IReadOnlyList<ChartSeries> DayBars => [new(T["Customers"], [.. (Looked?.Days ?? []).Select(n => (double?)n)])];

    private IReadOnlyList<ChartSeries> MeanLine => [new(T["MeanDays"], [.. Shown.Select(p => p.MeanDays)]) { IncompleteFrom = FirstUnended }];

    // Who fell asleep is drawn below the line, but nobody is less than nobody.
    private static Func<double, string> ShortCount => value => NumberFormat.Short(Math.Abs(value));

    private static Func<double, string> ExactCount => value => NumberFormat.Exact(Math.Abs(value));

    private static Func<double, string> One => value => NumberFormat.Exact(value, 1);

    private static Func<double, string> Two => value => NumberFormat.Exact(value, 2);

    private string? Sentence
    {
        get
        {
            if (_catalog is not { Events: > 0 } || Result is not { Latest: { Active: > 0 } latest })
            {
                return Result is { Periods.Count: > 0 } && _catalog is { Events: > 0 } ? T["Sentence.young"].Value : null;
            }

            var said = At.IsStickiness
                ? T[$"Sentence.days.{Unit}", NameOf(latest), NumberFormat.Exact(latest.MeanDays, 1), NumberFormat.Percent(latest.Days[0] / (double)latest.Active, 0)].Value
                : T[$"Sentence.{Unit}", NameOf(latest), NumberFormat.Exact(latest.Active), NumberFormat.Exact(latest.New), NumberFormat.Exact(latest.Returning), NumberFormat.Exact(latest.Resurrected), NumberFormat.Exact(latest.Dormant)].Value;
            return _before is { Periods: [{ Active: > 0 } former, ..] }
                ? T["Join", said, At.IsStickiness ? T["Sentence.daysYear", NumberFormat.Exact(former.MeanDays, 1)].Value : T["Sentence.year", NumberFormat.Exact(former.Active)].Value]
                : said;
        }
    }

    private string? DaysSentence => Looked is { Active: > 0 } looked
        ? T["Days.sentence", NameOf(looked), NumberFormat.Exact(looked.Active), NumberFormat.Exact(looked.MeanDays, 2)].Value
        : null;

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var period = AskedDay.Read(people.Period) is { } day ? NameOf(day) : people.Period ?? "";
            return people.Days is { } days ? T["People.days", period, NumberFormat.Exact(days)]
                : people.Status is "new" or "returning" or "resurrected" or "dormant" ? T[$"People.{people.Status}", period]
                : T["People.active", period];
        }
    }

    private ChartSeries Bars(string status, Func<LifecyclePeriod, long> count, int color) =>
        new(T[$"Status.{status}"], [.. Shown.Select(p => (double?)count(p))], HouseTheme.Category(color)) { IncompleteFrom = FirstUnended };

    private string NameOf(LifecyclePeriod period) => NameOf(period.Start);

    private string NameOf(DateOnly start) => Unit switch
    {
        PeriodUnit.Month => start.ToString("Y", CultureInfo.CurrentCulture),
        PeriodUnit.Week => T["Week", NumberFormat.Day(start)],
        _ => NumberFormat.Day(start),
    };

    private string ProblemWords(Problem problem) =>
        T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);
}
