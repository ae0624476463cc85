using System.Globalization;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Reads the customer table: identity, facts of the events and published columns. Customers without any event are found by id only.</summary>
public sealed class CustomerReader(EventStores stores)
{
    public Task<CustomerPage> PageAsync(StoreId store, CustomerQuery query, CancellationToken ct) => stores.ReadAsync(
        store,
        connection =>
        {
            var select = new CustomerSelect(CustomerTable.Sets(connection), null);
            var where = select.Where(query.Filter, query.Search);
            var total = Sql.Number(connection, $"SELECT count(*) {select.Source} {where}", select.Values);
            var rows = Sql.Rows(connection, $"SELECT {select.Columns} {select.Source} {where} {select.OrderBy(query)}", select.Read, select.Values);
            return new CustomerPage(rows, total);
        },
        ct);

    public Task<long> CountAsync(StoreId store, CustomerFilter? filter, CancellationToken ct) => stores.ReadAsync(
        store,
        connection =>
        {
            var select = new CustomerSelect(CustomerTable.Sets(connection), []);
            var where = select.Where(filter, null);
            return Sql.Number(connection, $"SELECT count(*) {select.Source} {where}", select.Values);
        },
        ct);

    /// <summary>A customer by id, known ones before anonymous ones.</summary>
    public Task<Outcome<CustomerRow>> FindAsync(StoreId store, string id, CancellationToken ct) => stores.ReadAsync<Outcome<CustomerRow>>(
        store,
        connection =>
        {
            var select = new CustomerSelect(CustomerTable.Sets(connection), null);
            var rows = Sql.Rows(connection, $"SELECT {select.Columns} {select.EveryoneSource} WHERE c.id = ? ORDER BY c.anonymous LIMIT 1", select.Read, id);
            return rows.Count > 0 ? rows[0] : new Problem("customer.unknown", $"There is no customer '{id}'.", "id", id);
        },
        ct);

    /// <summary>Ids of customer numbers, in the given order; numbers that no longer exist are left out.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(StoreId store, IReadOnlyCollection<int> numbers, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<string>>(
        store,
        connection =>
        {
            var ids = Sql.Rows(
                connection,
                $"SELECT number, id FROM customers WHERE number IN (SELECT unnest(string_split(?, chr(31)))::INTEGER)",
                r => (r.GetInt32(0), r.GetString(1)),
                Sql.Joined(numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"))).ToDictionary(p => p.Item1, p => p.Item2);
            return [.. numbers.Where(ids.ContainsKey).Select(n => ids[n])];
        },
        ct);

    /// <summary>Customers by number as lists of people show them, in the given order; numbers that no longer exist are left out.</summary>
    public Task<IReadOnlyList<Person>> PeopleAsync(StoreId store, IReadOnlyCollection<int> numbers, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<Person>>(
        store,
        connection =>
        {
            var people = Sql.Rows(
                connection,
                """
                SELECT c.number, c.id, c.name, coalesce(f.orders, 0), coalesce(f.net, 0) / 10000.0, f.last_order
                FROM customers c LEFT JOIN customer_facts f ON f.customer = c.number WHERE c.number IN (SELECT unnest(string_split(?, chr(31)))::INTEGER)
                """,
                r => (r.GetInt32(0), new Person(r.GetString(1), Sql.Text(r, 2), Sql.Long(r, 3), Convert.ToDouble(r.GetValue(4), CultureInfo.InvariantCulture), Sql.Instant(r, 5))),
                Sql.Joined(numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"))).ToDictionary(p => p.Item1, p => p.Item2);
            return [.. numbers.Where(people.ContainsKey).Select(n => people[n])];
        },
        ct);

    /// <summary>Numbers of the customers who match, for folds.</summary>
    public Task<IReadOnlySet<int>> NumbersAsync(StoreId store, CustomerFilter filter, CancellationToken ct) => stores.ReadAsync<IReadOnlySet<int>>(
        store,
        connection =>
        {
            var select = new CustomerSelect(CustomerTable.Sets(connection), []);
            var where = select.Where(filter, null);
            return Sql.Rows(connection, $"SELECT c.number {select.Source} {where}", r => r.GetInt32(0), select.Values).ToHashSet();
        },
        ct);

    /// <summary>Every customer who matches, with the named properties only, in order of their numbers.</summary>
    public Task<IReadOnlyList<CustomerRow>> RowsAsync(StoreId store, CustomerFilter? filter, IReadOnlyList<string> columns, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<CustomerRow>>(
        store,
        connection =>
        {
            var select = new CustomerSelect(CustomerTable.Sets(connection), columns);
            var where = select.Where(filter, null);
            return Sql.Rows(connection, $"SELECT {select.Columns} {select.Source} {where} ORDER BY c.number", select.Read, select.Values);
        },
        ct);

    /// <summary>The latest events of a customer, newest first, before an instant; all events of the last instant are included, so pages join without a gap.</summary>
    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(StoreId store, string id, int take, DateTime? before, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<TimelineEntry>>(
        store,
        connection =>
        {
            var number = Sql.Number(connection, "SELECT number FROM customers WHERE id = ? ORDER BY anonymous LIMIT 1", id);
            if (number == 0)
            {
                return [];
            }

            var until = before ?? DateTime.MaxValue.Date;
            return Sql.Rows(
                connection,
                $"""
                WITH mine AS (SELECT * FROM events WHERE customer = ? AND time < ?),
                     cut AS (SELECT min(time) AS time FROM (SELECT time FROM mine ORDER BY time DESC LIMIT ?)),
                     said AS (SELECT e.* REPLACE ({string.Join(", ", EventSchema.Fields.Where(f => f.Coded).Select(f => $"(SELECT text FROM texts WHERE number = e.{f.Name}) AS {f.Name}"))})
                              FROM mine e, cut WHERE e.time >= cut.time)
                SELECT e.time, e.kind, n.name, e.product, p.name, e.category, e.brand, e.quantity, e.price, e.value, e.discount, e.order_id,
                       e.session, e.channel, e.campaign, e.device, e.search, e.coupon, e.rating, e.review, e.properties
                FROM said e JOIN names n ON n.number = e.name LEFT JOIN products p ON p.product = e.product
                ORDER BY e.time DESC, e.kind DESC, e.id DESC
                """,
                Entry,
                (int)number,
                until,
                take);
        },
        ct);

    private static TimelineEntry Entry(DuckDBDataReader r) => new(
        Sql.Instant(r, 0)!.Value,
        (EventKind)r.GetByte(1),
        r.GetString(2),
        Sql.Text(r, 3),
        Sql.Text(r, 4),
        Sql.Text(r, 5),
        Sql.Text(r, 6),
        r.IsDBNull(7) ? 0 : r.GetDouble(7),
        Sql.Long(r, 8),
        Sql.Long(r, 9),
        Sql.Long(r, 10),
        Sql.Text(r, 11),
        Sql.Text(r, 12),
        Sql.Text(r, 13),
        Sql.Text(r, 14),
        Sql.Text(r, 15),
        Sql.Text(r, 16),
        Sql.Text(r, 17),
        r.IsDBNull(18) ? (byte)0 : r.GetByte(18),
        Sql.Text(r, 19),
        Sql.Text(r, 20));
}
