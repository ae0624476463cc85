using System.IO.Hashing;
using System.Runtime.InteropServices;
using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Counts what the file held, row by row; the store's own figures join it at the end.</summary>
internal sealed class ImportTally(bool countOrders)
{
    private const int ExamplesPerReason = 5;

    private readonly HashSet<ulong> _orders = [];
    private readonly HashSet<ulong> _cancelled = [];
    private readonly SortedDictionary<RejectReason, long> _refused = [];
    private readonly Dictionary<RejectReason, List<RefusedExample>> _examples = [];
    private long _rows;
    private long _cancelRows;
    private long _lineTotal;
    private long _writeOffs;
    private long _freeLines;
    private long _adjustments;
    private long _adjusted;

    public void Accept(EventRow row, long lineValue, bool extra)
    {
        _rows += extra ? 0 : 1;
        _lineTotal += lineValue;
        if (row.Kind == EventKind.Cancel)
        {
            _cancelRows++;
        }

        if (countOrders && row.Order is { } order)
        {
            CountOrder(order, row.Kind);
        }

        if (row.Kind == EventKind.Other)
        {
            CountNoSale(row, lineValue);
        }
    }

    public void Refuse(long line, RejectReason reason, string text)
    {
        _rows++;
        CollectionsMarshal.GetValueRefOrAddDefault(_examples, reason, out _) ??= [];
        if (WantsExample(reason))
        {
            _examples[reason].Add(new RefusedExample(line, reason, text));
        }

        _refused[reason] = _refused.GetValueOrDefault(reason) + 1;
    }

    public bool WantsExample(RejectReason reason) => !_examples.TryGetValue(reason, out var kept) || kept.Count < ExamplesPerReason;

    public ImportReport Report(FileShape shape, string timeZone, string currency, BatchSummary summary)
    {
        if (summary.Erased > 0)
        {
            _refused[RejectReason.PersonErased] = summary.Erased;
        }

        return Counted(shape, timeZone, currency, summary);
    }

    private ImportReport Counted(FileShape shape, string timeZone, string currency, BatchSummary summary) => new(
        shape.Profile,
        shape.Encoding.Encoding,
        shape.Delimiter,
        shape.HasHeader,
        shape.DateOrder,
        shape.DateOrderSure,
        timeZone,
        currency,
        _rows,
        summary.Rows - summary.Duplicates,
        summary.Duplicates,
        _refused.Values.Sum(),
        new SortedDictionary<RejectReason, long>(_refused),
        [.. _examples.OrderBy(e => e.Key).SelectMany(e => e.Value)],
        summary.Customers,
        summary.RowsWithoutCustomer,
        summary.Orders,
        summary.NetRevenue,
        summary.First,
        summary.Last,
        summary.Kinds.ToDictionary(k => k.Kind, k => k.Count),
        _orders.Count,
        _cancelRows,
        _cancelled.Count,
        _lineTotal,
        _adjustments,
        _adjusted,
        _writeOffs,
        _freeLines);

    private void CountOrder(string order, EventKind kind)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(order.AsSpan()));
        _orders.Add(hash);
        if (kind == EventKind.Cancel)
        {
            _cancelled.Add(hash);
        }
    }

    private void CountNoSale(EventRow row, long lineValue)
    {
        switch (row.Name)
        {
            case UciProfile.Adjustment:
                _adjustments++;
                _adjusted += lineValue;
                break;
            case UciProfile.WriteOff:
                _writeOffs++;
                break;
            case UciProfile.FreeLine:
                _freeLines++;
                break;
        }
    }
}
