using System.Collections.Concurrent;
using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Rows that travel together from the reading thread to the writing thread; used again once written.</summary>
internal sealed class RowBlock
{
    public const int Size = 256;

    private readonly EventRow[] _rows = [.. Enumerable.Range(0, Size).Select(_ => new EventRow())];

    public int Count { get; set; }

    public List<CustomerTraits> Traits { get; } = [];

    public bool IsFull => Count == Size;

    public ReadOnlySpan<EventRow> Rows => _rows.AsSpan(0, Count);

    public EventRow this[int row] => _rows[row];

    public void Clear()
    {
        Count = 0;
        Traits.Clear();
    }
}

/// <summary>Where a reader puts its events and refusals. Rows wait in few blocks: when the store is slower than the file, reading waits.</summary>
internal sealed class RowSink(ImportTally tally, RefusedFile? refused, CancellationToken ct) : IDisposable
{
    private readonly BlockingCollection<RowBlock> _full = new(boundedCapacity: 16);
    private readonly ConcurrentBag<RowBlock> _free = [];
    private RowBlock _block = new();

    /// <summary>An empty row; it counts once emitted, and is given again if not.</summary>
    public EventRow Next()
    {
        if (_block.IsFull)
        {
            Send();
        }

        var row = _block[_block.Count];
        row.Clear();
        return row;
    }

    /// <param name="lineValue">Quantity times unit price as the file has them.</param>
    /// <param name="extra">An event that follows from a row of the file and is none itself.</param>
    public void Emit(long lineValue, bool extra = false)
    {
        tally.Accept(_block[_block.Count], lineValue, extra);
        _block.Count++;
    }

    public void Add(CustomerTraits traits) => _block.Traits.Add(traits);

    public void Refuse(long line, RejectReason reason, ReadOnlySpan<char> raw)
    {
        var text = refused is { IsFull: false } || tally.WantsExample(reason) ? RefusedText.Of(raw).Replace(FileEncoding.Undecodable, '\uFFFD') : "";
        tally.Refuse(line, reason, text);
        refused?.Write(line, reason, text);
    }

    public void Complete()
    {
        Send();
        _full.CompleteAdding();
    }

    public void Abort() => _full.CompleteAdding();

    /// <summary>Hands every row to the batch; blocks until the reader is done.</summary>
    public void WriteTo(EventBatch batch)
    {
        foreach (var block in _full.GetConsumingEnumerable(ct))
        {
            batch.Add(block.Rows);
            foreach (var traits in block.Traits)
            {
                batch.Add(traits);
            }

            block.Clear();
            _free.Add(block);
        }
    }

    public void Dispose() => _full.Dispose();

    private void Send()
    {
        _full.Add(_block, ct);
        _block = _free.TryTake(out var free) ? free : new RowBlock();
    }
}
