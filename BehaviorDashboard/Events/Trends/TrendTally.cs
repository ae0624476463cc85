using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Trends;

/// <summary>
/// The figures of one measure (of one group) by bucket, and of the whole range. Sums are whole ten-thousandths, so that they do not depend on
/// the order in which they were added.
/// </summary>
public sealed class TrendTally
{
    private readonly Cell[] _cells;
    private int _customer;
    private int _bucket;

    internal TrendTally(int buckets) => _cells = new Cell[buckets];

    public int Buckets => _cells.Length;

    /// <summary>Events of the range.</summary>
    public long Events => Whole.Events;

    // A customer is new to the range in one bucket only, so the customers of the range are those who came first in any.
    private Cell Whole => _cells.Aggregate(new Cell(), (all, cell) =>
    {
        all.Add(cell);
        all.Customers = all.Firsts;
        return all;
    });

    /// <summary>Customers whose first such event of the range lies in the bucket: summed up, the customers since the range began.</summary>
    public long First(int bucket) => _cells[bucket].Firsts;

    /// <summary>The measure's figure in a bucket; null where there is nothing to divide by.</summary>
    /// <param name="bucket">Null for the whole range.</param>
    public double? Value(TrendMeasure measure, int? bucket)
    {
        var cell = bucket is { } one ? _cells[one] : Whole;
        return measure.Math switch
        {
            TrendMath.Count => cell.Events,
            TrendMath.Customers => cell.Customers,
            TrendMath.Sum => Amount(cell.Sum),
            TrendMath.Mean => cell.Numbers == 0 ? null : Amount(cell.Sum) / cell.Numbers,
            _ => cell.Customers == 0 ? null : (measure.Property is null ? cell.Known : Amount(cell.KnownSum)) / cell.Customers,
        };
    }

    /// <param name="customer">0 for a guest. Calls come in time order, customer after customer.</param>
    /// <param name="number">Ten-thousandths; null where the event has no number.</param>
    internal void Add(int bucket, int customer, long? number)
    {
        ref var cell = ref _cells[bucket];
        cell.Events++;
        if (number is { } amount)
        {
            cell.Numbers++;
            cell.Sum += amount;
        }

        if (customer == 0)
        {
            return;
        }

        cell.Known++;
        cell.KnownSum += number ?? 0;
        cell.Firsts += customer != _customer ? 1 : 0;
        cell.Customers += customer != _customer || bucket != _bucket ? 1 : 0;
        (_customer, _bucket) = (customer, bucket);
    }

    internal void Add(TrendTally other)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i].Add(other._cells[i]);
        }
    }

    private static double Amount(long scaled) => (double)scaled / Money.Scale;

    /// <summary>What a bucket holds; together, because an event touches most of it.</summary>
    private struct Cell
    {
        public long Events;
        public long Known;
        public long Numbers;
        public long Sum;
        public long KnownSum;
        public long Customers;
        public long Firsts;

        public void Add(in Cell other)
        {
            Events += other.Events;
            Known += other.Known;
            Numbers += other.Numbers;
            Sum += other.Sum;
            KnownSum += other.KnownSum;
            Customers += other.Customers;
            Firsts += other.Firsts;
        }
    }
}
