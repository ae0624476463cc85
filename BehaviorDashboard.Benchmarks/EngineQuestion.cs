namespace BehaviorDashboard.Benchmarks;

/// <summary>A question about behaviour as both sides are asked it.</summary>
/// <param name="Ours">Asks our fold; the answer is a line of numbers.</param>
/// <param name="Theirs">Ways to say it in ClickHouse's SQL; the fastest with the same answer stands for ClickHouse.</param>
internal sealed record EngineQuestion(string Name, Func<GeneratedStore, Task<string>> Ours, IReadOnlyList<PeerQuery> Theirs);

/// <param name="How">What sets this way apart.</param>
/// <param name="Differs">Why its answer is another one by intent; null: the answers must be the same.</param>
internal sealed record PeerQuery(string How, string Sql, string? Differs = null)
{
    /// <summary>The same with the sorting key used for grouping, which spares the hash table of customers.</summary>
    public PeerQuery InOrder() => this with { How = How + ", grouped in order", Sql = Sql + " SETTINGS optimize_aggregation_in_order = 1" };
}
