namespace BehaviorDashboard.Ui;

/// <summary>An axis from Low to High with round ticks (1, 2, 2.5 or 5 times a power of ten).</summary>
public sealed record Scale(double Low, double High, IReadOnlyList<double> Ticks)
{
    /// <param name="fromZero">Bars always start at zero; lines may too.</param>
    public static Scale Of(IEnumerable<double?> values, bool fromZero = true, int about = 5)
    {
        var seen = values.OfType<double>().Where(double.IsFinite).ToList();
        var low = seen.Count == 0 ? 0 : seen.Min();
        var high = seen.Count == 0 ? 1 : seen.Max();
        if (fromZero)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        if (high - low < 1e-12)
        {
            high = low + (Math.Abs(low) > 0 ? Math.Abs(low) : 1);
        }

        var step = Step((high - low) / about);
        var first = Math.Floor((low / step) + 1e-9);
        var last = Math.Ceiling((high / step) - 1e-9);
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(place => Math.Round((first + place) * step, 10)).ToList();
        return new Scale(ticks[0], ticks[^1], ticks);
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 2.5 => 2.5 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
