using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace.Tables;

internal sealed class RunRow
{
    /// <summary>Counts up: runs of a store execute in this order.</summary>
    public long Number { get; init; }

    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string Kind { get; init; }

    public RunState State { get; set; }

    public double Progress { get; set; }

    public string? Stage { get; set; }

    public string? ArgumentsJson { get; init; }

    public string? ResultJson { get; set; }

    public string? ErrorCode { get; set; }

    public string? Error { get; set; }

    public int Attempt { get; set; }

    public int Interruptions { get; set; }

    public bool CancelRequested { get; set; }

    public string? RequestedBy { get; init; }

    public Guid? Schedule { get; init; }

    /// <summary>Kinds that are queued when this run is over, comma-separated.</summary>
    public string? Then { get; init; }

    public DateTimeOffset Queued { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Ended { get; set; }

    public Run ToRecord() => new(
        Id, Store, Kind, State, Progress, Stage, ArgumentsJson, ResultJson, ErrorCode, Error, Attempt, RequestedBy, Schedule, Queued, Started, Ended, Interruptions, CancelRequested);
}

internal sealed class ImportRow
{
    public Guid Id { get; init; }

    public StoreId Store { get; init; }

    public required string FileName { get; init; }

    public long Bytes { get; set; }

    public required string SpoolPath { get; set; }

    public required string Profile { get; set; }

    public string? MappingJson { get; set; }

    public ImportState State { get; set; }

    /// <summary><see cref="ImportCounts"/> as JSON: read whole, never asked for by value.</summary>
    public required string CountsJson { get; set; }

    public string? ErrorCode { get; set; }

    public string? Error { get; set; }

    public string? RefusedPath { get; set; }

    public string? ReportJson { get; set; }

    public Guid? Run { get; set; }

    public string? RequestedBy { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset? Ended { get; set; }
}
