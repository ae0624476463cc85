namespace BehaviorDashboard.Ui;

/// <summary>One line or one set of bars. A missing value is null, never 0.</summary>
/// <param name="Name">Names it in the legend, on hover and in the table.</param>
/// <param name="Color">A colour of <see cref="HouseTheme"/>; by default the place in the list decides.</param>
/// <param name="Dashed">Drawn thin and dashed: the period before, a forecast, a baseline.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, string? Color = null, bool Dashed = false)
{
    /// <summary>Interval around each value: a band on lines, error bars on bars.</summary>
    public IReadOnlyList<double?>? Low { get; init; }

    public IReadOnlyList<double?>? High { get; init; }

    /// <summary>From this index on the period is not complete: dashed, or pale.</summary>
    public int? IncompleteFrom { get; init; }
}

/// <summary>A vertical line with a word: an import, a campaign, a sale day. <paramref name="Index"/> is a place among the labels.</summary>
public sealed record ChartMark(int Index, string Text);

/// <summary>One step: how many reached it, and what stands in its bar's hover beside the count.</summary>
/// <param name="Lost">Who left before it; by default those of the step before who are missing here, which optional steps make wrong.</param>
/// <param name="Former">Of how many they were lost.</param>
public sealed record FunnelStep(string Name, long Count, string? Note = null, long? Lost = null, long? Former = null);

/// <summary>One contribution; positive pushes up.</summary>
public sealed record WaterfallRow(string Label, double Value);

/// <param name="Size">Relative area; 1 where all are alike.</param>
/// <param name="Group">Chooses the colour; equal groups share one.</param>
public sealed record ScatterPoint(string Label, double X, double Y, double Size = 1, string? Group = null);

/// <summary>Something that flows come from and lead to.</summary>
/// <param name="Column">Nodes of one column stand above each other; the numbers only tell columns apart.</param>
/// <param name="Group">Equal groups share a colour; null for what is no group of its own.</param>
/// <param name="Note">Stands in the hover under the figure.</param>
public sealed record SankeyNode(string Name, int Column, double Value, string? Group = null, string? Note = null);

/// <summary>A flow between two places among the nodes, drawn from left to right.</summary>
public sealed record SankeyLink(int From, int To, double Value, string? Note = null);

/// <summary>What a chart shows, as text: the table under it. The first column names the row; the rest are figures.</summary>
public sealed record ChartRows(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
