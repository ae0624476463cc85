using System.Globalization;

namespace BehaviorDashboard.Ui;

/// <summary>Sorts cells: text by the page's culture, "no data" first upwards, mixed types by their text instead of failing.</summary>
internal sealed class CellOrder : IComparer<object?>
{
    public static CellOrder Instance { get; } = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string left, string right) => CultureInfo.CurrentCulture.CompareInfo.Compare(left, right),
        (IComparable left, _) when x.GetType() == y.GetType() => left.CompareTo(y),
        _ => string.CompareOrdinal(x.ToString(), y.ToString()),
    };
}
