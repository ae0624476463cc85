using System.Globalization;

namespace BehaviorDashboard.Kernel;

/// <summary>Whole days of a store's calendar, both ends included.</summary>
public readonly record struct DateRange
{
    /// <exception cref="ArgumentException"><paramref name="to"/> lies before <paramref name="from"/>.</exception>
    public DateRange(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            throw new ArgumentException($"A range cannot end ({to:O}) before it starts ({from:O}).", nameof(to));
        }

        From = from;
        To = to;
    }

    public DateOnly From { get; }

    public DateOnly To { get; }

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>The range of equal length that ends on the day before this one starts.</summary>
    public DateRange Previous() => new(From.AddDays(-Days), From.AddDays(-1));

    public bool Contains(DateOnly day) => day >= From && day <= To;

    /// <summary>The last <paramref name="days"/> days up to and including <paramref name="end"/>.</summary>
    public static DateRange LastDays(DateOnly end, int days) => new(end.AddDays(1 - days), end);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");
}
