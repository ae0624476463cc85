using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>A suggestion as every room may show it; the details are the campaigns room's own.</summary>
/// <param name="Worth">Expected incremental net revenue, currency units, with its interval.</param>
public sealed record SuggestionHeadline(string Id, string Play, int Customers, double Worth, double Low, double High, string DetailsJson);

/// <param name="Suggestions">Worth most first.</param>
/// <param name="DetailsJson">What the room knows about the whole list.</param>
public sealed record SuggestionList(DateOnly AsOf, string Version, IReadOnlyList<SuggestionHeadline> Suggestions, string DetailsJson);

/// <summary>The latest list of suggestions of a store.</summary>
public sealed class SuggestionBoard(ModelShelf shelf, CampaignShelf campaigns, TimeProvider clock)
{
    public const string Kind = RunKinds.Suggestions;

    /// <summary>Refused as "later", a play rests for a week; for any other reason for a month.</summary>
    public const string Later = "later";

    public static TimeSpan RestAfter(string reason) => TimeSpan.FromDays(reason == Later ? 7 : 30);

    public Task PutAsync(StoreId store, SuggestionList list, CancellationToken ct) => shelf.PutAsync(
        store,
        new ModelRecord(Guid.CreateVersion7(clock.GetUtcNow()), Kind, list.Version, list.AsOf, "plays", true, JsonSerializer.Serialize(list, RunJson.Options), "{}", [], clock.GetUtcNow()),
        ct);

    /// <summary>Null before the first run.</summary>
    public async Task<SuggestionList?> ReadAsync(StoreId store, CancellationToken ct) =>
        await shelf.CurrentAsync(store, Kind, ct) is { } model ? JsonSerializer.Deserialize<SuggestionList>(model.MetricsJson, RunJson.Options) : null;

    /// <summary>Those that nobody has accepted and whose play does not rest, worth most first.</summary>
    public async Task<IReadOnlyList<SuggestionHeadline>> OpenAsync(StoreId store, CancellationToken ct)
    {
        if (await ReadAsync(store, ct) is not { } list)
        {
            return [];
        }

        var accepted = (await campaigns.ListAsync(store, ct)).Select(c => c.Suggestion).ToHashSet(StringComparer.Ordinal);
        var resting = (await RestingAsync(store, ct)).Select(d => d.Play).ToHashSet(StringComparer.Ordinal);
        return [.. list.Suggestions.Where(s => !accepted.Contains(s.Id) && !resting.Contains(s.Play))];
    }

    /// <summary>The latest refusal of each play that still counts.</summary>
    public async Task<IReadOnlyList<SuggestionDecision>> RestingAsync(StoreId store, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var decisions = await campaigns.DecisionsAsync(store, now - RestAfter(""), ct);
        return [.. decisions.DistinctBy(d => d.Play).Where(d => d.Decided + RestAfter(d.Reason) > now)];
    }
}
