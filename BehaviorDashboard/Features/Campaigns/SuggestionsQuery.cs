using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>What the page and programs see of the board.</summary>
/// <param name="Open">Worth most first.</param>
/// <param name="Resting">Plays that somebody did not want, and until when.</param>
public sealed record SuggestionsAnswer(DateOnly AsOf, IReadOnlyList<Suggestion> Open, IReadOnlyList<RestingPlay> Resting, SuggestionDetails Details);

public sealed record RestingPlay(string Play, string Reason, DateTimeOffset Until);

/// <summary>The hall of suggestions: the list, and the two decisions on each.</summary>
public sealed class SuggestionsQuery(SuggestionBoard board, CampaignShelf campaigns, StoreDirectory stores, AudienceSelection selection, TimeProvider clock)
{
    /// <summary>Null before the first run.</summary>
    public async Task<SuggestionsAnswer?> ListAsync(StoreId store, CancellationToken ct)
    {
        if (await board.ReadAsync(store, ct) is not { } list)
        {
            return null;
        }

        var resting = (await board.RestingAsync(store, ct)).Select(d => new RestingPlay(d.Play, d.Reason, d.Decided + SuggestionBoard.RestAfter(d.Reason)));
        var open = (await board.OpenAsync(store, ct)).Select(Read);
        return new SuggestionsAnswer(list.AsOf, [.. open], [.. resting], JsonSerializer.Deserialize<SuggestionDetails>(list.DetailsJson, RunJson.Options)!);
    }

    /// <summary>Freezes audience and hold-out. Accepted before, or at the same moment by somebody else, it is that campaign.</summary>
    public async Task<Outcome<CampaignRecord>> AcceptAsync(StoreId id, string suggestion, string? by, CancellationToken ct)
    {
        if (await campaigns.FindBySuggestionAsync(id, suggestion, ct) is { } before)
        {
            return before;
        }

        if (await stores.FindAsync(id, ct) is not { } store || await FindAsync(id, suggestion, ct) is not { } wanted)
        {
            return CampaignsRules.NoSuggestion;
        }

        var filter = CustomerFilter.Parse(wanted.Who.FilterJson);
        if (!filter.Succeeded)
        {
            return Outcome<CampaignRecord>.Refused(filter.Problems);
        }

        // Consent and running campaigns may have changed since the list was computed.
        var who = await selection.SelectAsync(id, filter.Value, await selection.BusyAsync(store, ct), ct);
        if (who.Who.Count > 0)
        {
            return await campaigns.AcceptAsync(Campaign(store, Recounted(wanted, who, store), who, by), ct);
        }

        // Somebody may have accepted it a moment ago: then its own campaign is what keeps everybody busy.
        return await campaigns.FindBySuggestionAsync(id, suggestion, ct) is { } meanwhile ? meanwhile : CampaignsRules.Nobody;
    }

    public async Task<Outcome<Suggestion>> RefuseAsync(StoreId id, string suggestion, string? reason, string? by, CancellationToken ct)
    {
        if (reason is null || !CampaignsRules.RefusalReasons.Contains(reason))
        {
            return CampaignsRules.UnknownReason;
        }

        if (await FindAsync(id, suggestion, ct) is not { } refused)
        {
            return CampaignsRules.NoSuggestion;
        }

        if (await campaigns.FindBySuggestionAsync(id, suggestion, ct) is not null)
        {
            return CampaignsRules.Accepted;
        }

        await campaigns.RefuseAsync(id, suggestion, refused.Play, reason, by, ct);
        return refused;
    }

    private async Task<Suggestion?> FindAsync(StoreId store, string suggestion, CancellationToken ct) =>
        (await board.ReadAsync(store, ct))?.Suggestions.FirstOrDefault(s => s.Id == suggestion) is { } headline ? Read(headline) : null;

    private static Suggestion Read(SuggestionHeadline headline) => JsonSerializer.Deserialize<Suggestion>(headline.DetailsJson, RunJson.Options)!;

    private static bool HeldOut(Store store, Suggestion suggestion, CustomerRow row) =>
        HoldOut.Contains(store.Settings.HoldOutSalt, suggestion.Id, row.Id, suggestion.Test.HoldOutShare);

    private static Suggestion Recounted(Suggestion suggestion, Selection who, Store store)
    {
        var heldOut = who.Who.Count(r => HeldOut(store, suggestion, r));
        return suggestion with
        {
            Who = suggestion.Who with { Matching = who.Matching, Customers = who.Who.Count, LeftOut = who.LeftOut },
            Test = suggestion.Test with { HoldOut = heldOut, Treated = who.Who.Count - heldOut },
        };
    }

    private NewCampaign Campaign(Store store, Suggestion suggestion, Selection who, string? by) => new(
        store.Id,
        suggestion.Id,
        suggestion.Play,
        suggestion.Id,
        JsonSerializer.Serialize(suggestion, RunJson.Options),
        store.Calendar.Today(clock).AddDays(suggestion.Test.WindowDays),
        suggestion.Who.FilterJson,
        [.. who.Who.Select(r => new AudienceMember(r.Id, HeldOut(store, suggestion, r), SuggestionMaker.ValueOf(suggestion.Play, r), SuggestionMaker.ReasonOf(suggestion.Play, r)))],
        AcceptedBy: by);
}
