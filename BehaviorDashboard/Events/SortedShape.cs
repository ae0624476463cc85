using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// How the sorted part is made. A sort carries whole rows and a table pays for every column, also where it is empty; so columns that are empty or equal
/// everywhere are not stored: the table <c>shape</c> names the columns that hold anything, each with its constant where it has only one value.
/// </summary>
internal static class SortedShape
{
    /// <returns>Column and constant; null is stored row by row.</returns>
    public static Dictionary<string, string?> Read(DuckDBConnection connection) =>
        Sql.Rows(connection, "SELECT name, constant FROM shape", r => (r.GetString(0), Sql.Text(r, 1))).ToDictionary(c => c.Item1, c => c.Item2);

    /// <summary>Writes the shape down, and makes the view that says all columns.</summary>
    public static void Write(DuckDBConnection connection, IReadOnlyDictionary<string, string?> shape)
    {
        Sql.Run(connection, "DELETE FROM shape");
        foreach (var (name, constant) in shape)
        {
            Sql.Run(connection, "INSERT INTO shape VALUES (?, ?)", name, constant);
        }

        Sql.Run(connection, EventSchema.SortedView(shape));
    }

    /// <summary>The shape that holds all parts.</summary>
    public static Dictionary<string, string?> Of(IReadOnlyCollection<IPartContent> parts)
    {
        var shape = new Dictionary<string, string?>();
        var full = parts.Where(p => p.Rows > 0).ToList();
        foreach (var column in EventSchema.FurtherNames)
        {
            var contents = full.ConvertAll(p => p.Of(column));
            if (contents.Exists(c => c.Any))
            {
                shape[column] = contents.TrueForAll(c => c.Only is not null && c.Only == contents[0].Only) ? contents[0].Only : null;
            }
        }

        return shape;
    }

    /// <summary>The columns that rows of the shape have.</summary>
    public static List<string> Stored(this IReadOnlyDictionary<string, string?> shape) => [.. EventSchema.FurtherNames.Where(c => shape.TryGetValue(c, out var constant) && constant is null)];
}

/// <summary>Some of the events, asked what their columns hold.</summary>
internal interface IPartContent
{
    long Rows { get; }

    ColumnContent Of(string column);
}

/// <param name="Any">Some row may have a value.</param>
/// <param name="Only">The one value that every row has, as the engine writes it; null where there is none or nobody knows.</param>
internal readonly record struct ColumnContent(bool Any, string? Only = null);

/// <summary>The sorted part: its shape says it.</summary>
internal sealed class SortedContent(DuckDBConnection connection) : IPartContent
{
    private readonly Dictionary<string, string?> _shape = SortedShape.Read(connection);

    public long Rows { get; } = Sql.Number(connection, "SELECT count(*) FROM sorted");

    public ColumnContent Of(string column) => _shape.TryGetValue(column, out var constant) ? new(true, constant) : new(false);
}

/// <summary>The recent part, which is small: asked of its rows.</summary>
internal sealed class RecentContent : IPartContent
{
    private readonly Dictionary<string, ColumnContent> _columns;

    public RecentContent(DuckDBConnection connection)
    {
        Rows = Sql.Number(connection, "SELECT count(*) FROM recent");
        var fields = EventSchema.Fields;
        var asked = fields.Select(f => f.Type == "VARCHAR" ? $"count({f.Name}), NULL, NULL" : $"count({f.Name}), min({f.Name})::VARCHAR, max({f.Name})::VARCHAR");
        _columns = Sql.Rows(
            connection,
            $"SELECT {string.Join(", ", asked)} FROM recent",
            r => fields.Select((f, i) => (f.Name, Content(Sql.Long(r, 3 * i), Sql.Text(r, 1 + (3 * i)), Sql.Text(r, 2 + (3 * i))))).ToDictionary(c => c.Name, c => c.Item2))[0];
    }

    public long Rows { get; }

    // Arrivals of different times and imports gather here.
    public ColumnContent Of(string column) => _columns.GetValueOrDefault(column, new ColumnContent(true));

    private ColumnContent Content(long count, string? least, string? most) => new(count > 0, count == Rows && least == most ? least : null);
}
