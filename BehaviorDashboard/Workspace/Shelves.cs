using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>A trained model with its quality and its options; the payload is the room's own format.</summary>
public sealed record ModelRecord(
    Guid Id,
    string Kind,
    string Version,
    DateOnly AsOf,
    string Learner,
    bool Promoted,
    string MetricsJson,
    string OptionsJson,
    byte[] Payload,
    DateTimeOffset Created);

/// <summary>A living rule or model group; the filter is a <c>CustomerFilter</c> as JSON.</summary>
public sealed record SegmentRecord(Guid Id, StoreId Store, string Name, string? Description, string FilterJson, string Origin, DateTimeOffset Created);

/// <summary>A frozen list of customers for one use.</summary>
public sealed record AudienceRecord(Guid Id, StoreId Store, string Name, Guid? Campaign, int Members, int HoldOut, string FilterJson, DateTimeOffset Frozen, DateTimeOffset? Expires);

/// <param name="Value">What the play expects of this customer, in currency units; null where it says nothing.</param>
/// <param name="Reason">Why this customer is in the list, as a code of the play; null where the list says it all.</param>
public sealed record AudienceMember(string Customer, bool HoldOut, double? Value = null, string? Reason = null);

public sealed record NewAudience(StoreId Store, string Name, string FilterJson, IReadOnlyList<AudienceMember> Members, Guid? Campaign = null, DateTimeOffset? Expires = null);

/// <summary>An accepted suggestion.</summary>
/// <param name="Suggestion">The suggestion's id: accepting it twice gives the same campaign.</param>
public sealed record CampaignRecord(
    Guid Id,
    StoreId Store,
    string Play,
    string Name,
    string SuggestionJson,
    Guid Audience,
    string State,
    DateTimeOffset Accepted,
    DateOnly ResultDate,
    string Suggestion,
    string? AcceptedBy);

public sealed record NewCampaign(
    StoreId Store,
    string Suggestion,
    string Play,
    string Name,
    string SuggestionJson,
    DateOnly ResultDate,
    string FilterJson,
    IReadOnlyList<AudienceMember> Members,
    Guid? Id = null,
    string? AcceptedBy = null,
    DateTimeOffset? Expires = null);

/// <summary>A suggestion that somebody refused, and why.</summary>
public sealed record SuggestionDecision(StoreId Store, string Suggestion, string Play, string Reason, DateTimeOffset Decided, string? DecidedBy);
