using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events.Hot;

/// <summary>Writes a <see cref="HotPart"/>'s file: one pass over the sorted part, a block of rows at a time.</summary>
internal static class HotWriter
{
    private const int Block = 1 << 16;

    public static void Write(DuckDBConnection connection, string path, HotLayout layout, CancellationToken ct)
    {
        var fields = HotLayout.Narrow.Where(f => layout.Fields.ContainsKey(f.Name)).ToArray();
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read, FileOptions.None, Math.Max(1, layout.Bytes));
        var times = new Column<long>(file, layout.Times);
        var kinds = new Column<byte>(file, layout.Kinds);
        var names = new Column<int>(file, layout.Names);
        var coded = fields.Select(f => f.Coded ? new Column<int>(file, layout.Fields[f.Name]) : null).ToArray();
        var amounts = fields.Select(f => f.Coded ? null : new Column<long>(file, layout.Fields[f.Name])).ToArray();
        var starts = new long[layout.HighestCustomer + 2];
        using var cursor = new ChunkCursor(connection, $"SELECT customer, time, kind, name{string.Concat(fields.Select(f => ", " + f.Name))} FROM sorted_whole", 4 + fields.Length);
        while (cursor.NextChunk())
        {
            ct.ThrowIfCancellationRequested();
            for (var row = 0; row < cursor.Count; row++)
            {
                starts[cursor.Int(0, row) + 1]++;
                times.Add(cursor.Long(1, row));
                kinds.Add(cursor.Byte(2, row));
                names.Add(cursor.Int(3, row));
            }

            for (var f = 0; f < fields.Length; f++)
            {
                for (var row = 0; row < cursor.Count; row++)
                {
                    coded[f]?.Add(cursor.Number(4 + f, row));
                    amounts[f]?.Add(cursor.Long(4 + f, row));
                }
            }
        }

        for (var c = 1; c < starts.Length; c++)
        {
            starts[c] += starts[c - 1];
        }

        times.Flush();
        kinds.Flush();
        names.Flush();
        Array.ForEach(coded, c => c?.Flush());
        Array.ForEach(amounts, c => c?.Flush());
        RandomAccess.Write(file, MemoryMarshal.AsBytes(starts.AsSpan()), layout.Starts);
    }

    private sealed class Column<T>(Microsoft.Win32.SafeHandles.SafeFileHandle file, long at)
        where T : unmanaged
    {
        private readonly T[] _block = new T[Block];
        private int _count;

        public void Add(T value)
        {
            _block[_count++] = value;
            if (_count == Block)
            {
                Flush();
            }
        }

        public void Flush()
        {
            var bytes = MemoryMarshal.AsBytes(_block.AsSpan(0, _count));
            RandomAccess.Write(file, bytes, at);
            at += bytes.Length;
            _count = 0;
        }
    }
}
