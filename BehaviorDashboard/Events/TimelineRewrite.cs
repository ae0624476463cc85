using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Writes the events anew in timeline order: what the store holds and what a batch brings. A sort carries whole rows and a table pays for every column
/// of text, so columns that are empty or equal everywhere stay out of the sort and are put beside it as constants.
/// </summary>
internal sealed class TimelineRewrite(DuckDBConnection connection, Guid import, DateTime received)
{
    private readonly bool _hasPast = Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)") > 0;

    /// <param name="repeats">Some content occurs more than once in the batch.</param>
    /// <param name="merges">Anonymous visitors turned out to be customers.</param>
    public void Run(bool repeats, bool merges)
    {
        var columns = Columns();
        var sorted = columns.Where(c => c.Constant is null).Select(c => c.Name).ToList();
        var fresh = Fresh(sorted, repeats);
        var rows = _hasPast ? $"{Past(sorted, merges)} UNION ALL {fresh}" : fresh;
        // Events of one instant are ordered by a hash of their id: as repeatable as the id itself, and a key that sorts in two thirds of the time.
        Sql.Run(connection, EventSchema.EventsTable("events_next"));
        Sql.Run(
            connection,
            $"""
            INSERT INTO events_next(customer, time, kind, name, id{Listed(columns.Select(c => c.Name))})
            SELECT customer, time, kind, name, id{Listed(columns.Select(c => c.Constant ?? c.Name))}
            FROM (SELECT * FROM ({rows}) ORDER BY customer, time, kind, hash(id))
            """);
        Sql.Run(connection, "DROP TABLE events");
        Sql.Run(connection, "ALTER TABLE events_next RENAME TO events");
    }

    private string Fresh(List<string> columns, bool repeats)
    {
        // Most batches repeat nothing; the join would still walk over every row.
        var key = repeats ? BatchCommit.Key : "s.id";
        var anonymous = NumberAnonymous();
        return $"""
            SELECT coalesce(c.number{(anonymous ? ", a.number" : "")}, 0)::INTEGER AS customer, s.time, s.kind, n.number AS name, {key} AS id{Listed(columns.Select(FreshValue))}
            FROM staged s {(repeats ? "LEFT JOIN occurrence o ON o.r = s.row" : "")}
            JOIN names n ON n.name = s.name
            LEFT JOIN (SELECT id, number FROM customers WHERE NOT anonymous) c ON c.id = s.customer
            {(anonymous ? "LEFT JOIN anonymous_numbers a ON a.id = CASE WHEN s.customer IS NULL THEN s.anonymous END" : "")}
            {(_hasPast ? $"ANTI JOIN events known ON known.id = {key}" : "")}
            {(repeats ? "WHERE " + BatchCommit.Unrepeated : "")}
            """;
    }

    private static string Past(List<string> columns, bool merges) => merges
        ? $"SELECT coalesce(m.present, s.customer) AS customer, s.time, s.kind, s.name, s.id{Listed(columns.Select(c => "s." + c))} FROM events s LEFT JOIN merges m ON m.former = s.customer"
        : $"SELECT customer, time, kind, name, id{Listed(columns)} FROM events";

    private string FreshValue(string column) => column switch
    {
        "received" => $"coalesce(s.received, {Sql.Instant(received)}) AS received",
        "import" => ImportNumber() + " AS import",
        _ => "s." + column,
    };

    // One equality per join: with a second condition on the left side the engine compares every row with every other.
    private bool NumberAnonymous()
    {
        if (Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM staged WHERE customer IS NULL AND anonymous IS NOT NULL LIMIT 1)") == 0)
        {
            return false;
        }

        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE anonymous_numbers AS
            SELECT l.anonymous AS id, c.number FROM links l JOIN customers c ON c.id = l.customer AND NOT c.anonymous
            UNION ALL SELECT c.id, c.number FROM customers c ANTI JOIN links l ON l.anonymous = c.id WHERE c.anonymous
            """);
        return true;
    }

    private string ImportNumber() => $"(SELECT number FROM imports WHERE import = {Sql.Literal(import.ToString())})::INTEGER";

    /// <summary>The columns that hold anything, each with its constant where it has only one value.</summary>
    private List<(string Name, string? Constant)> Columns()
    {
        var at = Sql.Instant(received);
        var arrived = _hasPast || Sql.Number(connection, "SELECT count(received) FROM staged") > 0 ? null : at;
        List<(string Name, string? Constant)> columns = [("received", arrived), ("import", _hasPast ? null : ImportNumber())];
        var found = Spans("staged");
        if (_hasPast)
        {
            found = [.. found.Zip(Spans("events"), Span.Join)];
        }

        foreach (var (field, span) in EventSchema.Fields.Zip(found).Where(f => f.Second.Count > 0))
        {
            columns.Add((field.Name, span.Only is { } value ? $"{value}::{field.Type}" : null));
        }

        return columns;
    }

    private Span[] Spans(string table)
    {
        var numbers = EventSchema.Fields.Select(f => f.Type != "VARCHAR").ToArray();
        var asked = EventSchema.Fields.Zip(numbers, (f, number) => number ? $"count({f.Name}), min({f.Name})::VARCHAR, max({f.Name})::VARCHAR" : $"count({f.Name}), NULL, NULL");
        return Sql.Rows(
            connection,
            $"SELECT count(*), {string.Join(", ", asked)} FROM {table}",
            r => Enumerable.Range(0, numbers.Length).Select(i => new Span(Sql.Long(r, 0), Sql.Long(r, 1 + (3 * i)), Sql.Text(r, 2 + (3 * i)), Sql.Text(r, 3 + (3 * i)))).ToArray())[0];
    }

    private static string Listed(IEnumerable<string> columns) => string.Concat(columns.Select(c => ", " + c));

    /// <summary>What a column holds: rows, rows with a value, and the range of numbers.</summary>
    private readonly record struct Span(long Rows, long Count, string? Least, string? Most)
    {
        /// <summary>The value that every row has.</summary>
        public string? Only => Least is not null && Least == Most && Count == Rows ? Least : null;

        public static Span Join(Span one, Span other) =>
            new(one.Rows + other.Rows, one.Count + other.Count, one.Least == other.Least ? one.Least : null, one.Most == other.Most ? one.Most : null);
    }
}
