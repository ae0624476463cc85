namespace BehaviorDashboard.Kernel;

/// <summary>Something that a page offers to choose: the value that addresses and questions hold, and its words in the reader's language.</summary>
/// <param name="Group">Choices of one group stand together; null for none.</param>
public sealed record Choice(string Value, string Words, string? Group = null);
