using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace BehaviorDashboard.Events;

/// <summary>
/// Streams a query's data chunks and hands out their cells without boxing. Rows come in the table's order: the store keeps insertion order on,
/// so a plain scan of the clustered table is already in timeline order.
/// </summary>
internal sealed unsafe class ChunkCursor : IDisposable
{
    private readonly TextDecoder? _decoder;
    private readonly DuckDBPreparedStatement _statement;
    private readonly Interner[] _texts;
    private readonly void*[] _data;
    private readonly ulong*[] _valid;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    public ChunkCursor(DuckDBConnection connection, string query, int columns, TextTable? texts = null)
    {
        _decoder = texts is null ? null : new TextDecoder(texts);
        _data = new void*[columns];
        _valid = new ulong*[columns];
        _texts = new Interner[columns];
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, query, out _statement) != DuckDBState.Success)
        {
            throw new InvalidOperationException(NativeMethods.PreparedStatements.DuckDBPrepareError(_statement));
        }

        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result) != DuckDBState.Success)
        {
            throw Failure();
        }
    }

    /// <summary>Rows of the current chunk.</summary>
    public int Count { get; private set; }

    public bool NextChunk()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        if (_chunk.IsInvalid)
        {
            if (NativeMethods.Query.DuckDBResultError(ref _result) is { Length: > 0 })
            {
                throw Failure();
            }

            return false;
        }

        Count = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        for (var c = 0; c < _data.Length; c++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, c);
            _data[c] = NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _valid[c] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }

        return Count > 0;
    }

    public int Int(int column, int row) => ((int*)_data[column])[row];

    public byte Byte(int column, int row) => Has(column, row) ? ((byte*)_data[column])[row] : (byte)0;

    public long Long(int column, int row) => Has(column, row) ? ((long*)_data[column])[row] : 0;

    public double Double(int column, int row) => Has(column, row) ? ((double*)_data[column])[row] : 0;

    /// <summary>The number of a text; -1 for none.</summary>
    public int Number(int column, int row) => Has(column, row) ? ((int*)_data[column])[row] : -1;

    /// <summary>The text that a number stands for.</summary>
    public string? Coded(int column, int row) => Has(column, row) ? _decoder!.Of(((int*)_data[column])[row]) : null;

    public string? Text(int column, int row)
    {
        if (!Has(column, row))
        {
            return null;
        }

        // duckdb_string_t: 4 bytes of length, then either up to 12 bytes inline, or 4 bytes of prefix and a pointer.
        var cell = (byte*)_data[column] + (16 * row);
        var length = *(int*)cell;
        var bytes = length <= 12 ? cell + 4 : *(byte**)(cell + 8);
        return (_texts[column] ??= new Interner()).Find(new ReadOnlySpan<byte>(bytes, length));
    }

    public void Dispose()
    {
        _chunk?.Dispose();
        _result.Close();
        _statement.Dispose();
    }

    private bool Has(int column, int row) => _valid[column] == null || (_valid[column][row >> 6] & (1UL << (row & 63))) != 0;

    private Exception Failure()
    {
        var message = NativeMethods.Query.DuckDBResultError(ref _result);
        return message?.Contains("INTERRUPT", StringComparison.OrdinalIgnoreCase) == true ? new OperationCanceledException() : new InvalidOperationException(message);
    }

    /// <summary>Most texts repeat (categories, brands, sessions): a small direct-mapped cache spares the allocation.</summary>
    private sealed class Interner
    {
        private readonly (byte[] Bytes, string Text)[] _slots = new (byte[], string)[4096];

        public string Find(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes.Length <= 64 ? bytes : bytes[..64]);
            ref var slot = ref _slots[hash.ToHashCode() & 4095];
            if (slot.Text is not null && bytes.SequenceEqual(slot.Bytes))
            {
                return slot.Text;
            }

            slot = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
            return slot.Text;
        }
    }
}
