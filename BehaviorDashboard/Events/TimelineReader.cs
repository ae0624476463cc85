using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Events.Hot;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Folds customers' timelines: ranges of customers in parallel, each a stream of the clustered rows, memory independent of the store's size.</summary>
public sealed class TimelineReader(EventStores stores, ICartPatience? patience = null)
{
    // Small ranges keep all workers busy to the end; each costs one query of about a millisecond.
    private const int EventsPerRange = 400_000;

    // Customers of low numbers are old ones and have more events, so that ranges are not equally long.
    private const int RangesPerWorker = 8;

    private readonly CartTimeOuts _timeOuts = new(patience ?? new UsualCartPatience());

    /// <summary>Passes over the timelines in <paramref name="scope"/> and returns the merged fold. Never runs on the caller's thread.</summary>
    /// <param name="create">Makes one fold; called once per worker.</param>
    /// <exception cref="QueryTimeoutException">The pass took longer than the limit of pages.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public Task<TFold> FoldAsync<TFold>(StoreId store, Func<TimelineWorld, TFold> create, CancellationToken ct, TimelineScope? scope = null)
        where TFold : class, ITimelineFold<TFold> =>
        Task.Run(() => Fold(store, create, scope ?? new TimelineScope(), TimeSpan.FromSeconds(stores.Limits.QueryTimeoutSeconds), ct), ct);

    /// <summary>The same pass for a job: no time limit, only cancellation.</summary>
    public Task<TFold> FoldInJobAsync<TFold>(StoreId store, Func<TimelineWorld, TFold> create, CancellationToken ct, TimelineScope? scope = null)
        where TFold : class, ITimelineFold<TFold> =>
        Task.Run(() => Fold(store, create, scope ?? new TimelineScope(), Timeout.InfiniteTimeSpan, ct), ct);

    /// <summary>After how long the store's carts count as lost: read from its recovery curve by one pass over its timelines, and remembered until its facts change.</summary>
    public Task<CartTimeOut> CartTimeOutAsync(StoreId store, CancellationToken ct) => Task.Run(
        () =>
        {
            using var connection = stores.Connect(store);
            return CartTimeOut(store, connection, ct).TimeOut;
        },
        ct);

    /// <summary>The rule of carts with a time-out: visits are cut as sessions are.</summary>
    public CartRule RuleOf(CartTimeOut timeOut) => new(timeOut.After) { VisitGap = TimeSpan.FromMinutes(stores.Limits.SessionGapMinutes) };

    private (CartTimeOut TimeOut, long Known) CartTimeOut(StoreId store, DuckDBConnection connection, CancellationToken ct) => _timeOuts.Read(
        store,
        connection,
        (days, known) => Fold(store, world => new RecoveryFold(RuleOf(new CartTimeOut(days, CartTimeOutSource.Usual, 0)), days, known, world.Names), new TimelineScope(), Timeout.InfiniteTimeSpan, ct).Times);

    private TFold Fold<TFold>(StoreId store, Func<TimelineWorld, TFold> create, TimelineScope scope, TimeSpan limit, CancellationToken ct)
        where TFold : class, ITimelineFold<TFold>
    {
        var workers = scope.Customer is null ? stores.Limits.ThreadCount : 1;
        var connections = stores.Snapshot(store, workers);
        try
        {
            var world = ReadWorld(connections[0]);
            var texts = stores.Texts(store, connections[0]);
            var ranges = scope.Customer is { } one ? [(one, one)] : CustomerRanges.Of(connections[0], EventsPerRange, scope.Guests, RangesPerWorker * workers);
            var hasRecent = Sql.Number(connections[0], "SELECT count(*) FROM recent") > 0;
            var folds = new TFold[Math.Max(1, Math.Min(workers, ranges.Count))];
            for (var i = 0; i < folds.Length; i++)
            {
                folds[i] = create(world);
            }

            if (folds[0].Columns.HasFlag(EventColumns.CartFate))
            {
                var (timeOut, known) = CartTimeOut(store, connections[0], ct);
                return Fold(store, w => new CartHindsight<TFold>(create(w), w, scope, RuleOf(timeOut), known), CartHindsight<TFold>.Whole(scope), limit, ct).Inner;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (limit != Timeout.InfiniteTimeSpan)
            {
                stop.CancelAfter(limit);
            }

            using var hot = stores.Hot.Lease(store, connections[0], EventSchema.FieldsOf(folds[0].Columns));
            var parts = new StoreState(texts, hasRecent, hot, hot is null ? [] : HotParts.Withdrawn(connections[0]), NeededEvents.Find(connections[0], folds[0].Needs, world));
            var next = -1;
            try
            {
                Parallel.For(0, folds.Length, w => EventStores.Interruptible(
                    connections[w],
                    connection =>
                    {
                        for (var r = Interlocked.Increment(ref next); r < ranges.Count; r = Interlocked.Increment(ref next))
                        {
                            new RangePass<TFold>(connection, folds[w], world, scope, parts).Run(ranges[r], stop.Token);
                        }

                        return 0;
                    },
                    Timeout.InfiniteTimeSpan,
                    stop.Token));
            }
            catch (AggregateException e)
            {
                ct.ThrowIfCancellationRequested();
                if (stop.IsCancellationRequested)
                {
                    throw new QueryTimeoutException((int)limit.TotalSeconds);
                }

                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }

            for (var i = 1; i < folds.Length; i++)
            {
                folds[0].Merge(folds[i]);
            }

            return folds[0];
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }
    }

    private static TimelineWorld ReadWorld(DuckDBConnection connection)
    {
        var names = new string[Sql.Number(connection, "SELECT coalesce(max(number) + 1, 0) FROM names")];
        Sql.Rows(connection, "SELECT number, name FROM names", r => names[r.GetInt32(0)] = r.GetString(1));
        return new TimelineWorld(names, CustomerRanges.Highest(connection));
    }
}
