using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

public enum ImportState
{
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

public sealed record NewImport(StoreId Store, string FileName, long Bytes, string SpoolPath, string Profile, string? MappingJson = null, Guid? Id = null, string? RequestedBy = null);

/// <summary>One file that was handed in, and what became of it.</summary>
/// <param name="ReportJson">The whole report of the import room, for its page.</param>
public sealed record ImportRecord(
    Guid Id,
    StoreId Store,
    string FileName,
    long Bytes,
    string SpoolPath,
    string Profile,
    string? MappingJson,
    ImportState State,
    ImportCounts Counts,
    string? ErrorCode,
    string? Error,
    string? RefusedPath,
    string? ReportJson,
    Guid? Run,
    string? RequestedBy,
    DateTimeOffset Created,
    DateTimeOffset? Ended);

/// <param name="NetRevenue">Ten-thousandths of the currency unit, see <see cref="Money.Scale"/>.</param>
public sealed record ImportCounts(
    long Rows = 0,
    long Accepted = 0,
    long Duplicates = 0,
    long Refused = 0,
    long Customers = 0,
    long Orders = 0,
    long NetRevenue = 0,
    DateTime? FirstEvent = null,
    DateTime? LastEvent = null)
{
    public static ImportCounts None { get; } = new();

    public IReadOnlyDictionary<string, long> RefusedByReason { get; init; } = new Dictionary<string, long>();
}
