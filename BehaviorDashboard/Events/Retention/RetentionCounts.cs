namespace BehaviorDashboard.Events.Retention;

/// <summary>What a pass counted, for everybody or for one group: by cohort and period.</summary>
public sealed class RetentionCounts(int cohorts, int length)
{
    private readonly long[] _size = new long[cohorts];

    // Groups hold few of the cohorts: a row is made when somebody stands in it.
    private readonly long[]?[] _returned = new long[cohorts][];
    private readonly long[]?[] _first = new long[cohorts][];
    private readonly long[]?[] _revenue = new long[cohorts][];

    public int Cohorts => cohorts;

    /// <summary>Periods of each cohort.</summary>
    public int Length => length;

    /// <summary>Different customers in any cohort.</summary>
    public long Customers { get; private set; }

    /// <summary>Customers of a cohort.</summary>
    public long Size(int cohort) => _size[cohort];

    /// <summary>Customers of a cohort who returned in a period.</summary>
    public long Returned(int cohort, int period) => _returned[cohort]?[period] ?? 0;

    /// <summary>Customers of a cohort whose first return lies in a period, whatever the question counts as returned.</summary>
    public long FirstReturned(int cohort, int period) => _first[cohort]?[period] ?? 0;

    /// <summary>Net revenue of a cohort in a period, ten-thousandths.</summary>
    public long Revenue(int cohort, int period) => _revenue[cohort]?[period] ?? 0;

    /// <summary>Several groups together; a customer who stands in two of them is counted in both.</summary>
    public static RetentionCounts Sum(IEnumerable<RetentionCounts> groups)
    {
        RetentionCounts? sum = null;
        foreach (var group in groups)
        {
            sum ??= new RetentionCounts(group.Cohorts, group.Length);
            sum.Add(group);
        }

        return sum ?? throw new ArgumentException("There is no group.", nameof(groups));
    }

    internal void AddCustomer() => Customers++;

    internal void Add(int cohort, ReadOnlySpan<bool> returned, int? firstReturn, ReadOnlySpan<long> revenue)
    {
        _size[cohort]++;
        var row = _returned[cohort] ??= new long[length];
        for (var k = 0; k < length; k++)
        {
            row[k] += returned[k] ? 1 : 0;
        }

        if (firstReturn is { } period)
        {
            (_first[cohort] ??= new long[length])[period]++;
        }

        if (revenue.Length > 0)
        {
            var money = _revenue[cohort] ??= new long[length];
            for (var k = 0; k < length; k++)
            {
                money[k] += revenue[k];
            }
        }
    }

    internal void Add(RetentionCounts other)
    {
        Customers += other.Customers;
        for (var cohort = 0; cohort < cohorts; cohort++)
        {
            _size[cohort] += other._size[cohort];
            Add(ref _returned[cohort], other._returned[cohort]);
            Add(ref _first[cohort], other._first[cohort]);
            Add(ref _revenue[cohort], other._revenue[cohort]);
        }
    }

    private static void Add(ref long[]? row, long[]? other)
    {
        if (other is null)
        {
            return;
        }

        row ??= new long[other.Length];
        for (var k = 0; k < row.Length; k++)
        {
            row[k] += other[k];
        }
    }
}
