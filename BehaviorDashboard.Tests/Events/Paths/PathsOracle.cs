using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Sessions;

namespace BehaviorDashboard.Tests.Events.Paths;

internal sealed record OraclePath(int Customer, IReadOnlyList<string> Steps, PathNodeKind? End, bool Reached);

/// <summary>The definition of paths taken at its word, over whole timelines.</summary>
internal sealed class PathsOracle(SmallWorld world, PathsDefinition asked, string starts, string steps, string aims, string activity)
{
    public List<OraclePath> Paths() => [.. Enumerable.Range(0, world.Customers.Count).SelectMany(Of)];

    private IEnumerable<OraclePath> Of(int customer)
    {
        var all = world.Customers[customer].OrderBy(e => e.Time).ThenBy(Kind).ThenBy(Label, StringComparer.Ordinal).ThenBy(e => Is(e, aims)).ThenBy(IsStep).ThenByDescending(e => Is(e, starts)).ToList();
        var sessions = SmallSessions.Of(all.Where(e => Is(e, activity)), asked.Sessions);
        var inRange = sessions.Where(s => InRange(s[0].Time)).ToList();
        if (asked.Limit is null)
        {
            foreach (var session in inRange)
            {
                var open = asked.Direction == PathDirection.Forward && session[^1].Time + asked.Sessions.Gap > asked.KnownUntil;
                if (asked.Start != PathStart.Event)
                {
                    yield return Path(customer, null, Forward ? session : session.AsEnumerable().Reverse(), [], open);
                }
                else if (session.Find(e => Is(e, starts)) is { } start)
                {
                    yield return From(customer, start, session, open);
                }
            }
        }
        else if (asked.Start == PathStart.Event)
        {
            if (all.Find(e => Is(e, starts) && InRange(e.Time)) is { } start)
            {
                yield return From(customer, start, [.. all.Where(e => (e.Time - start.Time).Duration() <= asked.Limit)], IsOpen(start.Time));
            }
        }
        else if (inRange.Count > 0)
        {
            var border = asked.Start == PathStart.SessionStart ? inRange.Min(s => s[0].Time) : inRange.Min(s => s[^1].Time);
            var near = all.Where(e => (e.Time - border).Duration() <= asked.Limit);
            var side = (asked.Start, Forward) switch
            {
                (PathStart.SessionStart, true) => near.Where(e => e.Time >= border),
                (PathStart.SessionStart, false) => near.Where(e => e.Time < border).Reverse(),
                (_, true) => near.Where(e => e.Time > border),
                _ => near.Where(e => e.Time <= border).Reverse(),
            };
            yield return Path(customer, null, side, [], IsOpen(border));
        }
    }

    private bool Forward => asked.Direction == PathDirection.Forward;

    private OraclePath From(int customer, SmallEvent start, List<SmallEvent> near, bool open)
    {
        var at = near.FindIndex(e => ReferenceEquals(e, start));
        return Path(customer, start, Forward ? near.Skip(at + 1) : near.Take(at).Reverse(), near.Where(e => e.Time == start.Time && !ReferenceEquals(e, start)), open);
    }

    private OraclePath Path(int customer, SmallEvent? start, IEnumerable<SmallEvent> side, IEnumerable<SmallEvent> beside, bool open)
    {
        var events = side.ToList();
        var labels = events.Where(IsStep).Select(e => Label(e)!).ToList();
        if (asked.Collapse)
        {
            var former = new[] { start is null ? null : Label(start) }.Concat(labels);
            labels = [.. labels.Zip(former).Where(p => p.First != p.Second).Select(p => p.First)];
        }

        PathNodeKind? end = labels.Count >= asked.Depth ? null : open ? PathNodeKind.Open : PathNodeKind.Ended;
        return new OraclePath(customer, [.. labels.Take(asked.Depth)], end, events.Concat(beside).Any(e => Is(e, aims)));
    }

    private bool InRange(DateTime at) => at >= asked.From && at < asked.Until;

    private bool IsOpen(DateTime at) => Forward ? at + asked.Limit > asked.KnownUntil : at - asked.Limit < asked.KnownFrom;

    private bool IsStep(SmallEvent e) => Is(e, steps) && Label(e) is not null;

    private string? Label(SmallEvent e) => asked.Label switch { "event" => e.Name, "kind" => e.Name == "c" ? "Purchase" : "View", _ => e.Channel };

    private static int Kind(SmallEvent e) => e.Name == "c" ? 8 : 1;

    private static bool Is(SmallEvent e, string letters) => letters.Contains(e.Name, StringComparison.Ordinal);
}

/// <summary>The definition of sessions taken at its word.</summary>
internal static class SmallSessions
{
    /// <param name="events">In the order that is wanted within sessions.</param>
    public static List<List<SmallEvent>> Of(IEnumerable<SmallEvent> events, SessionRule rule)
    {
        var all = events.ToList();
        var byId = rule.Cut == SessionCut.Ids ? all.Where(e => e.Session is not null).GroupBy(e => e.Session).Select(g => g.ToList()) : [];
        var rest = rule.Cut == SessionCut.Ids ? all.Where(e => e.Session is null).ToList() : all;
        // The session of an event begins at the last instant up to it that has nothing in the gap before.
        DateTime Start(SmallEvent e) => rest.Select(x => x.Time).Where(t => t <= e.Time && !rest.Exists(x => x.Time < t && t - x.Time <= rule.Gap)).Max();
        return [.. byId, .. rest.GroupBy(Start).Select(g => g.ToList())];
    }
}
