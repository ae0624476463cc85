namespace BehaviorDashboard.Kernel;

/// <summary>A customer as a list of people shows one.</summary>
/// <param name="Revenue">Net revenue in whole currency units.</param>
/// <param name="LastOrder">UTC; null where there is none.</param>
public sealed record Person(string Id, string? Name, long Orders, double Revenue, DateTime? LastOrder);
