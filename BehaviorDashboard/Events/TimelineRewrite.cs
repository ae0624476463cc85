using System.Globalization;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Writes the sorted part anew: what the store holds and what a batch brings, in timeline order. A sort carries whole rows and a table pays for every
/// column, also where it is empty; so columns that are empty or equal everywhere are not stored, and the view over the part says what they hold.
/// </summary>
internal sealed class TimelineRewrite(DuckDBConnection connection, StagedFacts staged, Guid import, DateTime received)
{
    private readonly bool _hasPast = Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)") > 0;

    /// <param name="repeats">Some content occurs more than once in the batch.</param>
    /// <param name="merges">Anonymous visitors turned out to be customers.</param>
    public void Run(bool repeats, bool merges)
    {
        var columns = Columns();
        var sorted = columns.Where(c => c.Constant is null).Select(c => c.Name).ToList();
        var fresh = Fresh(sorted, repeats);
        var rows = _hasPast ? $"{PastRows(sorted, merges)} UNION ALL {fresh}" : fresh;
        Sql.Run(connection, EventSchema.EventsTable("sorted_next", sorted));
        Sql.Run(connection, $"INSERT INTO sorted_next SELECT * FROM ({rows}) ORDER BY {EventSchema.TimelineOrder}");
        Sql.Run(connection, "DROP TABLE sorted");
        Sql.Run(connection, "ALTER TABLE sorted_next RENAME TO sorted");
        Sql.Run(connection, EventSchema.SortedView(columns.ToDictionary(c => c.Name, c => c.Constant)));
        Sql.Run(connection, "DELETE FROM recent");
    }

    private string Fresh(List<string> columns, bool repeats)
    {
        // Most batches repeat nothing; the join would still walk over every row.
        var key = repeats ? BatchCommit.Key : "s.id";
        var unknown = staged.Unknown > 0;
        var sameNames = StagedWords.AreEqual(connection, "name_numbers");
        var sameTexts = StagedWords.AreEqual(connection, "text_numbers");
        List<string> coded = sameTexts ? [] : [.. columns.Where(c => EventSchema.Fields.Any(f => f.Coded && f.Name == c))];
        return $"""
            SELECT coalesce(c.number{(unknown ? ", v.number" : "")}, 0)::INTEGER AS customer, s.time, s.kind, {(sameNames ? "s.name" : "n.number AS name")}, {key} AS id{Listed(columns.Select(c => coded.Contains(c) ? $"t_{c}.number AS {c}" : FreshValue(c)))}
            FROM staged s {(repeats ? "LEFT JOIN occurrence o ON o.r = s.row" : "")}
            {(sameNames ? "" : "JOIN name_numbers n ON n.staged = s.name")}
            LEFT JOIN customer_numbers c ON c.staged = s.customer
            {(unknown ? "LEFT JOIN visitor_numbers v ON v.staged = CASE WHEN s.customer IS NULL THEN s.anonymous END" : "")}
            {string.Concat(coded.Select(c => $"LEFT JOIN text_numbers t_{c} ON t_{c}.staged = s.{c} "))}
            {(_hasPast ? $"ANTI JOIN events known ON known.id = {key}" : "")}
            {(repeats ? "WHERE " + BatchCommit.Unrepeated : "")}
            """;
    }

    private static string PastRows(List<string> columns, bool merges) => merges
        ? $"SELECT coalesce(m.present, s.customer) AS customer, s.time, s.kind, s.name, s.id{Listed(columns.Select(c => "s." + c))} FROM events s LEFT JOIN merges m ON m.former = s.customer"
        : $"SELECT customer, time, kind, name, id{Listed(columns)} FROM events";

    private string FreshValue(string column) => column switch
    {
        "received" => $"coalesce(s.received, {Sql.Instant(received)}) AS received",
        "import" => ImportNumber() + "::INTEGER AS import",
        _ => "s." + column,
    };

    private string ImportNumber() => Written(Sql.Number(connection, "SELECT number FROM imports WHERE import = ?", import.ToString()));

    private static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The columns that hold anything, each with its constant where it has only one value.</summary>
    private List<(string Name, string? Constant)> Columns()
    {
        var arrived = _hasPast || staged.Received > 0 ? null : Sql.Instant(received);
        List<(string Name, string? Constant)> columns = [("received", arrived), ("import", _hasPast ? null : ImportNumber())];
        var past = _hasPast ? Past() : null;
        for (var f = 0; f < EventSchema.Fields.Length; f++)
        {
            var (field, fresh) = (EventSchema.Fields[f], staged.Fields[f]);
            if (fresh.Count > 0 || past?[f].Count > 0)
            {
                columns.Add((field.Name, Constant(field, fresh, past?[f])));
            }
        }

        return columns;
    }

    private string? Constant(EventField field, StagedField fresh, PastField? past)
    {
        var only = fresh.Only(field, staged.Rows);
        return only is null || (past is not null && (field.Coded || past.Value.Only != only))
            ? null
            : field.Coded ? Written(Sql.Number(connection, $"SELECT number FROM text_numbers WHERE staged = {only}")) : only;
    }

    private PastField[] Past()
    {
        var asked = EventSchema.Fields.Select(f => f.Type == "VARCHAR" || f.Coded ? $"count({f.Name}), NULL, NULL" : $"count({f.Name}), min({f.Name})::VARCHAR, max({f.Name})::VARCHAR");
        return Sql.Rows(
            connection,
            $"SELECT count(*), {string.Join(", ", asked)} FROM events",
            r => EventSchema.Fields.Select((_, i) => PastField.Of(Sql.Long(r, 0), Sql.Long(r, 1 + (3 * i)), Sql.Text(r, 2 + (3 * i)), Sql.Text(r, 3 + (3 * i)))).ToArray())[0];
    }

    private static string Listed(IEnumerable<string> columns) => string.Concat(columns.Select(c => ", " + c));

    /// <summary>What a column of the store holds: rows with a value, and the value that every row has.</summary>
    private readonly record struct PastField(long Count, string? Only)
    {
        public static PastField Of(long rows, long count, string? least, string? most) => new(count, least == most && count == rows ? least : null);
    }
}
