using System.Data;
using System.Globalization;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Short forms for running statements on a connection.</summary>
internal static class Sql
{
    public static void Run(DuckDBConnection connection, string statement, params object?[] values)
    {
        using var command = Command(connection, statement, values);
        command.ExecuteNonQuery();
    }

    public static long Number(DuckDBConnection connection, string query, params object?[] values)
    {
        using var command = Command(connection, query, values);
        return Convert.ToInt64(command.ExecuteScalar() is { } v and not DBNull ? v : 0L, CultureInfo.InvariantCulture);
    }

    public static List<T> Rows<T>(DuckDBConnection connection, string query, Func<DuckDBDataReader, T> map, params object?[] values)
    {
        using var command = Command(connection, query, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>A reader's value, with NULL as null and sums of integers (HUGEINT) as long.</summary>
    public static long Long(IDataRecord row, int column) => row.IsDBNull(column) ? 0 : Convert.ToInt64(row.GetValue(column) is System.Numerics.BigInteger big ? (long)big : row.GetValue(column), CultureInfo.InvariantCulture);

    public static string? Text(IDataRecord row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTime? Instant(IDataRecord row, int column) => row.IsDBNull(column) ? null : DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>An instant as a literal.</summary>
    public static string Instant(DateTime utc) => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{utc:yyyy-MM-dd HH:mm:ss.ffffff}'");

    /// <summary>Right side of IN for many texts in one parameter: <see cref="Joined"/>. A unit separator occurs in no id that a person can write.</summary>
    public const string OneOf = "(SELECT unnest(string_split(?, chr(31))))";

    public static string Joined(IEnumerable<string> texts) => string.Join('\u001f', texts);

    private static DuckDBCommand Command(DuckDBConnection connection, string statement, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var value in values)
        {
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        }

        return command;
    }
}
