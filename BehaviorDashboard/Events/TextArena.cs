using System.Text;

namespace BehaviorDashboard.Events;

/// <summary>
/// Writes texts into the cells of an engine's vector the way the engine lays them out (<c>duckdb_string_t</c>): up to twelve bytes stand in the cell,
/// longer ones in memory that stays in place until the chunk is handed over, where they are copied. One call into the engine per text
/// costs more than the text.
/// </summary>
internal sealed unsafe class TextArena
{
    /// <summary>Bytes of one cell.</summary>
    public const int CellSize = 16;

    private const int InCell = 12;

    // Blocks that were filled since the last hand-over: cells point into them.
    private readonly List<byte[]> _full = [];
    private byte[] _block = Pinned(1 << 18);
    private int _used;

    /// <summary>Bytes that wait to be handed over.</summary>
    public long Held { get; private set; }

    public void Write(byte* cell, string text)
    {
        ((ulong*)cell)[0] = ((ulong*)cell)[1] = 0;
        if (text.Length <= InCell && Encoding.UTF8.GetByteCount(text) <= InCell)
        {
            *(uint*)cell = (uint)Encoding.UTF8.GetBytes(text, new Span<byte>(cell + sizeof(uint), InCell));
            return;
        }

        MakeRoom(text.Length * 3);
        var length = Encoding.UTF8.GetBytes(text, _block.AsSpan(_used));
        // Pinned, so the address holds.
        var bytes = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _block[_used]);
        *(uint*)cell = (uint)length;
        *(uint*)(cell + sizeof(uint)) = *(uint*)bytes;
        *(byte**)(cell + (2 * sizeof(uint))) = bytes;
        _used += length;
        Held += length;
    }

    /// <summary>The chunk was handed over; nothing points here any more.</summary>
    public void Clear()
    {
        _full.Clear();
        _used = 0;
        Held = 0;
    }

    private void MakeRoom(int bytes)
    {
        if (_block.Length - _used < bytes)
        {
            _full.Add(_block);
            _block = Pinned(Math.Max(bytes, _block.Length));
            _used = 0;
        }
    }

    private static byte[] Pinned(int size) => GC.AllocateUninitializedArray<byte>(size, pinned: true);
}
