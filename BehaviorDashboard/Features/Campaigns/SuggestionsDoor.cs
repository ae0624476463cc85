using System.Security.Claims;
using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Suggestions over HTTP.</summary>
internal static class SuggestionsDoor
{
    public static async Task<IResult> ListAsync(string store, SuggestionsQuery query, SuggestionWords words, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var answer = await query.ListAsync(id, ct);
        return Results.Ok(new
        {
            asOf = answer?.AsOf,
            usesModel = answer?.Details.UsesModel,
            suggestions = answer?.Open.Select(s => Shape(s, words, found.Currency)) ?? [],
            resting = answer?.Resting ?? [],
            silent = answer?.Details.Silent.Select(s => new { play = s.Play, reason = s.Reason, have = s.Have, need = s.Need, sentence = words.Silent(s) }) ?? [],
            pastCampaigns = answer?.Details.Past.Select(p => new { name = p.Name, play = p.Play, day = p.Day, treated = p.Treated, treatedOrdered = p.TreatedOrdered, holdOut = p.HoldOut, holdOutOrdered = p.HoldOutOrdered, uplift = Shape(p.Uplift) }) ?? [],
        });
    }

    public static async Task<IResult> AcceptAsync(string store, string id, SuggestionsQuery query, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var known))
        {
            return Results.NotFound();
        }

        var accepted = await query.AcceptAsync(known, id, caller.Identity?.Name, ct);
        return accepted.Succeeded
            ? Results.Ok(new { campaign = accepted.Value.Id, audience = accepted.Value.Audience, resultDate = accepted.Value.ResultDate, accepted = accepted.Value.Accepted })
            : Refusal.From(accepted.Problems);
    }

    public static async Task<IResult> RefuseAsync(string store, string id, RefuseRequest? request, SuggestionsQuery query, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var known))
        {
            return Results.NotFound();
        }

        var refused = await query.RefuseAsync(known, id, request?.Reason, caller.Identity?.Name, ct);
        return refused.Succeeded ? Results.NoContent() : Refusal.From(refused.Problems);
    }

    internal static object Shape(Suggestion s, SuggestionWords words, string currency) => new
    {
        id = s.Id,
        play = s.Play,
        title = words.Play(s.Play),
        asOf = s.AsOf,
        who = new { customers = s.Who.Customers, matching = s.Who.Matching, filter = JsonSerializer.Deserialize<JsonElement>(s.Who.FilterJson), leftOut = s.Who.LeftOut, sentence = words.Who(s) },
        why = s.Why.Select(r => new { code = r.Code, figures = r.Figures, sentence = words.Why(r, currency) }),
        what = new { channel = s.What.Channel, withinDays = s.What.WithinDays, discount = s.What.Discount, sentence = words.What(s) },
        worth = new
        {
            expected = Money(s.Worth.Expected, currency),
            low = Money(s.Worth.Low, currency),
            high = Money(s.Worth.High, currency),
            uplift = Shape(s.Worth.Uplift),
            measured = s.Worth.Measured,
            campaigns = s.Worth.Campaigns,
            orderValue = Money(s.Worth.OrderValue, currency),
            discountCost = Money(s.Worth.DiscountCost, currency),
            assumption = words.Assumption(s),
        },
        howWeKnow = new
        {
            holdOutShare = s.Test.HoldOutShare,
            holdOut = s.Test.HoldOut,
            treated = s.Test.Treated,
            baseline = s.Test.Baseline,
            smallestEffect = s.Test.DetectableRise,
            windowDays = s.Test.WindowDays,
            sentence = words.Test(s),
        },
    };

    internal static object Money(double amount, string currency) => new { amount = Math.Round(amount, 2), currency };

    internal static object Shape(Estimate estimate) => new { value = estimate.Value, low = estimate.Low, high = estimate.High };
}
