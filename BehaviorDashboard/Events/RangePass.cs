using System.Globalization;
using BehaviorDashboard.Events.Hot;
using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>What a pass over a store's timelines reads from, all of one snapshot.</summary>
/// <param name="HasRecent">The recent part holds anything.</param>
/// <param name="Hot">The sorted part's narrow columns in memory, where they are and serve the fold.</param>
/// <param name="Withdrawn">Customers of whom the hot part still has rows that have left the sorted part.</param>
/// <param name="Needed">Null: all events.</param>
internal sealed record StoreState(TextTable Texts, bool HasRecent, HotPart? Hot, HashSet<int> Withdrawn, NeededEvents? Needed);

/// <summary>Folds one range of customers: the clustered rows as a stream, with the recent ones put in where they belong.</summary>
internal sealed class RangePass<TFold>(DuckDBConnection connection, TFold fold, TimelineWorld world, TimelineScope scope, StoreState state)
    where TFold : class, ITimelineFold<TFold>
{
    private const int Base = 4;

    /// <summary>Which rows come before others of the same customer, instant and kind: read only where the two parts have such.</summary>
    private const string IdOrder = "(id & 576460752303423487)::UBIGINT";

    private readonly EventField[] _fields = EventSchema.FieldsOf(fold.Columns);
    private readonly HashSet<string>? _orders = fold.Columns.HasFlag(EventColumns.Order) ? new HashSet<string>(StringComparer.Ordinal) : null;
    private List<RecentEvent> _recent = [];
    private int _next;
    private bool _open;
    private int _customer;
    private long _micros;

    public void Run((int First, int Last) range, CancellationToken ct)
    {
        _recent = state.HasRecent ? Recent(range) : [];
        var tied = _recent.Exists(r => r.Tied);
        if (state.Hot is { } hot && !tied)
        {
            RunHot(hot, range, ct);
        }
        else
        {
            RunSorted(range, tied, ct);
        }

        while (_next < _recent.Count)
        {
            Emit(_recent[_next++].Event);
        }

        if (_open)
        {
            fold.End();
        }
    }

    private void RunSorted((int First, int Last) range, bool tied, CancellationToken ct)
    {
        using var cursor = new ChunkCursor(connection, Query("sorted_whole", range, tied ? ", " + IdOrder : ""), Base + _fields.Length + (tied ? 1 : 0), state.Texts);
        var e = new TimelineEvent();
        while (cursor.NextChunk())
        {
            for (var row = 0; row < cursor.Count; row++)
            {
                if ((row & 255) == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }

                Read(cursor, row, e);
                EmitRecentBefore(e, tied ? (ulong)cursor.Long(Base + _fields.Length, row) : 0);
                Emit(e);
            }
        }
    }

    private unsafe void RunHot(HotPart hot, (int First, int Last) range, CancellationToken ct)
    {
        var e = new TimelineEvent();
        var names = world.Names.ToArray();
        var decoder = new TextDecoder(state.Texts);
        var columns = stackalloc byte*[_fields.Length];
        for (var f = 0; f < _fields.Length; f++)
        {
            columns[f] = hot.Field(_fields[f]);
        }

        var (from, until) = (scope.From is { } first ? Periods.MicrosOf(first) : long.MinValue, scope.Until is { } end ? Periods.MicrosOf(end) : long.MaxValue);
        for (var customer = range.First; customer <= Math.Min(range.Last, hot.HighestCustomer); customer++)
        {
            if ((customer & 255) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            if (state.Withdrawn.Count > 0 && state.Withdrawn.Contains(customer))
            {
                continue;
            }

            e.Customer = customer;
            for (var row = hot.Starts[customer]; row < hot.Starts[customer + 1] && hot.Times[row] < until; row++)
            {
                if (hot.Times[row] < from || (state.Needed is { } needed && !needed.Has(hot.Names[row], hot.Kinds[row])))
                {
                    continue;
                }

                (e.Micros, e.Kind, e.NameNumber) = (hot.Times[row], (EventKind)hot.Kinds[row], hot.Names[row]);
                e.Name = names[e.NameNumber];
                for (var f = 0; f < _fields.Length; f++)
                {
                    EventFields.FillHot(e, _fields[f], columns[f], row, decoder);
                }

                EmitRecentBefore(e, 0);
                Emit(e);
            }
        }
    }

    private void EmitRecentBefore(TimelineEvent e, ulong place)
    {
        while (_next < _recent.Count && _recent[_next].ComesBefore(e, place))
        {
            Emit(_recent[_next++].Event);
        }
    }

    private void Emit(TimelineEvent e)
    {
        if (!_open || e.Customer != _customer)
        {
            if (_open)
            {
                fold.End();
            }

            _orders?.Clear();
            _open = true;
            _customer = e.Customer;
            fold.Start(e.Customer);
        }
        else if (e.Micros < _micros)
        {
            throw new InvalidOperationException("A timeline came out of order; the store's clustering is broken.");
        }

        _micros = e.Micros;
        e.StartsOrder = _orders is not null && e.Kind == EventKind.Purchase && e.Order is not null && _orders.Add(e.Order);
        fold.Event(e);
    }

    // The recent part is small by its limit: what of it lies in the range is held and sorted.
    private List<RecentEvent> Recent((int First, int Last) range)
    {
        var found = new List<RecentEvent>();
        using var cursor = new ChunkCursor(connection, Query("recent", range, $", {IdOrder}, tied") + $" ORDER BY {EventSchema.TimelineOrder}", Base + _fields.Length + 2, state.Texts);
        while (cursor.NextChunk())
        {
            for (var row = 0; row < cursor.Count; row++)
            {
                var e = new TimelineEvent();
                Read(cursor, row, e);
                found.Add(new RecentEvent(e, (ulong)cursor.Long(Base + _fields.Length, row), cursor.Byte(Base + _fields.Length + 1, row) != 0));
            }
        }

        return found;
    }

    private string Query(string part, (int First, int Last) range, string further)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT customer, time, kind, name{string.Concat(_fields.Select(f => ", " + f.Name))}{further} FROM {part} WHERE customer BETWEEN {range.First} AND {range.Last}");
        query += state.Needed is { } needed ? $" AND {needed.Rows}" : "";
        if (scope.From is { } from)
        {
            query += $" AND time >= {Sql.Instant(from)}";
        }

        return scope.Until is { } until ? query + $" AND time < {Sql.Instant(until)}" : query;
    }

    private void Read(ChunkCursor cursor, int row, TimelineEvent e)
    {
        e.Customer = cursor.Int(0, row);
        e.Micros = cursor.Long(1, row);
        e.Kind = (EventKind)cursor.Byte(2, row);
        e.NameNumber = cursor.Int(3, row);
        e.Name = world.Names[e.NameNumber];
        for (var f = 0; f < _fields.Length; f++)
        {
            EventFields.Fill(e, _fields[f], cursor, Base + f, row);
        }
    }

    /// <param name="Place">Orders events of the same customer, instant and kind.</param>
    private readonly record struct RecentEvent(TimelineEvent Event, ulong Place, bool Tied)
    {
        public bool ComesBefore(TimelineEvent other, ulong place)
        {
            var order = Event.Customer.CompareTo(other.Customer);
            order = order != 0 ? order : Event.Micros.CompareTo(other.Micros);
            order = order != 0 ? order : Event.Kind.CompareTo(other.Kind);
            return order < 0 || (order == 0 && Place < place);
        }
    }
}
