using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events.Hot;

/// <summary>
/// The hot parts of the stores. A fold takes the one of its own snapshot's generation, or none and reads the store's file; asking for one that is not there starts
/// to write it in the background.
/// </summary>
internal sealed class HotParts(EventStores stores, ILogger? log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StoreId, HotPart> _parts = [];
    private readonly Dictionary<StoreId, (string Generation, Task Work)> _writing = [];
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Smaller stores are quick enough without.</summary>
    public long FromEvents { get; set; } = 500_000;

    /// <returns>A leased part that holds the fields, to be disposed; null where there is none yet, or none fits.</returns>
    public HotPart? Lease(StoreId store, DuckDBConnection snapshot, IReadOnlyCollection<EventField> fields)
    {
        if (stores.Limits.HotMegabytes == 0 || !fields.All(HotLayout.Narrow.Contains) || GenerationOf(snapshot) is not { } generation)
        {
            return null;
        }

        lock (_gate)
        {
            if (_parts.GetValueOrDefault(store) is { } part && part.Generation == generation)
            {
                return part.Holds(fields) && part.TryLease() ? part : null;
            }

            if (!_gone.IsCancellationRequested && !(_writing.TryGetValue(store, out var writing) && (writing.Generation == generation || !writing.Work.IsCompleted)))
            {
                _writing[store] = (generation, Task.Run(() => Write(store, generation)));
            }
        }

        return null;
    }

    /// <summary>Ends when nothing of the store is being written.</summary>
    public async Task SettledAsync(StoreId store)
    {
        Task? work;
        lock (_gate)
        {
            work = _writing.TryGetValue(store, out var writing) ? writing.Work : null;
        }

        await (work ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>Lets go of a store's part, as when its file is closed.</summary>
    public void Close(StoreId store)
    {
        lock (_gate)
        {
            if (_parts.Remove(store, out var part))
            {
                part.Dispose();
            }

            if (_writing.TryGetValue(store, out var writing) && writing.Work.IsCompleted)
            {
                _writing.Remove(store);
            }
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        Task[] work;
        lock (_gate)
        {
            work = [.. _writing.Values.Select(w => w.Work)];
        }

        // Each notices within a block of rows.
        Task.WaitAll(work);
        lock (_gate)
        {
            foreach (var part in _parts.Values)
            {
                part.Dispose();
            }

            _parts.Clear();
        }

        _gone.Dispose();
    }

    /// <summary>Marks the sorted part as another one than before; within the transaction that changes it.</summary>
    public static void Renew(DuckDBConnection connection)
    {
        Sql.Run(connection, "DELETE FROM generation");
        Sql.Run(connection, "INSERT INTO generation VALUES (?)", Guid.NewGuid().ToString("N"));
        Sql.Run(connection, "DELETE FROM withdrawn");
    }

    /// <summary>Customers whose rows left the sorted part since its generation began.</summary>
    public static HashSet<int> Withdrawn(DuckDBConnection snapshot) => [.. Sql.Rows(snapshot, "SELECT customer FROM withdrawn", r => r.GetInt32(0))];

    private static string? GenerationOf(DuckDBConnection snapshot) => Sql.Rows(snapshot, "SELECT id FROM generation", r => r.GetString(0)).FirstOrDefault();

    private void Write(StoreId store, string generation)
    {
        var path = Path.Combine(stores.FolderOf(store), $"hot-{generation}.bin");
        try
        {
            using var connection = stores.Snapshot(store, 1)[0];
            var part = GenerationOf(connection) == generation && LayoutOf(connection) is { } layout ? Write(connection, path, layout, generation) : null;
            lock (_gate)
            {
                if (part is not null)
                {
                    _parts.Remove(store, out var former);
                    former?.Dispose();
                    _parts[store] = part;
                    _writing.Remove(store);
                }
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DuckDBException)
        {
            // Answers come from the store's file all the same, only slower.
            log?.LogWarning(e, "The quick copy of store {Store} could not be written to {Path}", store, path);
            File.Delete(path);
        }
    }

    private HotPart Write(DuckDBConnection connection, string path, HotLayout layout, string generation)
    {
        HotWriter.Write(connection, path, layout, _gone.Token);
        return HotPart.Open(path, layout, generation);
    }

    private HotLayout? LayoutOf(DuckDBConnection connection)
    {
        var rows = Sql.Number(connection, "SELECT count(*) FROM sorted");
        return rows < FromEvents || rows == 0
            ? null
            : HotLayout.Of(rows, (int)Sql.Number(connection, "SELECT max(customer) FROM sorted"), SortedShape.Read(connection).Keys, (long)stores.Limits.HotMegabytes << 20);
    }
}
