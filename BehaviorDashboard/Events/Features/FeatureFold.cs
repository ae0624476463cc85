using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Features;

/// <summary>
/// Features as of several instants in one pass over the timelines. A row is taken at the first event at or after its instant, before that
/// event is looked at, so nothing later can reach it.
/// </summary>
public sealed class FeatureFold : ITimelineFold<FeatureFold>
{
    private readonly long[] _asOf;
    private readonly Rows[] _rows;
    private readonly StoreCalendar _calendar;
    private readonly long _horizon;
    private readonly FeatureTimeline _state;
    private readonly Func<int, int, bool>? _include;
    private readonly int[] _openRow;
    private int _customer;
    private int _next;

    /// <param name="asOf">Instants, UTC, in any order; tables come back ascending.</param>
    /// <param name="calendar">Says which hours are evenings and weekends.</param>
    /// <param name="horizon">How long after an instant <see cref="FeatureTable.NetAfter"/> counts.</param>
    /// <param name="include">Which rows to take: number of the as-of instant (ascending) and of the customer; null takes all.</param>
    public FeatureFold(IEnumerable<DateTime> asOf, StoreCalendar calendar, TimeSpan horizon, Func<int, int, bool>? include = null)
    {
        _asOf = [.. asOf.Distinct().Order().Select(Periods.MicrosOf)];
        _rows = [.. _asOf.Select(_ => new Rows())];
        _openRow = new int[_asOf.Length];
        _calendar = calendar;
        _horizon = horizon.Ticks / TimeSpan.TicksPerMicrosecond;
        _include = include;
        _state = new FeatureTimeline();
    }

    public EventColumns Columns =>
        EventColumns.Product | EventColumns.Category | EventColumns.Brand | EventColumns.Quantity | EventColumns.Price | EventColumns.Value | EventColumns.Discount
        | EventColumns.Order | EventColumns.Cart | EventColumns.Session | EventColumns.Channel | EventColumns.Device | EventColumns.Coupon | EventColumns.Rating;

    public void Start(int customer)
    {
        _customer = customer;
        _next = 0;
        _state.Clear();
    }

    public void Event(TimelineEvent e)
    {
        TakeRowsUpTo(e.Micros);
        for (var i = 0; i < _next; i++)
        {
            Label(i, e);
        }

        if (_next < _asOf.Length)
        {
            _state.Add(e, _calendar);
        }
    }

    public void End() => TakeRowsUpTo(long.MaxValue);

    public void Merge(FeatureFold other)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i].Add(other._rows[i]);
        }
    }

    /// <summary>What the pass found, one table per instant, ascending.</summary>
    public IReadOnlyList<FeatureTable> Tables() => [.. _rows.Select((rows, i) => rows.ToTable(DateTime.UnixEpoch.AddTicks(_asOf[i] * TimeSpan.TicksPerMicrosecond)))];

    private void TakeRowsUpTo(long micros)
    {
        for (; _next < _asOf.Length && _asOf[_next] <= micros; _next++)
        {
            _openRow[_next] = -1;
            if (_state.HasOrder && (_include is null || _include(_next, _customer)))
            {
                _openRow[_next] = _rows[_next].Add(_customer, _state, _asOf[_next]);
            }
        }
    }

    private void Label(int asOf, TimelineEvent e)
    {
        if (_openRow[asOf] < 0)
        {
            return;
        }

        var after = e.Micros - _asOf[asOf];
        if (e.StartsOrder)
        {
            _rows[asOf].Ordered(_openRow[asOf], after / FeatureTimeline.Day);
        }

        if (after < _horizon && e.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel)
        {
            _rows[asOf].Earned(_openRow[asOf], e.Value);
        }
    }

    private sealed class Rows
    {
        private readonly List<int> _customers = [];
        private readonly List<double> _values = [];
        private readonly List<double> _nextOrder = [];
        private readonly List<long> _netAfter = [];

        public int Add(int customer, FeatureTimeline state, long asOf)
        {
            _customers.Add(customer);
            var start = _values.Count;
            System.Runtime.InteropServices.CollectionsMarshal.SetCount(_values, start + CustomerFeatures.All.Count);
            state.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values)[start..], asOf);
            _nextOrder.Add(double.NaN);
            _netAfter.Add(0);
            return _customers.Count - 1;
        }

        public void Ordered(int row, double days)
        {
            if (double.IsNaN(_nextOrder[row]))
            {
                _nextOrder[row] = days;
            }
        }

        public void Earned(int row, long value) => _netAfter[row] += value;

        public void Add(Rows other)
        {
            _customers.AddRange(other._customers);
            _values.AddRange(other._values);
            _nextOrder.AddRange(other._nextOrder);
            _netAfter.AddRange(other._netAfter);
        }

        public FeatureTable ToTable(DateTime asOf)
        {
            // Which worker met which customer depends on the machine; the table must not.
            var width = CustomerFeatures.All.Count;
            var order = Enumerable.Range(0, _customers.Count).OrderBy(i => _customers[i]).ToArray();
            var found = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values);
            var values = new double[found.Length];
            for (var i = 0; i < order.Length; i++)
            {
                found.Slice(order[i] * width, width).CopyTo(values.AsSpan(i * width));
            }

            return new FeatureTable(
                asOf,
                [.. order.Select(i => _customers[i])],
                values,
                [.. order.Select(i => _nextOrder[i])],
                [.. order.Select(i => (double)_netAfter[i] / Money.Scale)]);
        }
    }
}
