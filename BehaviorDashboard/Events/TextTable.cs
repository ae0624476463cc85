using System.Text;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// The texts of a store by number, held as bytes: a catalogue of a million products takes a few dozen megabytes. Numbers never change their meaning, so a
/// table is only ever continued.
/// </summary>
internal sealed class TextTable
{
    private const int BlockSize = 1 << 14;

    private readonly Block[] _blocks;

    private TextTable(Block[] blocks, int count) => (_blocks, Count) = (blocks, count);

    public static TextTable Empty { get; } = new([], 0);

    public int Count { get; }

    public string this[int number]
    {
        get
        {
            var (block, at) = (_blocks[number / BlockSize], number % BlockSize);
            var from = at == 0 ? 0 : block.Ends[at - 1];
            return Encoding.UTF8.GetString(block.Bytes, from, block.Ends[at] - from);
        }
    }

    /// <summary>This table, continued with what the store has beyond it.</summary>
    public TextTable UpTo(DuckDBConnection connection)
    {
        var count = (int)Sql.Number(connection, "SELECT coalesce(max(number) + 1, 0) FROM texts");
        if (count <= Count)
        {
            return this;
        }

        var blocks = new Block[(count + BlockSize - 1) / BlockSize];
        var kept = Count / BlockSize;
        Array.Copy(_blocks, blocks, kept);
        for (var b = kept; b < blocks.Length; b++)
        {
            blocks[b] = Read(connection, b * BlockSize, Math.Min(count, (b + 1) * BlockSize));
        }

        return new TextTable(blocks, count);
    }

    private static Block Read(DuckDBConnection connection, int first, int end)
    {
        using var bytes = new MemoryStream();
        var ends = new int[end - first];
        var texts = Sql.Rows(connection, "SELECT text FROM texts WHERE number >= ? AND number < ? ORDER BY number", r => r.GetString(0), first, end);
        for (var i = 0; i < ends.Length; i++)
        {
            bytes.Write(Encoding.UTF8.GetBytes(texts[i]));
            ends[i] = (int)bytes.Length;
        }

        return new Block(bytes.ToArray(), ends);
    }

    private sealed record Block(byte[] Bytes, int[] Ends);
}

/// <summary>Says numbers as texts for one reader: what was said lately is the same string again.</summary>
internal sealed class TextDecoder(TextTable texts)
{
    private const int Slots = 1 << 12;

    private readonly (int Number, string? Text)[] _slots = new (int, string?)[Slots];

    public string Of(int number)
    {
        ref var slot = ref _slots[number & (Slots - 1)];
        if (slot.Number != number || slot.Text is null)
        {
            slot = (number, texts[number]);
        }

        return slot.Text!;
    }
}
