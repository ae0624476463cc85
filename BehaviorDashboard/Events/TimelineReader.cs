using System.Globalization;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Folds customers' timelines: ranges of customers in parallel, each a stream of the clustered rows, memory independent of the store's size.</summary>
public sealed class TimelineReader(EventStores stores, ICartPatience? patience = null)
{
    // Small ranges keep all workers busy to the end; each costs one query of about a millisecond.
    private const int EventsPerRange = 400_000;

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
            var ranges = Ranges(connections[0], world, scope);
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

            var next = -1;
            try
            {
                Parallel.For(0, folds.Length, w => EventStores.Interruptible(
                    connections[w],
                    connection =>
                    {
                        for (var r = Interlocked.Increment(ref next); r < ranges.Count; r = Interlocked.Increment(ref next))
                        {
                            FoldRange(connection, folds[w], world, texts, ranges[r], scope, stop.Token);
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
        return new TimelineWorld(names, (int)Sql.Number(connection, "SELECT coalesce(max(customer), 0) FROM customer_facts"));
    }

    private static List<(int First, int Last)> Ranges(DuckDBConnection connection, TimelineWorld world, TimelineScope scope)
    {
        if (scope.Customer is { } one)
        {
            return [(one, one)];
        }

        // Nobody knows how to cut the guests into customers, so they are one range; it comes first, being the longest.
        List<(int First, int Last)> guests = scope.Guests ? [(0, 0)] : [];
        if (world.HighestCustomer == 0)
        {
            return guests;
        }

        var events = Sql.Number(connection, "SELECT coalesce(sum(events), 0)::BIGINT FROM customer_facts");
        var count = (int)Math.Clamp(events / EventsPerRange, 1, world.HighestCustomer);
        return [.. guests, .. Enumerable.Range(0, count).Select(i => (
            (int)(1 + ((long)world.HighestCustomer * i / count)),
            (int)((long)world.HighestCustomer * (i + 1) / count)))];
    }

    private static void FoldRange<TFold>(DuckDBConnection connection, TFold fold, TimelineWorld world, TextTable texts, (int First, int Last) range, TimelineScope scope, CancellationToken ct)
        where TFold : class, ITimelineFold<TFold>
    {
        var fields = EventSchema.Fields.Where(f => fold.Columns.HasFlag(f.Flag)).ToArray();
        using var cursor = new ChunkCursor(connection, Query(fields, range, scope), 4 + fields.Length, texts);
        var e = new TimelineEvent();
        var orders = fold.Columns.HasFlag(EventColumns.Order) ? new HashSet<string>(StringComparer.Ordinal) : null;
        var open = false;
        var previousMicros = long.MinValue;
        while (cursor.NextChunk())
        {
            for (var row = 0; row < cursor.Count; row++)
            {
                if ((row & 255) == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }

                var customer = cursor.Int(0, row);
                var micros = cursor.Long(1, row);
                if (!open || customer != e.Customer)
                {
                    if (open)
                    {
                        fold.End();
                    }

                    orders?.Clear();
                    open = true;
                    fold.Start(customer);
                }
                else if (micros < previousMicros)
                {
                    throw new InvalidOperationException("A timeline came out of order; the store's clustering is broken.");
                }

                previousMicros = micros;
                e.Customer = customer;
                e.Micros = micros;
                e.Kind = (EventKind)cursor.Byte(2, row);
                e.NameNumber = cursor.Int(3, row);
                e.Name = world.Names[e.NameNumber];
                for (var f = 0; f < fields.Length; f++)
                {
                    Fill(e, fields[f].Flag, cursor, 4 + f, row);
                }

                e.StartsOrder = orders is not null && e.Kind == EventKind.Purchase && e.Order is not null && orders.Add(e.Order);
                fold.Event(e);
            }
        }

        if (open)
        {
            fold.End();
        }
    }

    private static string Query(EventField[] fields, (int First, int Last) range, TimelineScope scope)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT customer, time, kind, name{string.Concat(fields.Select(f => ", " + f.Name))} FROM events WHERE customer BETWEEN {range.First} AND {range.Last}");
        if (scope.From is { } from)
        {
            query += $" AND time >= {Sql.Instant(from)}";
        }

        return scope.Until is { } until ? query + $" AND time < {Sql.Instant(until)}" : query;
    }

    private static void Fill(TimelineEvent e, EventColumns flag, ChunkCursor cursor, int column, int row)
    {
        switch (flag)
        {
            case EventColumns.Product: e.Product = cursor.Coded(column, row); break;
            case EventColumns.Category: e.Category = cursor.Coded(column, row); break;
            case EventColumns.Brand: e.Brand = cursor.Coded(column, row); break;
            case EventColumns.Quantity: e.Quantity = cursor.Double(column, row); break;
            case EventColumns.Price: e.Price = cursor.Long(column, row); break;
            case EventColumns.Value: e.Value = cursor.Long(column, row); break;
            case EventColumns.Discount: e.Discount = cursor.Long(column, row); break;
            case EventColumns.Currency: e.Currency = cursor.Coded(column, row); break;
            case EventColumns.Order: e.Order = cursor.Text(column, row); break;
            case EventColumns.Cart: e.Cart = cursor.Text(column, row); break;
            case EventColumns.Session: e.Session = cursor.Text(column, row); break;
            case EventColumns.Channel: e.Channel = cursor.Coded(column, row); break;
            case EventColumns.Campaign: e.Campaign = cursor.Coded(column, row); break;
            case EventColumns.Device: e.Device = cursor.Coded(column, row); break;
            case EventColumns.Page: e.Page = cursor.Text(column, row); break;
            case EventColumns.Search: e.Search = cursor.Text(column, row); break;
            case EventColumns.Coupon: e.Coupon = cursor.Coded(column, row); break;
            case EventColumns.Rating: e.Rating = cursor.Byte(column, row); break;
            case EventColumns.Review: e.Review = cursor.Text(column, row); break;
            case EventColumns.Properties: e.Properties = cursor.Text(column, row); break;
            default: throw new ArgumentOutOfRangeException(nameof(flag));
        }
    }
}
