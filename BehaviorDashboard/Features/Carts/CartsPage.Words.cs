using System.Globalization;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Carts;

/// <summary>What the page says and draws, from the answer.</summary>
public sealed partial class CartsPage
{
    private static readonly CartState[] AllStates = [CartState.Bought, CartState.Recovered, CartState.Replaced, CartState.Lost, CartState.Emptied, CartState.Open];

    private static readonly CartState[] LeftStates = [CartState.Recovered, CartState.Replaced, CartState.Lost, CartState.Emptied, CartState.Open];

    private static readonly CartState[] Tiles = [CartState.Bought, CartState.Recovered, CartState.Lost, CartState.Open];

    private IReadOnlyList<string> RecoveryDays => ["0", .. Result!.Recovery.Select(r => NumberFormat.Exact(r.Days))];

    private IReadOnlyList<ChartSeries> RecoveryLine =>
    [
        new(T["Recovery.share"], [0, .. Result!.Recovery.Select(r => (double?)r.Share)])
        {
            Low = [0, .. Result.Recovery.Select(r => (double?)r.Low)],
            High = [0, .. Result.Recovery.Select(r => (double?)r.High)],
        },
    ];

    private IReadOnlyList<ChartMark> TimeOutMark => Result!.TimeOut.Days <= Result.Recovery.Count ? [new ChartMark(Result.TimeOut.Days, T["TimeOut.mark"])] : [];

    private IReadOnlyList<string> PeriodNames => [.. Result!.Periods.Select(p => NameOf(p.Start))];

    private IReadOnlyList<ChartSeries> PeriodLines =>
    [
        new(T["Periods.bought"], [.. Result!.Periods.Select(p => Share(p.Tally, CartState.Bought))]),
        new(T["Periods.recovered"], [.. Result.Periods.Select(p => Share(p.Tally, CartState.Recovered))], HouseTheme.Category(2)) { IncompleteFrom = Result.OpenFrom },
        new(T["Periods.lost"], [.. Result.Periods.Select(p => Share(p.Tally, CartState.Lost))], HouseTheme.Category(1)) { IncompleteFrom = Result.OpenFrom },
    ];

    // The latest first: what is asked about most.
    private IReadOnlyList<CartsRow> PeriodRows =>
        [.. Result!.Periods.Reverse().Select(p => new CartsRow(NameOf(p.Start), p.Tally, new CartsPeopleRequest(Period: AskedDay.Write(p.Start)), p.Settled ? null : T["Periods.unsettled"].Value))];

    private IReadOnlyList<CartsRow> LastRows =>
        [.. Result!.Lasts.Select(l => new CartsRow(Words.CartLast(CartCodes.Of(l.Last)!), l.Tally, new CartsPeopleRequest(Left: true, Last: CartCodes.Of(l.Last))))];

    private IReadOnlyList<CartsRow> GroupRows =>
        [.. Result!.Groups!.Select(g => new CartsRow(GroupName(g.Value, g.IsRest), g.Tally, new CartsPeopleRequest(Group: g.Value, WithoutGroup: g is { Value: null, IsRest: false }, Rest: g.IsRest)))];

    private string? Sentence
    {
        get
        {
            if (Result is not { Total: { Opened: > 0 } total })
            {
                return null;
            }

            var said = T["Sentence", NumberFormat.Exact(total.Opened), NumberFormat.Percent(Percent.Of(total.Left, total.Opened)?.Share, 0)].Value;
            return CartsResult.Recovered(total) is { } rate
                ? T["Sentence.join", said, T["Sentence.recovered", NumberFormat.Percent(rate.Value, 0), MoneyFormat.Short((double)total.Value(CartState.Lost) / Money.Scale, Scope.Currency)].Value].Value
                : said;
        }
    }

    private string? TimeOutSentence => Result?.TimeOut is { } timeOut
        ? T[$"TimeOut.{timeOut.Source}", NumberFormat.Exact(timeOut.Days), NumberFormat.Exact(timeOut.Recovered)].Value
        : null;

    private string? RecoverySentence => Result is { Recovery: [.., var last], TimeOut: var timeOut }
        ? T["Recovery.sentence", NumberFormat.Percent(last.Share, 0), NumberFormat.Exact(last.Days), NumberFormat.Percent(last.Low, 0), NumberFormat.Percent(last.High, 0), NumberFormat.Exact(timeOut.Days)].Value
        : null;

    private string? LastsSentence => Result?.Lasts.MaxBy(l => l.Tally.Count(CartState.Lost)) is { } worst && worst.Tally.Count(CartState.Lost) > 0
        ? T["Lasts.sentence", Words.CartLast(CartCodes.Of(worst.Last)!), NumberFormat.Percent((double)worst.Tally.Count(CartState.Lost) / Result.Total.Count(CartState.Lost), 0), MoneyFormat.Short((double)worst.Tally.Value(CartState.Lost) / Money.Scale, Scope.Currency)].Value
        : null;

    private string PeopleTitle
    {
        get
        {
            var people = At.People!;
            var parts = new List<string> { CartCodes.State(people.State) is not null ? Words.CartState(people.State!) : people.Left || people.Last is not null ? T["LeftCarts"] : T["Opened"] };
            if (CartCodes.Step(people.Last) is not null)
            {
                parts.Add(Words.CartLast(people.Last!));
            }

            if (AskedDay.Read(people.Period) is { } day)
            {
                parts.Add(NameOf(day));
            }

            if (people.Group is not null || people.WithoutGroup || people.Rest)
            {
                parts.Add(GroupName(people.Group, people.Rest));
            }

            return T["People.title", string.Join(" · ", parts)];
        }
    }

    private string GroupName(string? value, bool rest) => rest ? T["Group.rest"] : value ?? T["Group.none"];

    private string NameOf(DateOnly start) => Unit == PeriodUnit.Month ? start.ToString("Y", CultureInfo.CurrentCulture)
        : Range.From.Year == Range.To.Year ? NumberFormat.ShortDay(start) : NumberFormat.Day(start);

    private static double? Share(CartTally tally, CartState state) => Percent.Of(tally.Count(state), tally.Opened)?.Share;

    private static string? Short(long? count) => count is { } known ? NumberFormat.Short(known) : null;

    private static string? Exact(long? count) => count is { } known ? NumberFormat.Exact(known) : null;

    private string? ShareNote(CartState state) => Result is { Total.Opened: > 0 } result ? NumberFormat.Percent(Share(result.Total, state), 0) : null;

    private string? Worth(CartState state) => Result is { } result ? MoneyFormat.Short((double)result.Total.Value(state) / Money.Scale, Scope.Currency) : null;

    private string? WorthExact(CartState state) => Result is { } result ? MoneyFormat.Exact(result.Total.Value(state), Scope.Currency) : null;

    private Change? ChangeOf(Func<CartTally, long> figure, Wanted wanted) => Result is { Before: { } before } result
        ? Change.Of(figure(result.Total), figure(before), Math.Min(result.Total.Opened, before.Opened), wanted, Against)
        : null;

    private Change? ChangeOfShare(CartState state) => Result is { Before: { } before } result
        ? Change.OfShares(Share(result.Total, state), Share(before, state), Math.Min(result.Total.Count(state), before.Count(state)), state == CartState.Lost ? Wanted.Down : state == CartState.Open ? Wanted.Neither : Wanted.Up, Against)
        : null;

    private string Against => T[$"Against.{At.Against ?? "previous"}.words"];

    private string ProblemWords(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : Words.Problem(problem);
}
