using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// What the numbers of a batch say: gives each new name, text and customer a number of the store, and leaves the tables <c>name_numbers</c>, <c>text_numbers</c>,
/// <c>customer_numbers</c> and <c>visitor_numbers</c> (columns <c>staged</c>, <c>number</c>) for whoever writes the rows.
/// </summary>
internal sealed class StagedWords(DuckDBConnection connection, StagedFacts staged)
{
    public void AddToStore()
    {
        Add("names", "name", "staged_names");
        Map("name_numbers", "names", "name", "staged_names");
        Add("texts", "text", "staged_texts");
        Map("text_numbers", "texts", "text", "staged_texts");
        AddLinks();
        AddCustomers();
        AddProducts();
    }

    /// <summary>Only after links and customers are in their final state for this batch.</summary>
    public void MapCustomers()
    {
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE customer_numbers AS
            SELECT s.number AS staged, c.number FROM staged_customers s JOIN customers c ON c.id = s.text WHERE NOT c.anonymous
            """);
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE visitor_numbers AS
            SELECT s.number AS staged, c.number FROM staged_visitors s JOIN links l ON l.anonymous = s.text JOIN customers c ON c.id = l.customer WHERE NOT c.anonymous
            UNION ALL SELECT s.number, c.number FROM staged_visitors s JOIN customers c ON c.id = s.text ANTI JOIN links l ON l.anonymous = c.id WHERE c.anonymous
            """);
    }

    /// <summary>A text that was forgotten and came again has two numbers: rows get the first of them.</summary>
    public static void MakeOne(DuckDBConnection connection, string words, string column)
    {
        if (Sql.Number(connection, $"SELECT count(*) - count(DISTINCT text) FROM {words}") == 0)
        {
            return;
        }

        Sql.Run(connection, $"CREATE OR REPLACE TEMP TABLE again AS SELECT number, first FROM (SELECT number, min(number) OVER (PARTITION BY text) AS first FROM {words}) WHERE number > first");
        Sql.Run(connection, $"UPDATE staged_rows SET {column} = again.first FROM again WHERE again.number = staged_rows.{column}");
        Sql.Run(connection, $"DELETE FROM {words} WHERE number IN (SELECT number FROM again)");
    }

    /// <summary>Whether the batch's numbers are the store's, as in a store's first import: then there is nothing to look up, row by row.</summary>
    public static bool AreEqual(DuckDBConnection connection, string map) => Sql.Number(connection, $"SELECT count(*) FROM {map} WHERE staged <> number") == 0;

    private void Add(string table, string column, string words) => Sql.Run(connection, $"""
        INSERT INTO {table} SELECT (SELECT coalesce(max(number), -1) FROM {table}) + row_number() OVER (ORDER BY first), text
        FROM (SELECT text, min(number) AS first FROM {words} GROUP BY text) fresh ANTI JOIN {table} known ON known.{column} = fresh.text
        """);

    private void Map(string map, string table, string column, string words) => Sql.Run(
        connection,
        $"CREATE OR REPLACE TEMP TABLE {map} AS SELECT s.number AS staged, t.number FROM {words} s JOIN {table} t ON t.{column} = s.text");

    private void AddLinks()
    {
        if (staged.Linking > 0)
        {
            Sql.Run(connection, """
                INSERT INTO links SELECT fresh.anonymous, fresh.customer
                FROM (SELECT v.text AS anonymous, arg_min(c.text, (s.time, c.text)) AS customer
                      FROM staged s JOIN staged_visitors v ON v.number = s.anonymous JOIN staged_customers c ON c.number = s.customer GROUP BY v.text) fresh
                ANTI JOIN links USING (anonymous)
                """);
        }
    }

    private void AddCustomers()
    {
        var unknown = staged.Unknown == 0
            ? ""
            : """
                UNION SELECT v.text, true
                      FROM staged_visitors v SEMI JOIN (SELECT anonymous FROM staged WHERE customer IS NULL) s ON s.anonymous = v.number ANTI JOIN links l ON l.anonymous = v.text
                """;
        Sql.Run(connection, $"""
            INSERT INTO customers(number, id, anonymous)
            SELECT (SELECT coalesce(max(number), 0) FROM customers) + row_number() OVER (ORDER BY anonymous, id), id, anonymous
            FROM (SELECT text AS id, false AS anonymous FROM staged_customers
                  UNION SELECT customer, false FROM staged_traits
                  {unknown}) fresh
            ANTI JOIN customers c ON c.id = fresh.id AND c.anonymous = fresh.anonymous
            """);
    }

    private void AddProducts()
    {
        Sql.Run(connection, """
            CREATE OR REPLACE TEMP TABLE fresh_products AS
            SELECT p.text AS product, arg_max(l.text, (d.time, l.text)) AS name, arg_max(c.text, (d.time, c.text)) AS category, arg_max(b.text, (d.time, b.text)) AS brand
            FROM (SELECT product, product_name, category, brand, max(time) AS time FROM staged
                  WHERE product IS NOT NULL AND (product_name IS NOT NULL OR category IS NOT NULL OR brand IS NOT NULL) GROUP BY ALL) d
            JOIN staged_texts p ON p.number = d.product LEFT JOIN staged_labels l ON l.number = d.product_name
            LEFT JOIN staged_texts c ON c.number = d.category LEFT JOIN staged_texts b ON b.number = d.brand
            GROUP BY p.text
            """);
        Sql.Run(connection, """
            UPDATE products SET name = coalesce(n.name, products.name), category = coalesce(n.category, products.category), brand = coalesce(n.brand, products.brand)
            FROM fresh_products n WHERE n.product = products.product
            """);
        Sql.Run(connection, "INSERT INTO products SELECT n.* FROM fresh_products n ANTI JOIN products p ON p.product = n.product");
    }
}
