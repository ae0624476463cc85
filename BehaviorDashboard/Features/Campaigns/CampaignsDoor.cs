using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Campaigns over HTTP.</summary>
internal static class CampaignsDoor
{
    public static async Task<IResult> ListAsync(string store, CampaignsQuery query, SuggestionWords words, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        return Results.Ok(new { campaigns = (await query.ListAsync(id, ct)).Select(c => Shape(c, words, found.Currency)) });
    }

    public static async Task<IResult> ResultsAsync(string store, Guid id, CampaignsQuery query, SuggestionWords words, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var known) || await stores.FindAsync(known, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var campaign = await query.FindAsync(known, id, ct);
        return campaign.Succeeded ? Results.Ok(Shape(campaign.Value, words, found.Currency)) : Refusal.From(campaign.Problems);
    }

    private static object Shape(Campaign c, SuggestionWords words, string currency) => new
    {
        id = c.Record.Id,
        suggestion = c.Record.Suggestion,
        play = c.Record.Play,
        audience = c.Record.Audience,
        members = c.Audience?.Members,
        accepted = c.Record.Accepted,
        acceptedBy = c.Record.AcceptedBy,
        resultDate = c.Record.ResultDate,
        state = c.Result.State,
        sentence = words.Result(c, currency),
        until = c.Result.Until,
        treated = Shape(c.Result.Treated, currency),
        holdOut = Shape(c.Result.HoldOut, currency),
        gone = c.Result.Gone,
        sampleRatio = new { pValue = c.Result.SampleRatio, broken = c.Result.SampleRatio < SampleRatio.Bound },
        conversionDifference = c.Result.Conversion is { } conversion ? SuggestionsDoor.Shape(conversion) : null,
        netRevenuePerCustomerDifference = c.Result.NetPerCustomer is { } net ? SuggestionsDoor.Shape(net) : null,
        incrementalNetRevenue = c.Result.Total is { } total ? SuggestionsDoor.Shape(total) : null,
        currency,
    };

    private static object Shape(ArmResult arm, string currency) => new { customers = arm.Customers, ordered = arm.Ordered, conversion = arm.Rate, netRevenue = SuggestionsDoor.Money(arm.NetRevenue, currency) };
}
