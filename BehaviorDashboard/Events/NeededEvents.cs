using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>The events that can mean anything to a fold, where they are few: a pass leaves out the others as early as it can.</summary>
/// <param name="Rows">They as a condition on rows.</param>
internal sealed record NeededEvents(string Rows, bool[] ByNameAndKind)
{
    public bool Has(int name, byte kind) => ByNameAndKind[(name * EventMatch.Kinds) + kind];

    /// <returns>Null where all events are needed, or so many that looking at each costs more than it spares.</returns>
    public static NeededEvents? Find(DuckDBConnection connection, IReadOnlyList<EventMatch>? needs, TimelineWorld world)
    {
        if (needs is null)
        {
            return null;
        }

        var bound = needs.Select(m => m.BoundTo(world)).ToList();
        var rows = $"({string.Join(" OR ", bound.Select(m => m.Rows).Distinct())})";
        return Sql.Number(connection, $"SELECT coalesce(2 * sum(events) FILTER (WHERE {rows}) > sum(events), false)::INTEGER FROM name_counts") == 1
            ? null
            : new NeededEvents(rows, [.. Enumerable.Range(0, world.Names.Count * EventMatch.Kinds).Select(i => bound.Exists(m => m.MayMean((EventKind)(i % EventMatch.Kinds), i / EventMatch.Kinds)))]);
    }
}
