using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Numbers the texts of a batch as they come, from 0, and writes each into a temporary table: rows then carry four bytes in place of a text.
/// Memory is bounded: after <paramref name="remembered"/> different texts it forgets, and a text that comes again gets a second number,
/// which the commit takes for the same.
/// </summary>
/// <remarks>
/// Texts are told apart by 96 bits of a hash whose seed nobody outside knows, and are not kept: customers come in no order, and each look at a text in memory
/// is a cache miss, which together took a quarter of an import.
/// </remarks>
internal sealed class TextNumbers(DuckDBConnection connection, string table, int remembered = TextNumbers.Remembered) : IDisposable
{
    public const int Remembered = 1_000_000;

    private const int FirstSlots = 1 << 10;

    private readonly ChunkAppender _rows = new(connection, Create(connection, table), ["INTEGER", "VARCHAR"]);
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private Slot[] _slots = new Slot[FirstSlots];
    private int _held;
    private string? _last;
    private int _lastNumber;

    /// <summary>Numbers given so far.</summary>
    public int Count { get; private set; }

    public int Of(string text)
    {
        // Rows that stand together often share the very same text.
        if (!ReferenceEquals(text, _last))
        {
            (_last, _lastNumber) = (text, Find(text));
        }

        return _lastNumber;
    }

    /// <summary>Brings what <see cref="Of"/> will look at into the cache, when the text comes within a few rows.</summary>
    public void Expect(string text)
    {
        if (!ReferenceEquals(text, _last))
        {
            Cache.Expect(ref _slots[(int)HashOf(text) & (_slots.Length - 1)]);
        }
    }

    public void Flush() => _rows.Flush();

    public void Dispose() => _rows.Dispose();

    private UInt128 HashOf(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()), _seed);

    private int Find(string text)
    {
        var hash = HashOf(text);
        ref var slot = ref SlotOf(hash);
        if (slot.Following == 0)
        {
            _rows.Put(0, Count);
            _rows.Put(1, text);
            _rows.EndRow();
            slot = new Slot((ulong)hash, (uint)(hash >> 64), ++Count);
            MakeRoom();
            return Count - 1;
        }

        return slot.Following - 1;
    }

    /// <summary>Where the hash stands, or the free place where it belongs.</summary>
    private ref Slot SlotOf(UInt128 hash)
    {
        var (low, high) = ((ulong)hash, (uint)(hash >> 64));
        var at = (int)low & (_slots.Length - 1);
        while (_slots[at].Following != 0 && (_slots[at].Low != low || _slots[at].High != high))
        {
            at = (at + 1) & (_slots.Length - 1);
        }

        return ref _slots[at];
    }

    private void MakeRoom()
    {
        if (++_held == remembered)
        {
            Array.Clear(_slots);
            _held = 0;
        }
        else if (_held * 2 > _slots.Length)
        {
            var former = _slots;
            _slots = new Slot[former.Length * 2];
            foreach (var slot in former.Where(s => s.Following != 0))
            {
                SlotOf(new UInt128(slot.High, slot.Low)) = slot;
            }
        }
    }

    private static string Create(DuckDBConnection connection, string table)
    {
        Sql.Run(connection, $"CREATE TEMP TABLE {table}(number INTEGER, text VARCHAR)");
        return table;
    }

    /// <param name="Following">The number plus one; 0 is a free place.</param>
    private readonly record struct Slot(ulong Low, uint High, int Following);
}
