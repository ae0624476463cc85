using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Paths;

/// <summary>A question that was checked: what the fold takes, and what is made of its counts.</summary>
internal sealed record PathsPlan(PathsDefinition Definition, double Share, int Most, Comparison Comparison, CustomerFilter? Customers);

/// <summary>The units of a time limit.</summary>
internal enum PathLimitUnit
{
    Minute,
    Hour,
    Day,
    Week,
}

/// <summary>Turns a request into a plan, or says everything that is wrong with it.</summary>
internal sealed class PathsRules(StoreCalendar calendar, EventCatalog catalog, QuestionCheck check)
{
    public const int DefaultDepth = 4;
    public const double DefaultShare = 0.01;
    public const int DefaultMost = 8;
    public const int LeastMost = 2;
    public const int MostMost = 30;
    public const double MostShare = 0.5;
    public const int MostDays = 366;

    /// <param name="usualGap">Minutes without an event that end a session.</param>
    /// <param name="now">Nothing is known of what lies behind it.</param>
    public PathsPlan Check(PathsRequest request, int usualGap, DateTime now)
    {
        var filter = check.Filter(request.Filter);
        var direction = request.Direction is null ? PathDirection.Forward : check.Named<PathDirection>(request.Direction, "paths.direction", "direction");
        var start = StartOf(request.Start, direction);
        var (from, until) = check.Range(request.Range);
        var definition = new PathsDefinition(
            start,
            start == PathStart.Event ? check.Step(request.Start, filter, "start") : [],
            check.Step(request.Steps ?? UsualSteps(), filter, "steps"),
            request.Target is null ? [] : check.Step(request.Target, filter, "target"),
            direction,
            check.Sessions(catalog, request.Sessions, request.SessionGapMinutes, usualGap),
            Limit(request.Limit),
            request.Depth ?? DefaultDepth,
            check.Property(request.Label) ?? "kind",
            request.Collapse,
            from,
            until,
            catalog.First ?? from,
            catalog.Last is { } last && last < now ? last : now);
        CheckNumbers(request, definition);
        return new PathsPlan(
            definition with { People = People(request, definition) },
            request.MinShare ?? DefaultShare,
            request.MostLabels ?? DefaultMost,
            string.IsNullOrEmpty(request.Compare) ? Comparison.None : check.Named<Comparison>(request.Compare, "paths.compare", "compare"),
            check.Customers(request.Filter));
    }

    /// <summary>The range that stands beside.</summary>
    public PathsDefinition Before(PathsDefinition definition, Comparison comparison)
    {
        var (from, until) = comparison.Earlier(calendar, definition.From, definition.Until);
        return definition with { From = from, Until = until, People = null };
    }

    private static PathStart StartOf(AskedStep? start, PathDirection direction) => start switch
    {
        null => direction == PathDirection.Forward ? PathStart.SessionStart : PathStart.SessionEnd,
        { Any: null, Event: PathsRequest.SessionStart } => PathStart.SessionStart,
        { Any: null, Event: PathsRequest.SessionEnd } => PathStart.SessionEnd,
        _ => PathStart.Event,
    };

    /// <summary>What customers do themselves; that a session began says nothing of what they did in it.</summary>
    private AskedStep UsualSteps()
    {
        var kinds = EventMatch.OwnDoing.Where(k => k != EventKind.Session && catalog.HasKind(k)).Select(k => new AskedEvent(EventWords.NameOf(k))).ToList();
        return kinds.Count > 0 ? new AskedStep(kinds) : new AskedStep(Event: EventWords.Any);
    }

    private void CheckNumbers(PathsRequest request, PathsDefinition definition)
    {
        if (definition.Depth is < PathsDefinition.LeastDepth or > PathsDefinition.MostDepth)
        {
            check.Say("paths.depth", $"Paths are followed for {PathsDefinition.LeastDepth} to {PathsDefinition.MostDepth} steps.", "depth", PathsDefinition.LeastDepth, PathsDefinition.MostDepth);
        }

        if (request.MinShare is { } share && share is not (>= PathsFold.LeastShare and <= MostShare))
        {
            check.Say("paths.min_share", $"The smallest share is {PathsFold.LeastShare} to {MostShare}.", "minShare", PathsFold.LeastShare, MostShare);
        }

        if (request.MostLabels is < LeastMost or > MostMost)
        {
            check.Say("paths.most_labels", $"{LeastMost} to {MostMost} labels stand by themselves at each step.", "mostLabels", LeastMost, MostMost);
        }

        if (definition.Limit is null && definition.Start != PathStart.Event && definition.Start == PathStart.SessionStart != (definition.Direction == PathDirection.Forward))
        {
            check.Say("paths.nowhere", "Nothing of a session lies before its start or behind its end: give a limit to look across sessions, or turn the direction.", "start");
        }
    }

    private TimeSpan? Limit(AskedPathLimit? asked)
    {
        if (asked is null)
        {
            return null;
        }

        var unit = asked.Unit is null ? PathLimitUnit.Day : check.Named<PathLimitUnit>(asked.Unit, "paths.limit_unit", "limit.unit");
        var minutes = (long)asked.Value * (unit switch { PathLimitUnit.Minute => 1, PathLimitUnit.Hour => 60, PathLimitUnit.Day => 1440, _ => 7 * 1440 });
        if (minutes is < 1 or > MostDays * 1440L)
        {
            check.Say("paths.limit", $"Paths lead at most {MostDays} days far.", "limit.value", MostDays);
            return TimeSpan.FromDays(1);
        }

        return TimeSpan.FromMinutes(minutes);
    }

    private PathPeople? People(PathsRequest request, PathsDefinition definition)
    {
        if (request.People is not { } asked)
        {
            return null;
        }

        if (asked.Step < 0 || asked.Step > definition.Depth || (asked.Node is null && asked.Next is not null))
        {
            check.Say("paths.people", "people.step counts from 0, the start; people.next needs people.node.", "people");
        }

        return new PathPeople(asked.Step, Node(asked.Node), Node(asked.Next), asked.Reached);
    }

    private PathNode? Node(AskedPathNode? asked)
    {
        if (asked is null)
        {
            return null;
        }

        var kind = asked.Kind is null ? PathNodeKind.Step : check.Named<PathNodeKind>(asked.Kind, "paths.node", "people.node.kind");
        if (kind == PathNodeKind.Step && asked.Label is null)
        {
            check.Say("paths.node", "A node has a label, or is start, other, ended or open.", "people.node");
        }

        return new PathNode(kind, kind == PathNodeKind.Step ? asked.Label : null);
    }
}
