using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Says suggestions in the reader's language: pages and programs read the same sentences.</summary>
public sealed class SuggestionWords(IStringLocalizer<CampaignsText> text)
{
    private IStringLocalizer<CampaignsText> T { get; } = text;

    public string Play(string code) => T[$"Play.{code}"] is { ResourceNotFound: false } name ? name : code;

    public string Who(Suggestion s) => T[$"Who.{s.Play}", NumberFormat.Exact(s.Who.Customers)];

    public string LeftOut(LeftOut left) => T[$"LeftOut.{left.Reason}", NumberFormat.Exact(left.Customers)];

    /// <summary>"12 left out: no marketing consent; 3 left out: in a running campaign." Null where nobody is.</summary>
    public string? LeftOut(IReadOnlyList<LeftOut> left) => left.Count == 0 ? null : string.Join(T["LeftOut.separator"], left.Select(LeftOut));

    public string Why(SuggestionReason reason, string currency) =>
        T[$"Why.{reason.Code}{(reason is { Code: "cart.open", Figures.Count: 1 } ? ".priceless" : "")}", [.. reason.Figures.Select(f => (object)Value(f, currency))]];

    public string What(Suggestion s) => T[$"What.{s.Play}", s.What.WithinDays, NumberFormat.Percent(s.What.Discount, 0)];

    /// <summary>Where the uplift comes from.</summary>
    public string Assumption(Suggestion s)
    {
        var (mid, low, high) = (Points(s.Worth.Uplift.Value), Points(s.Worth.Uplift.Low), Points(s.Worth.Uplift.High));
        return s.Worth.Measured
            ? T["Worth.measured", mid, low, high, string.Join(T["LeftOut.separator"], s.Worth.Campaigns)]
            : T["Worth.assumed", mid, low, high];
    }

    public string Formula(Suggestion s, string currency) => s.What.Discount > 0
        ? T["Worth.formulaDiscount", NumberFormat.Exact(s.Test.Treated), MoneyFormat.Exact(s.Worth.OrderValue, currency), MoneyFormat.Exact(s.Worth.DiscountCost, currency)]
        : T["Worth.formula", NumberFormat.Exact(s.Test.Treated), MoneyFormat.Exact(s.Worth.OrderValue, currency)];

    /// <summary>Hold-out, result date and the smallest effect that would be seen.</summary>
    public string Test(Suggestion s)
    {
        var plan = T["Test.plan", NumberFormat.Exact(s.Test.HoldOut), NumberFormat.Percent(s.Test.HoldOutShare, 0), s.Test.WindowDays].Value;
        var seen = s.Test.DetectableRise is { } rise ? T["Test.detectable", Points(rise)].Value : T["Test.blind"];
        return $"{plan} {seen}{(s.Test.DetectableRise > s.Worth.Uplift.Value ? " " + T["Test.weak"] : "")}";
    }

    public string Baseline(Suggestion s) => s.Test.BaselineCustomers > 0
        ? T["Test.baseline", NumberFormat.Percent(s.Test.Baseline), NumberFormat.Exact(s.Test.BaselineCustomers), s.Test.WindowDays]
        : T["Test.baselineAssumed", NumberFormat.Percent(s.Test.Baseline)];

    public string Silent(SilentPlay play) => T[$"Silent.{play.Reason}", Play(play.Play), NumberFormat.Exact(play.Have), NumberFormat.Exact(play.Need)];

    public string Refusal(string reason) => T[$"Refusal.{reason}"];

    /// <summary>What came of a campaign, in one sentence.</summary>
    public string Result(Campaign campaign, string currency)
    {
        var r = campaign.Result;
        string[] rates = [NumberFormat.Percent(r.Treated.Rate), NumberFormat.Percent(r.HoldOut.Rate), r.Total is { } total ? MoneyFormat.Short(total.Value, currency) : ""];
        return T[$"Result.{r.State}", NumberFormat.Day(campaign.Record.ResultDate), rates[0], rates[1], rates[2]];
    }

    /// <summary>A difference of shares, in customers of a hundred.</summary>
    public static string Points(double share) => NumberFormat.Exact(share * 100, 1);

    private static string Value(Figure figure, string currency) => figure.Unit switch
    {
        "share" => NumberFormat.Percent(figure.Value, 0),
        "money" => MoneyFormat.Short(figure.Value, currency),
        "times" => NumberFormat.Exact(figure.Value, figure.Value == Math.Truncate(figure.Value) ? 0 : 1),
        _ => NumberFormat.Exact(figure.Value),
    };
}
