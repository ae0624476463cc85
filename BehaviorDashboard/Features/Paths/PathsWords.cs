using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Paths;

/// <summary>Says starts, nodes and labels in the reader's language; page and file say the same.</summary>
public sealed class PathsWords(EventWords events, IStringLocalizer<PathsText> text)
{
    // What sets steps apart best; any other property can be asked for in the address.
    private static readonly string[] Fields = ["page", "product", "category", "brand", "search", "channel", "campaign", "device"];

    private IStringLocalizer<PathsText> T { get; } = text;

    public IReadOnlyList<Choice> Labels => [new("kind", T["Label.kind"]), new("event", T["Label.event"]), .. Fields.Select(p => new Choice(p, events.Property(p)))];

    public string Start(PathsAddress at) => at.Start switch
    {
        null => T[at.IsBackward ? "Start.sessionEnd" : "Start.sessionStart"],
        { Any: null, Event: PathsRequest.SessionStart } => T["Start.sessionStart"],
        { Any: null, Event: PathsRequest.SessionEnd } => T["Start.sessionEnd"],
        { } step => events.Step(step),
    };

    public string Node(PathsAddress at, PathsResult result, PathNode node, int? labels = null) => node.Kind switch
    {
        PathNodeKind.Start => Start(at),
        PathNodeKind.Other => labels is { } count ? T["Node.others", NumberFormat.Exact(count)] : T["Node.other"],
        PathNodeKind.Ended => T[$"Ended.{(at.Days is null ? "session" : "time")}.{(at.IsBackward ? PathsAddress.Backward : PathsAddress.Forward)}"],
        PathNodeKind.Open => T["Node.open"],
        _ => Label(at, result, node.Label!),
    };

    private string Label(PathsAddress at, PathsResult result, string label) => at.Label switch
    {
        null or "kind" => label == nameof(EventKind.Other) ? T["Node.unknown"] : events.Event("@" + label.ToLowerInvariant()),
        { } property => result.Names.GetValueOrDefault(label, events.Value(property, label)),
    };
}
