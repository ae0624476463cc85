using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What grouping needs, and how its models are named.</summary>
public static class SegmentsRules
{
    /// <summary>With fewer customers, groups by behaviour are chance.</summary>
    public const int MinimumCustomers = 50;

    public const int FewestGroups = 3;

    public const int MostGroups = 8;

    public static Problem NoEvents { get; } = new("segments.no_events", "There are no events to group customers by. Import data first.");

    public static string VersionOf(DateOnly asOf, Guid run) => asOf.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-" + run.ToString("N")[^6..];

    public static ModelRecord Model(string kind, string version, DateOnly asOf, string learner, string metricsJson, byte[] payload, TimeProvider clock) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), kind, version, asOf, learner, true, metricsJson, "{}", payload, clock.GetUtcNow());

    /// <summary>A condition as a program or the page sends it: an object, or text that holds one.</summary>
    public static Outcome<CustomerFilter> Filter(JsonElement? condition) => condition switch
    {
        { ValueKind: JsonValueKind.String } text => CustomerFilter.Parse(text.GetString()!),
        { ValueKind: JsonValueKind.Object } tree => CustomerFilter.Parse(tree),
        _ => new Problem("segment.filter_missing", "A segment needs a filter.", "filter"),
    };

    /// <summary>The conditions of the page's form; numbers and yes/no are sent as what they are.</summary>
    public static CustomerFilter FilterOf(IEnumerable<ConditionDraft> drafts) => new CustomerFilter.All([.. drafts.Select(FilterOf)]);

    /// <summary>The conditions of a filter that the form can show; none where it is more than a list of conditions.</summary>
    public static List<ConditionDraft> DraftsOf(CustomerFilter filter) => filter switch
    {
        CustomerFilter.Where where => [DraftOf(where)],
        CustomerFilter.All all when all.Parts.All(p => p is CustomerFilter.Where) => [.. all.Parts.OfType<CustomerFilter.Where>().Select(DraftOf)],
        _ => [],
    };

    private static ConditionDraft DraftOf(CustomerFilter.Where where) => new()
    {
        Property = where.Property,
        Op = where.Op,
        Value = where.Value is not { } value ? "" : value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray().Select(v => v.ToString())) : ValueText(value),
    };

    private static string ValueText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static CustomerFilter FilterOf(ConditionDraft draft) => draft.Op switch
    {
        "exists" or "missing" => CustomerFilter.Condition(draft.Property, draft.Op),
        "in" => CustomerFilter.Condition(draft.Property, draft.Op, draft.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        _ => CustomerFilter.Condition(draft.Property, draft.Op, ValueOf(draft.Value.Trim())),
    };

    // "011" is a group's code, not eleven.
    private static object ValueOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text ? number
        : bool.TryParse(text, out var flag) ? flag
        : text;
}
