using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Type of a published column: double, long, string or DateTime (UTC), each nullable.</summary>
public enum PublishedType
{
    Number,
    Integer,
    Text,
    Instant,
}

/// <summary>A column that an owner gives to customers.</summary>
/// <param name="Name">Lower case letters, digits and underscores; known to filters as <c>owner.name</c>.</param>
public sealed record PublishedColumn(string Name, PublishedType Type);

/// <summary>Columns that one owner gives to customers.</summary>
/// <param name="Owner">Lower case word, for example churn.</param>
/// <param name="AsOf">Day up to which the values know the facts.</param>
public sealed record PublishedSet(string Owner, string ModelVersion, DateOnly AsOf, IReadOnlyList<PublishedColumn> Columns);

/// <summary>A published set, and for how many customers.</summary>
/// <param name="Rows">Customers who have values.</param>
public sealed record PublishedSetInfo(PublishedSet Set, long Rows);

/// <summary>The customer table's columns that rooms own. Publishing replaces an owner's columns in one step.</summary>
public sealed partial class CustomerTable(EventStores stores, ChangeFeed feed)
{
    /// <param name="rows">Customer number and values in the order of the set's columns; one row per customer.</param>
    /// <exception cref="ArgumentException">A name is malformed, or a row has another number of values.</exception>
    public async Task PublishAsync(StoreId store, PublishedSet set, IEnumerable<(int Customer, object?[] Values)> rows, CancellationToken ct)
    {
        if (!Word().IsMatch(set.Owner) || !set.Columns.All(c => Word().IsMatch(c.Name)))
        {
            throw new ArgumentException("Owners and columns are named in lower case letters, digits and underscores.", nameof(set));
        }

        await stores.WriteAsync(store, connection => Write(connection, set, rows, ct), ct).ConfigureAwait(false);
        feed.Publish(store, ChangeTopic.Customers);
    }

    public Task<IReadOnlyList<PublishedSetInfo>> SetsAsync(StoreId store, CancellationToken ct) => stores.ReadAsync<IReadOnlyList<PublishedSetInfo>>(
        store,
        connection => [.. Sets(connection).Select(s => new PublishedSetInfo(s, Sql.Number(connection, $"SELECT count(*) FROM {TableOf(s.Owner)}")))],
        ct);

    /// <summary>Takes customers out of all sets: their numbers may be given again.</summary>
    /// <param name="numbers">A query for their numbers.</param>
    internal static void Forget(DuckDBConnection connection, string numbers)
    {
        foreach (var set in Sets(connection))
        {
            Sql.Run(connection, $"DELETE FROM {TableOf(set.Owner)} WHERE customer IN ({numbers})");
        }
    }

    internal static string TableOf(string owner) => "published_" + owner;

    internal static List<PublishedSet> Sets(DuckDBConnection connection) => Sql.Rows(
        connection,
        "SELECT owner, version, as_of, columns FROM published ORDER BY owner",
        r => new PublishedSet(r.GetString(0), r.GetString(1), DateOnly.FromDateTime(r.GetDateTime(2)), JsonSerializer.Deserialize<List<PublishedColumn>>(r.GetString(3))!));

    private static int Write(DuckDBConnection connection, PublishedSet set, IEnumerable<(int Customer, object?[] Values)> rows, CancellationToken ct)
    {
        var table = TableOf(set.Owner);
        var columns = string.Concat(set.Columns.Select(c => $", \"{c.Name}\" {EngineType(c.Type)}"));
        Sql.Run(connection, "BEGIN TRANSACTION");
        Sql.Run(connection, $"CREATE OR REPLACE TABLE {table}(customer INTEGER NOT NULL{columns})");
        using (var appender = connection.CreateAppender(table))
        {
            foreach (var (customer, values) in rows)
            {
                ct.ThrowIfCancellationRequested();
                Append(appender, set, customer, values);
            }
        }

        Sql.Run(connection, "DELETE FROM published WHERE owner = ?", set.Owner);
        Sql.Run(connection, $"INSERT INTO published VALUES (?, ?, DATE '{set.AsOf:yyyy-MM-dd}', ?)", set.Owner, set.ModelVersion, JsonSerializer.Serialize(set.Columns));
        Sql.Run(connection, "COMMIT");
        return 0;
    }

    private static void Append(DuckDBAppender appender, PublishedSet set, int customer, object?[] values)
    {
        if (values.Length != set.Columns.Count)
        {
            throw new ArgumentException($"Customer {customer} has {values.Length} values for {set.Columns.Count} columns.", nameof(values));
        }

        var row = appender.CreateRow().AppendValue(customer);
        for (var i = 0; i < values.Length; i++)
        {
            _ = (set.Columns[i].Type, values[i]) switch
            {
                (_, null) => row.AppendNullValue(),
                (PublishedType.Number, var v) => row.AppendValue(Convert.ToDouble(v, CultureInfo.InvariantCulture)),
                (PublishedType.Integer, var v) => row.AppendValue(Convert.ToInt64(v, CultureInfo.InvariantCulture)),
                (PublishedType.Instant, var v) => row.AppendValue((DateTime)v),
                (_, var v) => row.AppendValue((string)v),
            };
        }

        row.EndRow();
    }

    private static string EngineType(PublishedType type) => type switch
    {
        PublishedType.Number => "DOUBLE",
        PublishedType.Integer => "BIGINT",
        PublishedType.Instant => "TIMESTAMP",
        _ => "VARCHAR",
    };

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Word();
}
