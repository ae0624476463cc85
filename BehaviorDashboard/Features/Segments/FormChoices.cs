using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What the form for conditions offers in this store.</summary>
/// <param name="Published">Columns that rooms have published, by property.</param>
public sealed record FormChoices(IReadOnlyDictionary<string, PublishedType> Published, IReadOnlyList<BehaviourGroup> Groups)
{
    private static readonly string[] Ordered = ["eq", "ne", "gt", "gte", "lt", "lte", "exists", "missing"];
    private static readonly string[] Texts = ["eq", "ne", "contains", "in", "exists", "missing"];
    private static readonly string[] Flags = ["eq", "ne"];

    // A list of reasons is for reading, not for comparing.
    public IReadOnlyList<string> Properties => [.. CustomerProperties.Names, .. Published.Keys.Where(p => !p.EndsWith(".reasons", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public PropertyType TypeOf(string property) => CustomerProperties.TypeOf(property) ?? Published.GetValueOrDefault(property, PublishedType.Text) switch
    {
        PublishedType.Number or PublishedType.Integer => PropertyType.Number,
        PublishedType.Instant => PropertyType.Instant,
        _ => PropertyType.Text,
    };

    public IReadOnlyList<string> OperatorsOf(string property) => TypeOf(property) switch
    {
        PropertyType.Boolean => Flags,
        PropertyType.Text => Texts,
        _ => Ordered,
    };
}
