using System.Globalization;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>Builds one query over the customer table; every value that came from outside is a parameter, every name is looked up.</summary>
internal sealed class CustomerSelect
{
    private readonly IReadOnlyList<PublishedSet> _sets;
    private readonly List<(string Name, string Expression)> _columns;
    private readonly List<object?> _values = [];

    /// <param name="columns">Properties to read; null reads all.</param>
    public CustomerSelect(IReadOnlyList<PublishedSet> sets, IReadOnlyList<string>? columns)
    {
        _sets = sets;
        var names = columns ?? [.. CustomerProperties.Names, .. sets.SelectMany(s => s.Columns.Select(c => $"{s.Owner}.{c.Name}"))];
        _columns = [.. names.Select(n => (n, Expression(n).Sql))];
    }

    public string Columns => "c.number, c.id, c.name, c.email" + string.Concat(_columns.Select(c => ", " + c.Expression));

    public string Source => $"FROM customers c JOIN customer_facts f ON f.customer = c.number{Published}";

    public string EveryoneSource => $"FROM customers c LEFT JOIN customer_facts f ON f.customer = c.number{Published}";

    public object?[] Values => [.. _values];

    private string Published => string.Concat(_sets.Select(s => $" LEFT JOIN {CustomerTable.TableOf(s.Owner)} p_{s.Owner} ON p_{s.Owner}.customer = c.number"));

    public string Where(CustomerFilter? filter, string? search)
    {
        var conditions = new List<string> { Compile(filter ?? CustomerFilter.Everyone) };
        if (!string.IsNullOrWhiteSpace(search))
        {
            conditions.Add("(contains(lower(c.id), lower(?)) OR contains(lower(coalesce(c.name, '')), lower(?)) OR contains(lower(coalesce(c.email, '')), lower(?)))");
            _values.AddRange([search.Trim(), search.Trim(), search.Trim()]);
        }

        return "WHERE " + string.Join(" AND ", conditions);
    }

    public string OrderBy(CustomerQuery query)
    {
        // A column that is not published yet is NULL for everybody, and the engine refuses to sort by a constant.
        var by = Expression(query.Sort ?? "netRevenue").Sql is var sql and not "NULL" ? sql : "c.number";
        return string.Create(CultureInfo.InvariantCulture, $"ORDER BY {by} {(query.Descending ? "DESC" : "ASC")} NULLS LAST, c.number LIMIT {query.Take} OFFSET {query.Skip}");
    }

    public CustomerRow Read(DuckDBDataReader row)
    {
        var values = new Dictionary<string, object?>(_columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < _columns.Count; i++)
        {
            values[_columns[i].Name] = row.IsDBNull(4 + i) ? null : Plain(row.GetValue(4 + i));
        }

        return new CustomerRow(row.GetInt32(0), row.GetString(1), Sql.Text(row, 2), Sql.Text(row, 3), values);
    }

    private static object Plain(object value) => value switch
    {
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        decimal number => (double)number,
        int number => (long)number,
        System.Numerics.BigInteger number => (long)number,
        _ => value,
    };

    private string Compile(CustomerFilter filter) => filter switch
    {
        CustomerFilter.All { Parts.Count: 0 } => "true",
        CustomerFilter.All all => "(" + string.Join(" AND ", all.Parts.Select(Compile)) + ")",
        CustomerFilter.Any { Parts.Count: 0 } => "false",
        CustomerFilter.Any any => "(" + string.Join(" OR ", any.Parts.Select(Compile)) + ")",
        CustomerFilter.Not not => $"(({Compile(not.Part)}) IS NOT TRUE)",
        CustomerFilter.Customers customers => Listed(customers.Ids),
        CustomerFilter.Where where => Condition(where),
        _ => throw new ArgumentException("Unknown part of a filter.", nameof(filter)),
    };

    private string Listed(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return "false";
        }

        _values.Add(Sql.Joined(ids));
        return $"c.id IN {Sql.OneOf}";
    }

    private string Condition(CustomerFilter.Where where)
    {
        var (sql, type) = Expression(where.Property);
        var texts = where.Value is { } value ? CustomerFilter.Values(value).ToList() : [];
        return where.Op switch
        {
            "exists" => $"({sql} IS NOT NULL)",
            "missing" => $"({sql} IS NULL)",
            "eq" => $"({sql} = {Parameter(type, texts[0])})",
            "ne" => $"({sql} IS DISTINCT FROM {Parameter(type, texts[0])})",
            "in" => texts.Count == 0 ? "false" : $"({sql} IN ({string.Join(", ", texts.Select(t => Parameter(type, t)))}))",
            "contains" => $"contains(lower({sql}::VARCHAR), lower({Parameter(PropertyType.Text, texts[0])}))",
            "gt" => $"({sql} > {Parameter(type, texts[0])})",
            "gte" => $"({sql} >= {Parameter(type, texts[0])})",
            "lt" => $"({sql} < {Parameter(type, texts[0])})",
            "lte" => $"({sql} <= {Parameter(type, texts[0])})",
            _ => throw new ArgumentException($"'{where.Op}' is no operator.", nameof(where)),
        };
    }

    // A text that is no value of the column's type compares as NULL, which holds for nobody.
    private string Parameter(PropertyType type, string text)
    {
        _values.Add(text);
        return type switch
        {
            PropertyType.Number => "TRY_CAST(? AS DOUBLE)",
            PropertyType.Boolean => "TRY_CAST(? AS BOOLEAN)",
            PropertyType.Instant => $"TRY_CAST({Instant(text)} AS TIMESTAMP)",
            _ => "?",
        };
    }

    private string Instant(string text)
    {
        _values[^1] = CustomerProperties.ToInstant(text) is { } instant ? instant.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) : text;
        return "?";
    }

    private (string Sql, PropertyType Type) Expression(string property)
    {
        if (CustomerProperties.Find(property) is { } known)
        {
            return (known.Expression, known.Type);
        }

        foreach (var set in _sets)
        {
            if (set.Columns.FirstOrDefault(c => $"{set.Owner}.{c.Name}" == property) is { } column)
            {
                return ($"p_{set.Owner}.\"{column.Name}\"", TypeOf(column.Type));
            }
        }

        return ("NULL", PropertyType.Text);
    }

    private static PropertyType TypeOf(PublishedType type) => type switch
    {
        PublishedType.Number or PublishedType.Integer => PropertyType.Number,
        PublishedType.Instant => PropertyType.Instant,
        _ => PropertyType.Text,
    };
}
