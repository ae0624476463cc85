using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Rows on their way into one store, held in a temporary table (memory within the store's limit, then disk).
/// Nothing is visible before <see cref="CommitAsync"/>; disposing without it leaves nothing behind, and so does a kill at any moment.
/// </summary>
public sealed class EventBatch : IAsyncDisposable
{
    private readonly EventStores _stores;
    private readonly StoreId _store;
    private readonly Guid _import;
    private readonly DuckDBConnection _connection;
    private readonly DateTime _received;
    private readonly StagingAppender _rows;
    private readonly List<CustomerTraits> _traits = [];
    private long _settled = -1;
    private long _erased;

    internal EventBatch(EventStores stores, StoreId store, Guid import, DuckDBConnection connection, DateTime received, EventColumns columns, RowExtras extras, int remembered)
    {
        _stores = stores;
        _store = store;
        _import = import;
        _connection = connection;
        _received = received;
        Sql.Run(connection, EventSchema.StagedTable(columns, extras));
        Sql.Run(connection, EventSchema.StagedView(columns, extras));
        Sql.Run(connection, EventSchema.StagedTraits);
        _rows = new StagingAppender(connection, columns, extras, remembered);
    }

    public long Rows => _rows.Facts.Rows;

    /// <summary>Blocks while the engine takes a full chunk: call from a worker thread, one caller at a time.</summary>
    /// <exception cref="InvalidOperationException">The row fills a field that the batch was opened without.</exception>
    public void Add(EventRow row) => _rows.Append(row);

    /// <summary>Adds rows in order; faster than one by one.</summary>
    public void Add(ReadOnlySpan<EventRow> rows)
    {
        const int Ahead = 8;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i + Ahead < rows.Length)
            {
                _rows.Expect(rows[i + Ahead]);
            }

            _rows.Append(rows[i]);
        }
    }

    /// <summary>What a source says about a customer; written with the batch.</summary>
    public void Add(CustomerTraits traits)
    {
        _traits.Add(traits);
        if (_traits.Count >= 10_000)
        {
            FlushTraits();
        }
    }

    /// <summary>Counts the batch as a commit would, without committing.</summary>
    public Task<BatchSummary> SummarizeAsync(CancellationToken ct) => Task.Run(
        () =>
        {
            Flush();
            return EventStores.Interruptible(
                _connection,
                connection =>
                {
                    Settle();
                    return BatchCommit.Summarize(connection, _rows.Facts, _erased);
                },
                Timeout.InfiniteTimeSpan,
                ct);
        },
        ct);

    /// <summary>Adds what is new to the store in one transaction. Waits its turn behind other writers of the store.</summary>
    /// <param name="progress">Share of the commit that is done, 0 to 1.</param>
    public async Task<CommitReport> CommitAsync(IProgress<double>? progress, CancellationToken ct)
    {
        var gate = _stores.WriteGate(_store);
        await gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Commit(progress, ct), ct).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync() => await Task.Run(() =>
    {
        _rows.Dispose();
        _connection.Dispose();
    }).ConfigureAwait(false);

    private CommitReport Commit(IProgress<double>? progress, CancellationToken ct)
    {
        Flush();
        var commit = new BatchCommit(_connection, _rows.Facts, _import, _received, _stores.Limits.RecentEvents, progress);
        try
        {
            var report = EventStores.Interruptible(
                _connection,
                _ =>
                {
                    Settle();
                    return commit.Prepare(_erased);
                },
                Timeout.InfiniteTimeSpan,
                ct);
            _stores.Publish(_store, _connection);
            progress?.Report(1);
            return report;
        }
        catch
        {
            commit.Rollback();
            throw;
        }
    }

    private void Settle()
    {
        // Somebody may have been erased since the batch was counted.
        _erased += Erased.Remove(_connection);
        if (_settled != Rows)
        {
            BatchCommit.Settle(_connection, _rows.Facts);
            _settled = Rows;
        }
    }

    private void Flush()
    {
        _rows.Flush();
        FlushTraits();
    }

    private void FlushTraits()
    {
        if (_traits.Count == 0)
        {
            return;
        }

        using var appender = _connection.CreateAppender("temp", "main", "staged_traits");
        foreach (var traits in _traits)
        {
            appender.CreateRow()
                .AppendValue(traits.Customer).AppendValue(traits.Name).AppendValue(traits.Email).AppendValue(traits.Phone)
                .AppendValue(traits.Country).AppendValue(traits.MarketingConsent).AppendValue(traits.ProfilingConsent).EndRow();
        }

        _traits.Clear();
    }
}
