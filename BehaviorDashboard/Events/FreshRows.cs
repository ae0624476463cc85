using System.Globalization;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>A batch's rows in the store's own numbers, without those that the store knows. Only after <see cref="StagedWords"/> has given every text and customer a number.</summary>
internal sealed class FreshRows(DuckDBConnection connection, StagedFacts staged, Guid import, DateTime received) : IPartContent
{
    private readonly bool _hasPast = Sql.Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)") > 0;
    private readonly bool _repeats = Sql.Number(connection, "SELECT count(*) FROM occurrence") > 0;

    /// <summary>Before what is known is left out.</summary>
    public long Rows => staged.Rows;

    /// <param name="columns">The columns behind the id, in the order of the schema.</param>
    public string Select(IReadOnlyCollection<string> columns)
    {
        // Most batches repeat nothing; the join would still walk over every row.
        var key = _repeats ? BatchCommit.Key : "s.id";
        var unknown = staged.Unknown > 0;
        var sameNames = StagedWords.AreEqual(connection, "name_numbers");
        var sameTexts = StagedWords.AreEqual(connection, "text_numbers");
        List<string> coded = sameTexts ? [] : [.. columns.Where(c => FieldOf(c) is { Coded: true } && Of(c).Any)];
        return $"""
            SELECT coalesce(c.number{(unknown ? ", v.number" : "")}, 0)::INTEGER AS customer, s.time, s.kind, {(sameNames ? "s.name" : "n.number AS name")}, {key} AS id{string.Concat(columns.Select(c => ", " + (coded.Contains(c) ? $"t_{c}.number AS {c}" : Value(c))))}
            FROM staged s {(_repeats ? "LEFT JOIN occurrence o ON o.r = s.row" : "")}
            {(sameNames ? "" : "JOIN name_numbers n ON n.staged = s.name")}
            LEFT JOIN customer_numbers c ON c.staged = s.customer
            {(unknown ? "LEFT JOIN visitor_numbers v ON v.staged = CASE WHEN s.customer IS NULL THEN s.anonymous END" : "")}
            {string.Concat(coded.Select(c => $"LEFT JOIN text_numbers t_{c} ON t_{c}.staged = s.{c} "))}
            {(_hasPast ? $"ANTI JOIN events known ON known.id = {key}" : "")}
            {(_repeats ? "WHERE " + BatchCommit.Unrepeated : "")}
            """;
    }

    public ColumnContent Of(string column)
    {
        if (FieldOf(column) is not { } field)
        {
            return new ColumnContent(true, column == "import" ? ImportNumber() : staged.Received > 0 ? null : Sql.Instant(received));
        }

        var content = staged.Fields[Array.IndexOf(EventSchema.Fields, field)];
        var only = content.Only(field, staged.Rows);
        return new ColumnContent(content.Count > 0, only is null || !field.Coded ? only : Written(Sql.Number(connection, $"SELECT number FROM text_numbers WHERE staged = {only}")));
    }

    private static EventField? FieldOf(string column) => Array.Find(EventSchema.Fields, f => f.Name == column);

    private string Value(string column) => column switch
    {
        "received" => $"coalesce(s.received, {Sql.Instant(received)}) AS received",
        "import" => ImportNumber() + "::INTEGER AS import",
        _ => "s." + column,
    };

    private string ImportNumber() => Written(Sql.Number(connection, "SELECT number FROM imports WHERE import = ?", import.ToString()));

    private static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);
}
