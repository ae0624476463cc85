using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace.Tables;

internal sealed class ModelRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Kind { get; init; }

    public required string Version { get; init; }

    public DateOnly AsOf { get; init; }

    public required string Learner { get; init; }

    public bool Promoted { get; init; }

    public required string MetricsJson { get; init; }

    public required string OptionsJson { get; init; }

    public required byte[] Payload { get; init; }

    public DateTimeOffset Created { get; init; }
}

internal sealed class SegmentRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required string FilterJson { get; set; }

    public required string Origin { get; init; }

    public DateTimeOffset Created { get; init; }

    public SegmentRecord ToRecord() => new(Id, Store, Name, Description, FilterJson, Origin, Created);
}

internal sealed class ViewRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Name { get; set; }

    public required string Path { get; init; }

    public Guid? Member { get; init; }

    public bool Shared { get; init; }

    public DateTimeOffset Created { get; init; }

    public string? CreatedBy { get; init; }

    public SavedView ToRecord() => new(Id, Store, Name, Path, Member, Shared, Created, CreatedBy);
}

internal sealed class AudienceRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Name { get; init; }

    public Guid? Campaign { get; init; }

    public int Members { get; init; }

    public int HoldOut { get; init; }

    public required string FilterJson { get; init; }

    public DateTimeOffset Frozen { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public AudienceRecord ToRecord() => new(Id, Store, Name, Campaign, Members, HoldOut, FilterJson, Frozen, Expires);
}

internal sealed class AudienceMemberRow
{
    public Guid Audience { get; init; }

    public required string Customer { get; init; }

    public bool HoldOut { get; init; }

    public double? Value { get; init; }

    public string? Reason { get; init; }
}

internal sealed class CampaignRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Suggestion { get; init; }

    public required string Play { get; init; }

    public required string Name { get; set; }

    public required string SuggestionJson { get; init; }

    public Guid Audience { get; init; }

    public required string State { get; set; }

    public DateTimeOffset Accepted { get; init; }

    public string? AcceptedBy { get; init; }

    public DateOnly ResultDate { get; init; }

    public CampaignRecord ToRecord() => new(Id, Store, Play, Name, SuggestionJson, Audience, State, Accepted, ResultDate, Suggestion, AcceptedBy);
}

internal sealed class DecisionRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Suggestion { get; init; }

    public required string Play { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset Decided { get; init; }

    public string? DecidedBy { get; init; }

    public SuggestionDecision ToRecord() => new(Store, Suggestion, Play, Reason, Decided, DecidedBy);
}
