using System.Collections.Concurrent;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events.Carts;

/// <summary>Time-outs by store, remembered as long as the store's facts stay what they are.</summary>
internal sealed class CartTimeOuts(ICartPatience patience)
{
    private readonly ConcurrentDictionary<StoreId, (Facts Facts, CartTimeOut TimeOut)> _known = new();

    /// <param name="read">Recovery times over so many days, known up to an instant.</param>
    /// <returns>The time-out, and the last instant that is known, microseconds.</returns>
    public (CartTimeOut TimeOut, long Known) Read(StoreId store, DuckDBConnection connection, Func<int, long, RecoveryTimes> read)
    {
        var facts = Sql.Rows(
            connection,
            "SELECT count(*), coalesce(epoch_us(max(time)), 0), (SELECT count(*) FROM customer_facts) FROM events",
            r => new Facts(Sql.Long(r, 0), Sql.Long(r, 1), Sql.Long(r, 2)))[0];
        if (patience.Fixed is { } timeOut)
        {
            return (timeOut, facts.Last);
        }

        if (!_known.TryGetValue(store, out var known) || known.Facts != facts)
        {
            known = (facts, patience.Of(read(patience.LongestDays, facts.Last)));
            _known[store] = known;
        }

        return (known.TimeOut, facts.Last);
    }

    // Facts that differ in none of these are the same facts: events are never changed, and joined customers are fewer.
    private sealed record Facts(long Events, long Last, long Customers);
}
