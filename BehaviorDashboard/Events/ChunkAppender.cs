using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace BehaviorDashboard.Events;

/// <summary>
/// Fills a temporary table chunk by chunk through the engine's vectors. The package's row appender costs about three times as much per row here,
/// most of it for columns that are empty. A cell that nothing was put into is NULL.
/// </summary>
internal sealed unsafe class ChunkAppender : IDisposable
{
    // A chunk of long reviews is handed over before it is full.
    private const long MostText = 8 << 20;

    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly void*[] _data;
    private readonly ulong*[] _valid;
    private readonly int _capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();
    private readonly TextArena _texts = new();
    private int _row;

    public ChunkAppender(DuckDBConnection connection, string table, IReadOnlyCollection<string> types)
    {
        Check(NativeMethods.Appender.DuckDBAppenderCreateExt(connection.NativeConnection, "temp", "main", table, out _appender));
        (_data, _valid) = (new void*[types.Count], new ulong*[types.Count]);
        var logical = types.Select(t => NativeMethods.LogicalType.DuckDBCreateLogicalType(TypeOf(t))).ToArray();
        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(Array.ConvertAll(logical, t => t.DangerousGetHandle()), (ulong)logical.Length);
        Array.ForEach(logical, t => t.Dispose());
        OpenChunk();
    }

    /// <summary>Puts a value into a cell of the current row; its size must be that of the column's type.</summary>
    public void Put<T>(int column, T value)
        where T : unmanaged => ((T*)Fill(column))[_row] = value;

    public void Put(int column, string text) => _texts.Write((byte*)Fill(column) + (TextArena.CellSize * _row), text);

    public void EndRow()
    {
        if (++_row == _capacity || _texts.Held > MostText)
        {
            SendChunk();
        }
    }

    /// <summary>Makes every row that was ended visible to queries on the connection.</summary>
    public void Flush()
    {
        SendChunk();
        Check(NativeMethods.Appender.DuckDBAppenderFlush(_appender));
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
    }

    private void SendChunk()
    {
        if (_row == 0)
        {
            return;
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_row);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
        _texts.Clear();
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        OpenChunk();
    }

    // Every cell starts as NULL; putting a value sets its bit.
    private void OpenChunk()
    {
        _row = 0;
        for (var c = 0; c < _data.Length; c++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, c);
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            _data[c] = NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _valid[c] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
            new Span<ulong>(_valid[c], (_capacity + 63) / 64).Clear();
        }
    }

    private void* Fill(int column)
    {
        _valid[column][_row >> 6] |= 1UL << (_row & 63);
        return _data[column];
    }

    private static DuckDBType TypeOf(string type) => type switch
    {
        "VARCHAR" => DuckDBType.Varchar,
        "DOUBLE" => DuckDBType.Double,
        "INTEGER" => DuckDBType.Integer,
        "BIGINT" => DuckDBType.BigInt,
        "UTINYINT" => DuckDBType.UnsignedTinyInt,
        "TIMESTAMP" => DuckDBType.Timestamp,
        "BOOLEAN" => DuckDBType.Boolean,
        "UHUGEINT" => DuckDBType.UnsignedHugeInt,
        _ => throw new InvalidOperationException($"No staged column has the type {type}."),
    };

    private static void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw new IOException("The event store refused rows; the disk or the store's memory limit may be full (Events:MemoryLimitMegabytes).");
        }
    }
}
