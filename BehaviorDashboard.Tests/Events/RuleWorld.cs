using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events;

/// <summary>
/// Timelines as tables of cases write them: <c>02T10:00:a</c> is event a at ten on the second of January 2026, <c>2026-10-25T02:30*:a</c> names the whole
/// day, and the second time of an hour that exists twice. A bar parts customers.
/// </summary>
internal static class RuleWorld
{
    public static SmallWorld Of(string timelines, StoreCalendar calendar) => new([.. timelines.Split('|', StringSplitOptions.TrimEntries)
        .Select(c => (IReadOnlyList<SmallEvent>)[.. c.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => Event(e, calendar))])]);

    private static SmallEvent Event(string text, StoreCalendar calendar)
    {
        var (time, name) = (text[..text.LastIndexOf(':')], text[(text.LastIndexOf(':') + 1)..]);
        var local = time.TrimEnd('*') is { Length: > 8 } whole ? whole : "2026-01-" + time.TrimEnd('*');
        var instant = calendar.ToUtc(DateTime.ParseExact(local, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        return new SmallEvent(time.EndsWith('*') ? instant.AddHours(1) : instant, name, null, 0);
    }
}
