namespace BehaviorDashboard.Features.Samples;

/// <summary>What a sample run leaves in the ledger.</summary>
/// <param name="Import">The import that the file was handed to; its own run reports the rest.</param>
public sealed record SampleResult(int Customers, long Events, long Bytes, DateOnly From, DateOnly To, Guid Import);
