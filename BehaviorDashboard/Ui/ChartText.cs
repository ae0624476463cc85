namespace BehaviorDashboard.Ui;

/// <summary>Turns what is drawn into the table under it.</summary>
public static class ChartText
{
    public static ChartRows Of(string labelTitle, IReadOnlyList<string> labels, IReadOnlyList<ChartSeries> series, Func<double?, string> exact)
    {
        var head = new List<string> { labelTitle };
        head.AddRange(series.Select(one => one.Name));
        return new ChartRows(head, [.. labels.Select((label, place) => Row(label, place, series, exact))]);
    }

    private static IReadOnlyList<string> Row(string label, int place, IReadOnlyList<ChartSeries> series, Func<double?, string> exact) =>
        [label, .. series.Select(one => Cell(one, place, exact))];

    private static string Cell(ChartSeries series, int place, Func<double?, string> exact)
    {
        var text = exact(series.Values.ElementAtOrDefault(place));
        return series is { Low: { } low, High: { } high } ? $"{text} ({exact(low.ElementAtOrDefault(place))} – {exact(high.ElementAtOrDefault(place))})" : text;
    }
}
