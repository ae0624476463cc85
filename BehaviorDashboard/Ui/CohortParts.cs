namespace BehaviorDashboard.Ui;

/// <summary>A row of a <see cref="CohortTriangle"/>.</summary>
/// <param name="Cells">By period; null where the period has not begun.</param>
public sealed record CohortRow(string Name, long Size, IReadOnlyList<CohortCell?> Cells);

/// <param name="Weight">How deep the colour is, in the unit of the figures; the deepest tone is the largest of all but the first period.</param>
/// <param name="Exact">On hover.</param>
/// <param name="Ended">A period that has not ended is hatched.</param>
public sealed record CohortCell(double Weight, string Text, string Exact, bool Ended);
