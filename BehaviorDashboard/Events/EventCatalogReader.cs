using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>Says what a store's data holds.</summary>
public sealed class EventCatalogReader(EventStores stores)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names come with the most frequent first.</summary>
    public Task<EventCatalog> ReadAsync(StoreId store, CancellationToken ct) => stores.ReadAsync(
        store,
        connection =>
        {
            var names = Sql.Rows(
                connection,
                "SELECT n.name, c.kind, c.events, c.customers FROM name_counts c JOIN names n ON n.number = c.name ORDER BY c.events DESC, n.name, c.kind",
                r => new EventNameCount(r.GetString(0), (EventKind)r.GetByte(1), Sql.Long(r, 2), Sql.Long(r, 3)));
            return Sql.Rows(
                connection,
                "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM customer_facts), (SELECT min(time) FROM events), (SELECT max(time) FROM events)",
                r => new EventCatalog(Sql.Long(r, 0), Sql.Long(r, 1), Sql.Instant(r, 2), Sql.Instant(r, 3), names))[0];
        },
        ct);

    /// <summary>Events that an import brought.</summary>
    public Task<long> CountOfImportAsync(StoreId store, Guid import, CancellationToken ct) => stores.ReadAsync(
        store,
        connection => Sql.Number(connection, "SELECT count(*) FROM events WHERE import = (SELECT max(number) FROM imports WHERE import = ?)", import.ToString()),
        ct);

    /// <summary>Whether any event has the property: always for those with a column, otherwise looked for among the remaining properties.</summary>
    public Task<bool> HasPropertyAsync(StoreId store, string property, CancellationToken ct) => stores.ReadAsync(
        store,
        connection => !EventProperty.IsLoose(property) || Sql.Number(
            connection,
            "SELECT count(*) FROM (SELECT 1 FROM events WHERE contains(properties, ?) LIMIT 1)",
            JsonSerializer.Serialize(property, Relaxed)) > 0,
        ct);

    /// <summary>The most frequent values of a column of the events, for pickers; empty for properties without a column.</summary>
    /// <param name="take">At most so many values.</param>
    public Task<IReadOnlyList<string>> ValuesAsync(StoreId store, string property, int take, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<string>>(
        store,
        connection =>
        {
            var flag = EventProperty.ColumnOf(property);
            var field = Array.Find(EventSchema.Fields, f => f.Flag == flag && (f.Coded || f.Type == "VARCHAR") && flag != EventColumns.Properties);
            if (field is null)
            {
                return [];
            }

            var counted = $"SELECT {field.Name} AS value, count(*) AS events FROM events WHERE {field.Name} IS NOT NULL GROUP BY 1";
            return Sql.Rows(
                connection,
                field.Coded
                    ? $"SELECT t.text FROM ({counted}) c JOIN texts t ON t.number = c.value ORDER BY c.events DESC, t.text LIMIT ?"
                    : $"SELECT value FROM ({counted}) ORDER BY events DESC, value LIMIT ?",
                r => r.GetString(0),
                take);
        },
        ct);

    /// <summary>What products are called, by product id; products without a name are left out.</summary>
    public Task<IReadOnlyDictionary<string, string>> ProductNamesAsync(StoreId store, IReadOnlyCollection<string> products, CancellationToken ct) => stores.ReadAsync<IReadOnlyDictionary<string, string>>(
        store,
        connection => Sql.Rows(
            connection,
            $"SELECT product, name FROM products WHERE name IS NOT NULL AND product IN {Sql.OneOf}",
            r => (r.GetString(0), r.GetString(1)),
            Sql.Joined(products)).ToDictionary(p => p.Item1, p => p.Item2),
        ct);
}
