using BehaviorDashboard.Events;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What the page shows, as its address says it.</summary>
/// <param name="Group">Number of the behaviour group that is open.</param>
/// <param name="X">Feature across on the map of groups.</param>
/// <param name="Filter">The condition in the form, as JSON.</param>
public sealed record SegmentsAddress(string View, int? Group = null, string? X = null, string? Y = null, string? Filter = null)
{
    public const string Rfm = "rfm";
    public const string Behaviour = "behaviour";
    public const string Saved = "saved";

    public static IReadOnlyList<string> Views { get; } = [Rfm, Behaviour, Saved];

    public static SegmentsAddress FromUri(string uri)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(mark < 0 ? "" : uri[mark..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new SegmentsAddress(
            Views.FirstOrDefault(v => v == Text("view")) ?? (Text("filter") is null ? Rfm : Saved),
            int.TryParse(Text("group"), System.Globalization.CultureInfo.InvariantCulture, out var group) ? group : null,
            Text("x"),
            Text("y"),
            Text("filter"));
    }

    /// <summary>The parts of an address that differ from the default.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["view"] = View == Rfm ? null : View,
        ["group"] = Group,
        ["x"] = X,
        ["y"] = Y,
        ["filter"] = Filter,
    };

    /// <summary>The conditions of the form; one to begin with where the address holds none that the form can show.</summary>
    public List<ConditionDraft> Drafts() =>
        Filter is not null && CustomerFilter.Parse(Filter) is { Succeeded: true, Value: var filter } && SegmentsRules.DraftsOf(filter) is { Count: > 0 } drafts ? drafts : [new ConditionDraft()];
}
