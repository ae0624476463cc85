using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Accepted suggestions with their clock and what came of them.</summary>
public sealed partial class CampaignsPage : RoomPage
{
    private PanelState<IReadOnlyList<Campaign>> _campaigns = PanelState<IReadOnlyList<Campaign>>.Loading;

    [Inject]
    private CampaignsQuery Query { get; set; } = null!;

    [Inject]
    private SuggestionWords Words { get; set; } = null!;

    private string? Sentence => !_campaigns.IsReady || _campaigns.Value.Count == 0 ? null
        : T["Campaigns.sentence", _campaigns.Value.Count, _campaigns.Value.Count(c => c.Record.ResultDate >= Scope.Calendar.Today(Clock))].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Campaigns);
        RefreshOn(ChangeTopic.Events);
        _campaigns = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
    }

    private string ClockOf(Campaign campaign) => campaign.Record.ResultDate.DayNumber - Scope.Calendar.Today(Clock).DayNumber is > 0 and var days
        ? T["Campaigns.daysLeft", days]
        : T["Campaigns.due"];

    private string ArmOf(ArmResult arm) => T["Campaigns.arm", NumberFormat.Exact(arm.Customers), NumberFormat.Exact(arm.Ordered), NumberFormat.Percent(arm.Rate), MoneyFormat.Exact(arm.NetPerCustomer, Scope.Currency)];

    private string Amount(double value) => MoneyFormat.Short(value, Scope.Currency);

    private static string BadgeOf(Campaign campaign) => campaign.Result.State switch
    {
        "better" => "good",
        "worse" or "broken" => "bad",
        "running" or "no_events" => "busy",
        _ => "attention",
    };
}
