using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Trends;

/// <summary>
/// The figures of one measure (of one group) by bucket, and of the whole range in the last place. Sums are whole ten-thousandths, so that they do not depend on
/// the order in which they were added.
/// </summary>
public sealed class TrendTally
{
    private readonly long[] _events;
    private readonly long[] _known;
    private readonly long[] _numbers;
    private readonly long[] _sums;
    private readonly long[] _knownSums;
    private readonly long[] _customers;
    private readonly long[] _firsts;
    private int _customer;
    private int _bucket = -1;

    internal TrendTally(int buckets)
    {
        Buckets = buckets;
        _events = new long[buckets + 1];
        _known = new long[buckets + 1];
        _numbers = new long[buckets + 1];
        _sums = new long[buckets + 1];
        _knownSums = new long[buckets + 1];
        _customers = new long[buckets + 1];
        _firsts = new long[buckets + 1];
    }

    public int Buckets { get; }

    /// <summary>Events of the range.</summary>
    public long Events => _events[Buckets];

    /// <summary>Customers whose first such event of the range lies in the bucket: summed up, the customers since the range began.</summary>
    public long First(int bucket) => _firsts[bucket];

    /// <summary>The measure's figure in a bucket; null where there is nothing to divide by.</summary>
    /// <param name="bucket">Null for the whole range.</param>
    public double? Value(TrendMeasure measure, int? bucket)
    {
        var at = bucket ?? Buckets;
        return measure.Math switch
        {
            TrendMath.Count => _events[at],
            TrendMath.Customers => _customers[at],
            TrendMath.Sum => Amount(_sums[at]),
            TrendMath.Mean => _numbers[at] == 0 ? null : Amount(_sums[at]) / _numbers[at],
            _ => _customers[at] == 0 ? null : (measure.Property is null ? _known[at] : Amount(_knownSums[at])) / _customers[at],
        };
    }

    /// <param name="customer">0 for a guest. Calls come in time order, customer after customer.</param>
    /// <param name="number">Ten-thousandths; null where the event has no number.</param>
    internal void Add(int bucket, int customer, long? number)
    {
        if (customer != _customer)
        {
            (_customer, _bucket) = (customer, -1);
        }

        if (customer > 0 && _bucket != bucket)
        {
            if (_bucket < 0)
            {
                _customers[Buckets]++;
                _firsts[bucket]++;
            }

            _customers[bucket]++;
            _bucket = bucket;
        }

        Add(bucket, customer > 0, number);
        Add(Buckets, customer > 0, number);
    }

    internal void Add(TrendTally other)
    {
        Sum(_events, other._events);
        Sum(_known, other._known);
        Sum(_numbers, other._numbers);
        Sum(_sums, other._sums);
        Sum(_knownSums, other._knownSums);
        Sum(_customers, other._customers);
        Sum(_firsts, other._firsts);
    }

    private void Add(int at, bool known, long? number)
    {
        _events[at]++;
        _known[at] += known ? 1 : 0;
        if (number is { } amount)
        {
            _numbers[at]++;
            _sums[at] += amount;
            _knownSums[at] += known ? amount : 0;
        }
    }

    private static void Sum(long[] into, long[] from)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }
    }

    private static double Amount(long scaled) => (double)scaled / Money.Scale;
}
