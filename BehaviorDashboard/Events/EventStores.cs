using System.Collections.Concurrent;
using System.Globalization;
using BehaviorDashboard.Events.Hot;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Events;

/// <summary>A question took longer than <see cref="EventsOptions.QueryTimeoutSeconds"/> and was interrupted.</summary>
public sealed class QueryTimeoutException(int seconds)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The question was stopped after {seconds} seconds. Choose a shorter period, or raise Events:QueryTimeoutSeconds."));

/// <summary>
/// The stores' DuckDB files: one per store, opened on first use, held open by an anchor connection, one further connection per operation, closed when
/// nobody has asked for a while. DuckDB calls block, so everything runs on pool threads, never on the caller's.
/// </summary>
public sealed class EventStores : IDisposable
{
    private readonly ConcurrentDictionary<StoreId, OpenStore> _open = new();
    private readonly IOptions<EventsOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;

    public EventStores(IOptions<EventsOptions> options, TimeProvider clock, ILogger<EventStores>? log = null)
    {
        (_options, _clock, Hot) = (options, clock, new HotParts(this, log));
        _sweep = clock.CreateTimer(_ => CloseIdle(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    public EventsOptions Limits => _options.Value;

    internal HotParts Hot { get; }

    /// <summary>Stores whose files are open now.</summary>
    public int OpenCount => _open.Values.Count(o => o.IsOpen);

    /// <summary>Runs a reading operation with the time limit of pages; cancelling interrupts the engine.</summary>
    /// <exception cref="QueryTimeoutException">The limit was reached.</exception>
    internal Task<T> ReadAsync<T>(StoreId store, Func<DuckDBConnection, T> read, CancellationToken ct) =>
        Task.Run(() => Interruptible(store, read, TimeSpan.FromSeconds(Limits.QueryTimeoutSeconds), ct), ct);

    /// <summary>Runs a job's operation: no time limit, one at a time per store.</summary>
    internal async Task<T> WriteAsync<T>(StoreId store, Func<DuckDBConnection, T> write, CancellationToken ct)
    {
        var open = await Task.Run(() => Find(store), ct).ConfigureAwait(false);
        await open.Writing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Interruptible(store, write, Timeout.InfiniteTimeSpan, ct), ct).ConfigureAwait(false);
        }
        finally
        {
            open.Writing.Release();
        }
    }

    /// <summary>Opens connections that all see the same state of the store, each in a read transaction.</summary>
    internal IReadOnlyList<DuckDBConnection> Snapshot(StoreId store, int count)
    {
        var open = Find(store);
        var connections = new List<DuckDBConnection>(count);
        lock (open.Swapping)
        {
            for (var i = 0; i < count; i++)
            {
                var connection = open.Connect();
                connections.Add(connection);
                // DuckDB fixes what a transaction sees at its first read, not at BEGIN.
                Sql.Run(connection, "BEGIN TRANSACTION READ ONLY; SELECT customer FROM events LIMIT 0");
            }
        }

        return connections;
    }

    /// <summary>What the numbers of texts stand for, as the connection's transaction sees it.</summary>
    internal TextTable Texts(StoreId store, DuckDBConnection connection)
    {
        var open = Find(store);
        lock (open.Growing)
        {
            return open.Texts = open.Texts.UpTo(connection);
        }
    }

    internal DuckDBConnection Connect(StoreId store) => Find(store).Connect();

    /// <summary>The gate that is held while a new state becomes visible.</summary>
    internal Lock SwapGate(StoreId store) => Find(store).Swapping;

    internal SemaphoreSlim WriteGate(StoreId store) => Find(store).Writing;

    /// <summary>Ends a writer's transaction: its state becomes visible between two snapshots, never within one.</summary>
    internal void Publish(StoreId store, DuckDBConnection connection)
    {
        lock (SwapGate(store))
        {
            Sql.Run(connection, "COMMIT");
        }
    }

    /// <summary>Bytes on disk of the store's facts.</summary>
    public long SizeOnDisk(StoreId store)
    {
        var folder = new DirectoryInfo(FolderOf(store));
        return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
    }

    public string FolderOf(StoreId store) => Path.Combine(Limits.Folder, store.Value);

    public void Dispose()
    {
        _sweep.Dispose();
        Hot.Dispose();
        foreach (var open in _open.Values)
        {
            open.Close();
        }

        _open.Clear();
    }

    /// <summary>Closes the files of stores that nobody asked within <see cref="EventsOptions.IdleMinutes"/>; an operation under way keeps its file open to its end.</summary>
    internal void CloseIdle()
    {
        if (Limits.IdleMinutes > 0)
        {
            CloseIdle(TimeSpan.FromMinutes(Limits.IdleMinutes));
        }
    }

    internal void CloseIdle(TimeSpan idle)
    {
        foreach (var (store, open) in _open)
        {
            if (open.CloseUnlessUsedSince(_clock.GetUtcNow() - idle))
            {
                Hot.Close(store);
            }
        }
    }

    internal static T Interruptible<T>(DuckDBConnection connection, Func<DuckDBConnection, T> work, TimeSpan limit, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (limit != Timeout.InfiniteTimeSpan)
        {
            stop.CancelAfter(limit);
        }

        using var interrupt = stop.Token.Register(() => NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection));
        try
        {
            var result = work(connection);
            ct.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is DuckDBException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw new QueryTimeoutException((int)limit.TotalSeconds);
        }
    }

    private T Interruptible<T>(StoreId store, Func<DuckDBConnection, T> work, TimeSpan limit, CancellationToken ct)
    {
        using var connection = Find(store).Connect();
        return Interruptible(connection, work, limit, ct);
    }

    private OpenStore Find(StoreId store) => _open.GetOrAdd(store, id => new OpenStore(FolderOf(id), Limits, _clock));

    /// <summary>A store's file and what guards it. The guards live on when the file is closed.</summary>
    private sealed class OpenStore(string folder, EventsOptions limits, TimeProvider clock)
    {
        private readonly Lock _opening = new();
        private readonly string _connectionString = string.Create(
            CultureInfo.InvariantCulture,
            $"DataSource={Path.Combine(folder, "events.duckdb")};memory_limit={limits.MemoryLimitMegabytes}MB;threads={limits.ThreadCount};temp_directory={Path.Combine(folder, "spill")}");

        private DuckDBConnection? _anchor;
        private DateTimeOffset _used;

        public SemaphoreSlim Writing { get; } = new(1, 1);

        public Lock Swapping { get; } = new();

        public Lock Growing { get; } = new();

        public TextTable Texts { get; set; } = TextTable.Empty;

        public bool IsOpen => _anchor is not null;

        /// <exception cref="InvalidOperationException">On a circuit: the page would stand still until the engine answers.</exception>
        public DuckDBConnection Connect()
        {
            if (SynchronizationContext.Current is not null)
            {
                throw new InvalidOperationException("A store is opened on a pool thread, never on a circuit: use ReadAsync or WriteAsync.");
            }

            lock (_opening)
            {
                _used = clock.GetUtcNow();
                _anchor ??= Anchor();
                return OpenConnection();
            }
        }

        /// <returns>Whether it was.</returns>
        public bool CloseUnlessUsedSince(DateTimeOffset instant)
        {
            lock (_opening)
            {
                if (_used >= instant)
                {
                    return false;
                }

                Close();
                return true;
            }
        }

        // The engine lives as long as any connection does: whoever reads or writes now goes on.
        public void Close()
        {
            lock (_opening)
            {
                _anchor?.Dispose();
                _anchor = null;
                Texts = TextTable.Empty;
            }
        }

        private DuckDBConnection Anchor()
        {
            Directory.CreateDirectory(folder);
            var anchor = OpenConnection();
            try
            {
                // Ids of sessions and orders take an eighth of an import's time to squeeze this way, and folds are slower for it.
                Sql.Run(anchor, "SET GLOBAL disabled_compression_methods = 'fsst'");
                EventSchema.Ensure(anchor);
                return anchor;
            }
            catch
            {
                anchor.Dispose();
                throw;
            }
        }

        private DuckDBConnection OpenConnection()
        {
            var connection = new DuckDBConnection(_connectionString);
            connection.Open();
            return connection;
        }
    }
}
