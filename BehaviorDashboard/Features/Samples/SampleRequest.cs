namespace BehaviorDashboard.Features.Samples;

/// <summary>What somebody asks for; null means as in <see cref="SampleOptions"/>, and yesterday for the end.</summary>
public sealed record SampleRequest(int? Customers = null, int? Seed = null, DateOnly? End = null);
