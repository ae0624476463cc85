using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

/// <summary>The store that the page is about, as the member who looks at it may see it; cascaded by the layout.</summary>
public sealed record StoreScope(StoreId Id, string Name, string Currency, StoreCalendar Calendar, MemberRole Role)
{
    /// <summary>First and last day that hold events, where there are any.</summary>
    public DateOnly? DataStart { get; init; }

    public DateOnly? DataEnd { get; init; }

    public bool IsSample { get; init; }

    /// <summary>
    /// The day that "the last 30 days" end on: today, or the last day with events where the data stopped longer ago
    /// than a month (an uploaded old file would otherwise open on empty charts).
    /// </summary>
    public DateOnly Anchor(TimeProvider clock) => AnchorOf(Calendar, DataEnd, clock);

    /// <summary>The same where no page is: a file's range must be the page's.</summary>
    public static DateOnly AnchorOf(StoreCalendar calendar, DateOnly? dataEnd, TimeProvider clock)
    {
        var today = calendar.Today(clock);
        return dataEnd is { } end && end < today.AddDays(-31) ? end : today;
    }

    public bool Allows(MemberRole minimum) => Role >= minimum;
}
