namespace BehaviorDashboard.Kernel;

/// <summary>A condition on a property as people write it: several values of <c>in</c> have commas between them.</summary>
/// <param name="Text">Empty for <c>exists</c> and <c>missing</c>.</param>
public sealed record Condition(string Property, string Op, string Text = "");
