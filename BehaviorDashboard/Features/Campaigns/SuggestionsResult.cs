using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>One thing to do: who, why, what, what it is worth and how its effect will be known. Codes and numbers; the reader's language comes later.</summary>
/// <param name="Id">Play and last known day: the same facts give the same suggestion.</param>
public sealed record Suggestion(
    string Id,
    string Play,
    DateOnly AsOf,
    SuggestionWho Who,
    IReadOnlyList<SuggestionReason> Why,
    SuggestionWhat What,
    SuggestionWorth Worth,
    SuggestionTest Test);

/// <param name="FilterJson">The rule, as a customer filter; who refused or is busy is not in the rule but counted in <paramref name="LeftOut"/>.</param>
/// <param name="Customers">Who would be in: contacted and hold-out together.</param>
public sealed record SuggestionWho(string FilterJson, int Matching, int Customers, IReadOnlyList<LeftOut> LeftOut);

/// <param name="Reason">anonymous, no_marketing, no_profiling or in_campaign.</param>
public sealed record LeftOut(string Reason, int Customers);

/// <param name="Code">Names the sentence that the figures fill.</param>
public sealed record SuggestionReason(string Code, IReadOnlyList<Figure> Figures);

/// <param name="Unit">count, share, days, money or times.</param>
public sealed record Figure(double Value, string Unit);

/// <param name="Discount">Share of the price given away; 0 for none.</param>
public sealed record SuggestionWhat(string Channel, int WithinDays, double Discount);

/// <summary>Incremental net revenue within the window: contacted customers x uplift x value of an order, less discounts to those who would have ordered anyway.</summary>
/// <param name="Uplift">Extra share of contacted customers who order.</param>
/// <param name="Campaigns">Past campaigns that the uplift was measured on; empty where it is an assumption.</param>
/// <param name="OrderValue">Mean expected value of the extra order.</param>
/// <param name="DiscountCost">What the discount costs on orders that would have come anyway.</param>
public sealed record SuggestionWorth(double Expected, double Low, double High, Estimate Uplift, IReadOnlyList<string> Campaigns, double OrderValue, double DiscountCost)
{
    public bool Measured => Campaigns.Count > 0;
}

/// <param name="Baseline">Share of such customers who order within the window unasked.</param>
/// <param name="BaselineCustomers">Customers that the baseline was measured on; 0 where it is an assumption.</param>
/// <param name="DetectableRise">Smallest rise above the baseline that would be seen in four of five cases; null where none would.</param>
public sealed record SuggestionTest(double HoldOutShare, int HoldOut, int Treated, double Baseline, int BaselineCustomers, double? DetectableRise, int WindowDays);

/// <summary>A play that found nothing to suggest, and why.</summary>
/// <param name="Reason">few_customers, few_second_orders, no_carts or no_orders.</param>
public sealed record SilentPlay(string Play, string Reason, double Have, double Need);

/// <summary>What a run left: suggestions by expected worth, and plays without one.</summary>
/// <param name="UsesModel">Win-back goes by the churn model; else by the rule of silence.</param>
/// <param name="Past">Campaigns with a hold-out that were found in the events.</param>
public sealed record SuggestionDetails(bool UsesModel, IReadOnlyList<SilentPlay> Silent, IReadOnlyList<PastCampaign> Past);

/// <summary>A campaign found in the events: messages with a random hold-out.</summary>
/// <param name="Play">The play that its audience resembles; empty where it resembles none.</param>
/// <param name="Uplift">Intention to treat: share who ordered within the window, treated less hold-out.</param>
public sealed record PastCampaign(string Name, string Play, DateOnly Day, int Treated, int TreatedOrdered, int HoldOut, int HoldOutOrdered, Estimate Uplift);
