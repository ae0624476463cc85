using System.Globalization;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Folds one range of customers: the clustered rows as a stream, with the recent ones put in where they belong.</summary>
/// <param name="only">A condition on the rows that are read; null for all.</param>
internal sealed class RangePass<TFold>(DuckDBConnection connection, TFold fold, TimelineWorld world, TextTable texts, TimelineScope scope, string? only, bool hasRecent)
    where TFold : class, ITimelineFold<TFold>
{
    private const int Base = 4;

    private readonly EventField[] _fields = [.. EventSchema.Fields.Where(f => fold.Columns.HasFlag(f.Flag))];
    private readonly HashSet<string>? _orders = fold.Columns.HasFlag(EventColumns.Order) ? new HashSet<string>(StringComparer.Ordinal) : null;
    private bool _open;
    private int _customer;
    private long _micros;

    /// <summary>Which rows come before others of the same customer, instant and kind: read only where the two parts have such.</summary>
    private static readonly string IdOrder = "(id & 576460752303423487)::UBIGINT";

    public void Run((int First, int Last) range, CancellationToken ct)
    {
        var recent = hasRecent ? Recent(range) : [];
        var tied = recent.Exists(r => r.Tied);
        using (var cursor = new ChunkCursor(connection, Query("sorted_whole", range, tied ? ", " + IdOrder : ""), Base + _fields.Length + (tied ? 1 : 0), texts))
        {
            var e = new TimelineEvent();
            var next = 0;
            while (cursor.NextChunk())
            {
                for (var row = 0; row < cursor.Count; row++)
                {
                    if ((row & 255) == 0)
                    {
                        ct.ThrowIfCancellationRequested();
                    }

                    Read(cursor, row, e);
                    if (next < recent.Count)
                    {
                        var place = tied ? (ulong)cursor.Long(Base + _fields.Length, row) : 0;
                        while (next < recent.Count && recent[next].ComesBefore(e, place))
                        {
                            Emit(recent[next++].Event);
                        }
                    }

                    Emit(e);
                }
            }

            for (; next < recent.Count; next++)
            {
                Emit(recent[next].Event);
            }
        }

        if (_open)
        {
            fold.End();
            _open = false;
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
        using var cursor = new ChunkCursor(connection, Query("recent", range, $", {IdOrder}, tied") + $" ORDER BY {EventSchema.TimelineOrder}", Base + _fields.Length + 2, texts);
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
        query += only is null ? "" : $" AND {only}";
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
            Fill(e, _fields[f].Flag, cursor, Base + f, row);
        }
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
