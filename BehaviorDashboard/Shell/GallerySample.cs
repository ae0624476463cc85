using System.Globalization;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Shell;

/// <summary>Invented figures for the gallery: short, with a gap, an interval and an unfinished end, so that each look appears once.</summary>
internal sealed class GallerySample
{
    public IReadOnlyList<double?> Line { get; } = [3, 4, 4, 6, 5, 7, 9, 8];

    public IReadOnlyList<double?> Gap { get; } = [5, 4, null, null, 6, 5, 4, 4];

    public IReadOnlyList<string> Days { get; } = [.. Enumerable.Range(0, 8).Select(d => NumberFormat.ShortDay(new DateOnly(2026, 1, 5).AddDays(d)))];

    public IReadOnlyList<ChartSeries> Shares { get; } =
    [
        new("A", [.5, .5, .4, .4, .4, .3, .3, .3]),
        new("B", [.3, .2, .3, .3, .2, .3, .3, .2]),
        new("C", [.2, .3, .3, .3, .4, .4, .4, .5]),
    ];

    public IReadOnlyList<ScatterPoint> Points { get; } =
        [.. Enumerable.Range(1, 40).Select(n => new ScatterPoint(n.ToString(CultureInfo.InvariantCulture), n % 9, n * 7 % 11, 1 + (n % 3), n % 2 == 0 ? "A" : "B"))];

    public IReadOnlyList<FunnelStep> Steps { get; } = [new("View", 12_417), new("Cart", 3_120), new("Checkout", 1_480), new("Purchase", 902)];

    public IReadOnlyList<WaterfallRow> Reasons { get; } = [new("90 d", .8), new("7 ×", -.3), new("12 %", .45), new("2", .2)];

    public IReadOnlyList<ChartSeries> Lines(string now, string before) =>
    [
        new(now, [120, 132, 128, 150, 190, 170, 175, 90]) { IncompleteFrom = 7, Low = [110, 120, 118, 138, 176, 158, 160, 70], High = [130, 144, 138, 162, 204, 182, 190, 110] },
        new(before, [100, 110, 108, 120, 130, null, 140, 150], Dashed: true),
    ];

    public IReadOnlyList<ChartSeries> Bars(string now) => [new(now, [12, 18, 9, 22, 25, 19, 21, 8]) { IncompleteFrom = 7 }];
}
