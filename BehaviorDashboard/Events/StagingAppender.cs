using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace BehaviorDashboard.Events;

/// <summary>
/// Fills the temporary table <c>staged</c> chunk by chunk through the engine's vectors. The package's row appender costs about three times as much
/// per row here, most of it for columns that are empty.
/// </summary>
internal sealed unsafe class StagingAppender : IDisposable
{
    // A chunk of long reviews is handed over before it is full.
    private const long MostText = 8 << 20;

    private static readonly DuckDBType[] Types =
    [
        DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Timestamp, DuckDBType.UnsignedTinyInt, DuckDBType.Varchar, DuckDBType.UnsignedHugeInt, DuckDBType.Boolean,
        DuckDBType.Timestamp, DuckDBType.Varchar,
        .. EventSchema.Fields.Select(f => f.Type switch
        {
            "VARCHAR" => DuckDBType.Varchar,
            "DOUBLE" => DuckDBType.Double,
            "BIGINT" => DuckDBType.BigInt,
            _ => DuckDBType.UnsignedTinyInt,
        }),
    ];

    private readonly DuckDBNativeConnection _connection;
    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly IntPtr[] _vectors = new IntPtr[Types.Length];
    private readonly void*[] _data = new void*[Types.Length];
    private readonly ulong*[] _valid = new ulong*[Types.Length];
    private readonly int _capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();
    private readonly TextArena _texts = new();
    private int _row;

    public StagingAppender(DuckDBConnection connection)
    {
        _connection = connection.NativeConnection;
        Check(NativeMethods.Appender.DuckDBAppenderCreateExt(_connection, "temp", "main", "staged", out _appender));
        var types = Array.ConvertAll(Types, t => NativeMethods.LogicalType.DuckDBCreateLogicalType(t));
        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(Array.ConvertAll(types, t => t.DangerousGetHandle()), (ulong)types.Length);
        Array.ForEach(types, t => t.Dispose());
        OpenChunk();
    }

    public void Append(EventRow row)
    {
        Text(0, row.Customer);
        Text(1, row.Anonymous);
        Number(2, Micros(row.Time));
        Small(3, (byte)row.Kind);
        Text(4, row.Name);
        Valid(5);
        ((ulong*)_data[5])[2 * _row] = (ulong)row.Id;
        ((ulong*)_data[5])[(2 * _row) + 1] = (ulong)(row.Id >> 64);
        Small(6, row.IdGiven ? (byte)1 : (byte)0);
        if (row.Received is { } received)
        {
            Number(7, Micros(received));
        }

        Text(8, row.ProductName);
        Text(9, row.Product);
        Text(10, row.Category);
        Text(11, row.Brand);
        Valid(12);
        ((double*)_data[12])[_row] = row.Quantity;
        Number(13, row.Price);
        Number(14, row.Value);
        Number(15, row.Discount);
        Text(16, row.Currency);
        // A purchase that belongs to no named order is an order of its own.
        Text(17, row.Order ?? (row.Kind == EventKind.Purchase ? row.Id.ToString("x32", null) : null));
        Text(18, row.Cart);
        Text(19, row.Session);
        Text(20, row.Channel);
        Text(21, row.Campaign);
        Text(22, row.Device);
        Text(23, row.Page);
        Text(24, row.Search);
        Text(25, row.Coupon);
        if (row.Rating > 0)
        {
            Small(26, row.Rating);
        }

        Text(27, row.Review);
        Text(28, row.Properties);
        if (++_row == _capacity || _texts.Held > MostText)
        {
            SendChunk();
        }
    }

    /// <summary>Makes every appended row visible to queries on the connection.</summary>
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

    private static long Micros(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

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

    // Every cell starts as NULL; writing a value sets its bit.
    private void OpenChunk()
    {
        _row = 0;
        for (var c = 0; c < Types.Length; c++)
        {
            _vectors[c] = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, c);
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(_vectors[c]);
            _data[c] = NativeMethods.Vectors.DuckDBVectorGetData(_vectors[c]);
            _valid[c] = NativeMethods.Vectors.DuckDBVectorGetValidity(_vectors[c]);
            new Span<ulong>(_valid[c], (_capacity + 63) / 64).Clear();
        }
    }

    private void Valid(int column) => _valid[column][_row >> 6] |= 1UL << (_row & 63);

    private void Number(int column, long value)
    {
        Valid(column);
        ((long*)_data[column])[_row] = value;
    }

    private void Small(int column, byte value)
    {
        Valid(column);
        ((byte*)_data[column])[_row] = value;
    }

    private void Text(int column, string? text)
    {
        if (text is not null)
        {
            Valid(column);
            _texts.Write((byte*)_data[column] + (TextArena.CellSize * _row), text);
        }
    }

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw new IOException("The event store refused rows; the disk or the store's memory limit may be full (Events:MemoryLimitMegabytes).");
        }
    }
}
