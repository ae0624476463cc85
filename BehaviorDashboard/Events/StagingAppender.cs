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

    private static readonly (string Name, string Type)[] All = [.. EventSchema.StagedBase, .. EventSchema.Fields.Select(f => (f.Name, f.Type))];

    // Where each of All stands in the chunk; -1: the batch goes without it.
    private readonly int[] _at;
    private readonly DuckDBNativeConnection _connection;
    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly void*[] _data;
    private readonly ulong*[] _valid;
    private readonly int _capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();
    private readonly TextArena _texts = new();
    private int _row;

    public StagingAppender(DuckDBConnection connection, EventColumns columns)
    {
        _connection = connection.NativeConnection;
        Check(NativeMethods.Appender.DuckDBAppenderCreateExt(_connection, "temp", "main", "staged_rows", out _appender));
        int[] kept = [.. Enumerable.Range(0, All.Length).Where(c => c < EventSchema.StagedBase.Length || columns.HasFlag(EventSchema.Fields[c - EventSchema.StagedBase.Length].Flag))];
        _at = [.. Enumerable.Range(0, All.Length).Select(c => Array.IndexOf(kept, c))];
        (_data, _valid) = (new void*[kept.Length], new ulong*[kept.Length]);
        var types = Array.ConvertAll(kept, c => NativeMethods.LogicalType.DuckDBCreateLogicalType(TypeOf(All[c].Type)));
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
        ((UInt128*)_data[Valid(5)])[_row] = row.Id;
        Small(6, row.IdGiven ? (byte)1 : (byte)0);
        if (row.Received is { } received)
        {
            Number(7, Micros(received));
        }

        Text(8, row.ProductName);
        Text(9, row.Product);
        Text(10, row.Category);
        Text(11, row.Brand);
        if (Fills(12, row.Quantity != 0))
        {
            ((double*)_data[Valid(12)])[_row] = row.Quantity;
        }

        Amount(13, row.Price);
        Amount(14, row.Value);
        Amount(15, row.Discount);
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
        if (row.Rating > 0 && Fills(26, true))
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
        for (var c = 0; c < _data.Length; c++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, c);
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            _data[c] = NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _valid[c] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
            new Span<ulong>(_valid[c], (_capacity + 63) / 64).Clear();
        }
    }

    /// <summary>Marks the cell as filled and says where its column stands.</summary>
    private int Valid(int column)
    {
        var at = _at[column];
        _valid[at][_row >> 6] |= 1UL << (_row & 63);
        return at;
    }

    /// <summary>Whether there is a column for the value; a batch without it takes nothing but emptiness.</summary>
    private bool Fills(int column, bool isValue) => _at[column] >= 0
        || (isValue ? throw new InvalidOperationException($"The batch was opened without the column '{All[column].Name}', and a row fills it.") : false);

    private void Amount(int column, long value)
    {
        if (Fills(column, value != 0))
        {
            Number(column, value);
        }
    }

    private void Number(int column, long value) => ((long*)_data[Valid(column)])[_row] = value;

    private void Small(int column, byte value) => ((byte*)_data[Valid(column)])[_row] = value;

    private void Text(int column, string? text)
    {
        if (text is not null && Fills(column, true))
        {
            _texts.Write((byte*)_data[Valid(column)] + (TextArena.CellSize * _row), text);
        }
    }

    private static DuckDBType TypeOf(string type) => type switch
    {
        "VARCHAR" => DuckDBType.Varchar,
        "DOUBLE" => DuckDBType.Double,
        "BIGINT" => DuckDBType.BigInt,
        "UTINYINT" => DuckDBType.UnsignedTinyInt,
        "TIMESTAMP" => DuckDBType.Timestamp,
        "BOOLEAN" => DuckDBType.Boolean,
        "UHUGEINT" => DuckDBType.UnsignedHugeInt,
        _ => throw new InvalidOperationException($"No staged column has the type {type}."),
    };

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw new IOException("The event store refused rows; the disk or the store's memory limit may be full (Events:MemoryLimitMegabytes).");
        }
    }
}
