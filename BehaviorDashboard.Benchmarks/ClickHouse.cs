using System.Runtime.InteropServices;
using System.Text;

namespace BehaviorDashboard.Benchmarks;

/// <summary>ClickHouse inside this process (chDB) through its C interface: a peer to measure beside, and an oracle for the tests, which compile this file too.</summary>
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

    /// <summary>The rows of an answer, columns parted by tabs.</summary>
    public string[] Lines(string query) => Ask(query) is { Length: > 0 } text ? text.Split('\n') : [];

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
