using System.Runtime.InteropServices;
using System.Text;

namespace BehaviorDashboard.Benchmarks;

/// <summary>ClickHouse inside this process (chDB) through its C interface, for comparison only.</summary>
internal sealed unsafe class ClickHouse : IDisposable
{
    private readonly nint _library;
    private readonly nint _connection;

    private ClickHouse(nint library, nint connection) => (_library, _connection) = (library, connection);

    /// <param name="path">libchdb.so.</param>
    public static ClickHouse Open(string path)
    {
        var library = NativeLibrary.Load(path);
        // The runtime of .NET needs its own signal handlers.
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "chdb_set_signal_handlers_enabled"))(0);
        var name = (byte*)Marshal.StringToCoTaskMemUTF8("clickhouse");
        var arguments = stackalloc byte*[1] { name };
        var connection = ((delegate* unmanaged<int, byte**, nint>)NativeLibrary.GetExport(library, "chdb_connect"))(1, arguments);
        Marshal.FreeCoTaskMem((nint)name);
        return connection == 0 ? throw new InvalidOperationException("chDB did not start.") : new ClickHouse(library, connection);
    }

    public void Load(GeneratedStore store)
    {
        Console.WriteLine($"ClickHouse {Ask("SELECT version()")}");
        Ask("CREATE DATABASE IF NOT EXISTS bench");
        Ask("CREATE OR REPLACE TABLE bench.events (customer UInt32, micros UInt64, kind UInt8) ENGINE = MergeTree ORDER BY (customer, micros)");
        Ask($"INSERT INTO bench.events SELECT * FROM file('{store.ExportParquet()}', Parquet)");
        Ask("OPTIMIZE TABLE bench.events FINAL");
    }

    /// <summary>The mode strict_once is the one whose answers follow our definition.</summary>
    public string Funnel() => Ask("""
        SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3) FROM (
            SELECT customer, windowFunnel(604800000000, 'strict_once')(micros, kind = 1, kind = 5, kind = 8) AS level FROM bench.events GROUP BY customer)
        """).Replace('\t', ' ');

    public string Ask(string query)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(query + "\0"), format = "TabSeparated\0"u8)
        {
            var result = ((delegate* unmanaged<nint, byte*, byte*, nint>)Export("chdb_query"))(*(nint*)_connection, text, format);
            try
            {
                if (((delegate* unmanaged<nint, byte*>)Export("chdb_result_error"))(result) is not null and var error)
                {
                    throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)error));
                }

                var buffer = ((delegate* unmanaged<nint, byte*>)Export("chdb_result_buffer"))(result);
                var length = ((delegate* unmanaged<nint, nuint>)Export("chdb_result_length"))(result);
                return buffer is null ? "" : Encoding.UTF8.GetString(buffer, (int)length).Trim();
            }
            finally
            {
                ((delegate* unmanaged<nint, void>)Export("chdb_destroy_query_result"))(result);
            }
        }
    }

    public void Dispose() => ((delegate* unmanaged<nint, void>)Export("chdb_close_conn"))(_connection);

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
