using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>Computes the figures of <see cref="Measures"/>.</summary>
public sealed class MeasureReader(EventStores stores)
{
    private const string Purchase = "kind = 8";
    private const string Undone = "kind IN (9, 10)";

    private static readonly string OwnDoing = $"customer > 0 AND kind IN ({string.Join(", ", EventMatch.OwnDoing.Select(k => (int)k))})";

    private const string Visit = "kind IN (1, 2, 3, 5, 16)";

    private static readonly string Columns = $"""
        coalesce(sum(value) FILTER (WHERE {Purchase}), 0)::BIGINT, coalesce(-sum(value) FILTER (WHERE {Undone}), 0)::BIGINT,
        count(DISTINCT order_id) FILTER (WHERE {Purchase}), count(DISTINCT customer) FILTER (WHERE {Purchase} AND customer > 0),
        count(DISTINCT customer) FILTER (WHERE {OwnDoing})
        """;

    /// <summary>Figures of whole days of the store's calendar.</summary>
    public Task<Measures> TotalsAsync(StoreId store, DateRange range, StoreCalendar calendar, CancellationToken ct) => stores.ReadAsync(
        store,
        connection =>
        {
            var (from, until) = calendar.Instants(range);
            var repeat = Sql.Number(
                connection,
                $"""
                SELECT count(*) FROM (
                    SELECT customer FROM (SELECT customer, order_id, min(time) AS placed FROM events WHERE {Purchase} AND customer > 0 AND time < ? GROUP BY ALL)
                    GROUP BY customer HAVING count(*) >= 2 AND max(placed) >= ?)
                """,
                until,
                from);
            return Sql.Rows(
                connection,
                $"SELECT {Columns}, count(DISTINCT session) FILTER (WHERE session IS NOT NULL), count(*) FILTER (WHERE {Visit}) FROM events WHERE time >= ? AND time < ?",
                r => new Measures(Sql.Long(r, 0), Sql.Long(r, 1), Sql.Long(r, 2), Sql.Long(r, 3), repeat, Sql.Long(r, 4), Sql.Long(r, 3), Sql.Long(r, 5), Sql.Long(r, 6) > 0),
                from,
                until)[0];
        },
        ct);

    /// <summary>Every day of the range, days without events included as zeros.</summary>
    public Task<IReadOnlyList<DayMeasures>> DailyAsync(StoreId store, DateRange range, StoreCalendar calendar, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<DayMeasures>>(
        store,
        connection =>
        {
            var (from, until) = calendar.Instants(range);
            var found = Sql.Rows(
                connection,
                $"SELECT ({LocalTime(from, until, calendar)})::DATE AS day, {Columns} FROM events WHERE time >= ? AND time < ? GROUP BY day",
                r => new DayMeasures(DateOnly.FromDateTime(r.GetDateTime(0)), Sql.Long(r, 1) - Sql.Long(r, 2), Sql.Long(r, 3), Sql.Long(r, 4), Sql.Long(r, 5)),
                from,
                until).ToDictionary(d => d.Day);
            return [.. Enumerable.Range(0, range.Days).Select(i => range.From.AddDays(i)).Select(day => found.GetValueOrDefault(day) ?? new DayMeasures(day, 0, 0, 0, 0))];
        },
        ct);

    /// <summary>Wall-clock time of the column <c>time</c>: the zone's offsets within the period, each up to the instant of its change.</summary>
    private static string LocalTime(DateTime from, DateTime until, StoreCalendar calendar)
    {
        var offset = calendar.Zone.GetUtcOffset(from);
        var cases = "";
        // Zones change at whole or half hours, UTC.
        for (var at = from; at < until; at = at.AddMinutes(30))
        {
            var next = calendar.Zone.GetUtcOffset(at);
            if (next != offset)
            {
                cases += $" WHEN time < {Sql.Instant(at)} THEN {Shifted(offset)}";
                offset = next;
            }
        }

        return cases.Length == 0 ? Shifted(offset) : $"CASE{cases} ELSE {Shifted(offset)} END";
    }

    private static string Shifted(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"time + INTERVAL ({(long)offset.TotalSeconds}) SECOND");
}
