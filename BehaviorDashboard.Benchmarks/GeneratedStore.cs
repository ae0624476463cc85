using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Hot;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// A store whose events are generated inside the engine: visits of four events within twenty minutes, over 90 days, of customers who are not equally busy, through
/// eight channels or none; 84 % views, 9 % carts, 2 % taken out again, 5 % purchases with a value.
/// </summary>
internal sealed class GeneratedStore(int events, int customers, int memoryMegabytes = 4096, int threads = 0) : IDisposable
{
    public static readonly StoreId Id = new("generated");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bd-funnel-");
    private EventStores? _stores;
    private EventStores? _cold;

    public EventStores Stores => _stores ??= new EventStores(Options.Create(new EventsOptions { Folder = _folder.FullName, MemoryLimitMegabytes = memoryMegabytes, Threads = threads }), TimeProvider.System);

    /// <summary>The same store without the quick copy of its narrow columns.</summary>
    public EventStores Cold => _cold ??= new EventStores(Options.Create(new EventsOptions { Folder = _folder.FullName, MemoryLimitMegabytes = 4096, HotMegabytes = 0 }), TimeProvider.System);

    public string Folder => _folder.FullName;

    public int Events => events;

    public Task FillAsync() => Stores.WriteAsync(Id, connection => Fill(connection), default);

    /// <summary>What reading the fold's columns costs DuckDB itself.</summary>
    public string Scan() => Ask("SELECT sum(customer), max(time), sum(kind), sum(name) FROM events WHERE customer > 0");

    /// <summary>The funnel as SQL has to say it. It takes the last view before each cart, which finds the same people here.</summary>
    public string SqlFunnel() => Ask("""
        WITH viewed AS (
            SELECT customer, time, kind, max(CASE WHEN kind = 1 THEN time END) OVER w AS start FROM events WHERE customer > 0
            WINDOW w AS (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
        carted AS (
            SELECT customer, time, kind, start, max(CASE WHEN kind = 5 AND time <= start + INTERVAL 7 DAY THEN start END) OVER w AS second FROM viewed
            WINDOW w AS (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
        levels AS (
            SELECT customer, max(CASE WHEN kind = 8 AND time <= second + INTERVAL 7 DAY THEN 3 WHEN kind = 5 AND time <= start + INTERVAL 7 DAY THEN 2 WHEN kind = 1 THEN 1 ELSE 0 END) AS level
            FROM carted GROUP BY customer)
        SELECT count(*) FILTER (WHERE level >= 1), count(*) FILTER (WHERE level >= 2), count(*) FILTER (WHERE level >= 3) FROM levels
        """);

    /// <summary>The same rows for another engine.</summary>
    public string ExportParquet(string which = "")
    {
        var path = Path.Combine(Folder, "events.parquet");
        Ask($"COPY (SELECT customer::UINTEGER AS customer, epoch_us(time)::UBIGINT AS micros, kind, coalesce(text, '') AS channel, coalesce(value, 0) AS value, coalesce(order_id, '') AS order_id FROM events LEFT JOIN texts ON number = channel {which}) TO '{path}' (FORMAT parquet)");
        return path;
    }

    /// <summary>Closes the store and hands its files over.</summary>
    public void MoveTo(string folder)
    {
        _stores?.Dispose();
        _stores = null;
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.Move(Path.Combine(Folder, Id.Value), folder);
    }

    public void Dispose()
    {
        _cold?.Dispose();
        _stores?.Dispose();
        _folder.Delete(recursive: true);
    }

    public void Run(string statement)
    {
        using var connection = Stores.Connect(Id);
        Sql.Run(connection, statement);
    }

    private string Ask(string query)
    {
        using var connection = Stores.Connect(Id);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        return reader.Read() ? string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))) : "";
    }

    private int Fill(DuckDBConnection connection)
    {
        Sql.Run(connection, "INSERT INTO names VALUES (0, 'view'), (1, 'cart'), (2, 'purchase'), (3, 'remove')");
        Sql.Run(connection, "INSERT INTO texts VALUES (0, 'search'), (1, 'mail'), (2, 'ads'), (3, 'social'), (4, 'partner'), (5, 'direct'), (6, 'app'), (7, 'push')");
        // Two thirds of the visits are of customers drawn evenly, the rest of those who come back often; every draw is a hash of the row's or the visit's number.
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO sorted BY NAME
            SELECT customer, time, kind, CASE kind WHEN 1 THEN 0 WHEN 5 THEN 1 WHEN 8 THEN 2 ELSE 3 END::INTEGER AS name, i::UHUGEINT AS id, channel,
                   CASE kind WHEN 8 THEN 100000 + hash(i, 7) % 900000 ELSE 0 END::BIGINT AS value, CASE kind WHEN 8 THEN 'o' || v END AS order_id
            FROM (SELECT i, v, (1 + CASE WHEN v % 3 < 2 THEN hash(v, 1) % {customers} ELSE (hash(v, 1) % {customers}) * (hash(v, 2) % {customers}) // {customers} END)::INTEGER AS customer,
                         TIMESTAMP '2026-01-01' + INTERVAL (hash(v, 3) % 7776000) SECOND + INTERVAL (hash(i, 4) % 1200000000) MICROSECOND AS time,
                         CASE WHEN hash(i, 5) % 100 < 84 THEN 1 WHEN hash(i, 5) % 100 < 93 THEN 5 WHEN hash(i, 5) % 100 < 95 THEN 6 ELSE 8 END::UTINYINT AS kind,
                         CASE WHEN hash(v, 6) % 9 < 8 THEN hash(v, 6) % 9 END::INTEGER AS channel
                  FROM (SELECT i, i // 4 AS v FROM range({events}) t(i)))
            ORDER BY customer, time, kind
            """));
        Sql.Run(connection, "INSERT INTO customers(number, id, anonymous) SELECT customer, 'c' || customer, false FROM events GROUP BY customer ORDER BY customer");
        HotParts.Renew(connection);
        Sql.Run(connection, EventSchema.Facts);
        Sql.Run(connection, EventSchema.NameCounts);
        Sql.Run(connection, "CHECKPOINT");
        return 0;
    }
}
