using BehaviorDashboard.Kernel;
using DuckDB.NET.Data;

namespace BehaviorDashboard.Events;

/// <summary>
/// Puts events into the temporary tables of a batch: rows of numbers, and beside them what each number of a customer, visitor, name, text or product
/// name says.
/// </summary>
internal sealed class StagingAppender : IDisposable
{
    private static readonly int Base = EventSchema.StagedBase.Length;

    // Where each column stands in the row; -1: the batch goes without it.
    private readonly int[] _at;
    private readonly ChunkAppender _rows;
    private readonly TextNumbers _customers;
    private readonly TextNumbers _visitors;
    private readonly TextNumbers _names;
    private readonly TextNumbers _texts;
    private readonly TextNumbers _labels;
    private readonly TextNumbers[] _numbers;
    private readonly RepeatFilter _repeats = new();

    public StagingAppender(DuckDBConnection connection, EventColumns columns, RowExtras extras, int remembered)
    {
        _customers = new TextNumbers(connection, "staged_customers", remembered);
        _visitors = new TextNumbers(connection, "staged_visitors", remembered);
        _names = new TextNumbers(connection, "staged_names", remembered);
        _texts = new TextNumbers(connection, "staged_texts", remembered);
        _labels = new TextNumbers(connection, "staged_labels", remembered);
        _numbers = [_customers, _visitors, _names, _texts, _labels];
        var kept = EventSchema.StagedColumns(columns, extras);
        var places = kept.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i);
        _at = [.. EventSchema.StagedBase.Select(c => c.Name).Concat(EventSchema.Fields.Select(f => f.Name)).Select(c => places.GetValueOrDefault(c, -1))];
        _rows = new ChunkAppender(connection, "staged_rows", [.. kept.Select(c => c.Type)]);
    }

    /// <summary>What is known of the rows without asking the engine.</summary>
    public StagedFacts Facts { get; } = new();

    public void Append(EventRow row)
    {
        Number(0, row.Customer, _customers);
        _rows.Put(1, Periods.MicrosOf(row.Time));
        _rows.Put(2, (byte)row.Kind);
        Number(3, row.Name, _names);
        _rows.Put(4, row.Id);
        _rows.Put(5, row.IdGiven);
        var suspect = _repeats.Add(row.Id);
        _rows.Put(6, suspect);
        Number(7, row.Anonymous, _visitors);
        if (row.Received is { } received)
        {
            _rows.Put(At(8), Periods.MicrosOf(received));
        }

        Number(9, row.ProductName, _labels);
        AppendFields(row);
        _rows.EndRow();
        Facts.Take(row, suspect);
    }

    /// <summary>Says that a row comes within a few rows: what it will look at is in no order, and waiting for memory is most of the work.</summary>
    public void Expect(EventRow row)
    {
        if (row.Customer is { } customer)
        {
            _customers.Expect(customer);
        }

        _repeats.Expect(row.Id);
    }

    /// <summary>Makes every appended row visible to queries on the connection.</summary>
    public void Flush()
    {
        _rows.Flush();
        Array.ForEach(_numbers, n => n.Flush());
    }

    public void Dispose()
    {
        _rows.Dispose();
        Array.ForEach(_numbers, n => n.Dispose());
    }

    // In the order of EventSchema.StagedBase and, behind it, EventSchema.Fields.
    private void AppendFields(EventRow row)
    {
        Coded(0, row.Product);
        Coded(1, row.Category);
        Coded(2, row.Brand);
        if (row.Quantity != 0)
        {
            Value(3, row.Quantity, BitConverter.DoubleToInt64Bits(row.Quantity));
        }

        Amount(4, row.Price);
        Amount(5, row.Value);
        Amount(6, row.Discount);
        Coded(7, row.Currency);
        // A purchase that belongs to no named order is an order of its own.
        Text(8, row.Order ?? (row.Kind == EventKind.Purchase ? row.Id.ToString("x32", null) : null));
        Text(9, row.Cart);
        Text(10, row.Session);
        Coded(11, row.Channel);
        Coded(12, row.Campaign);
        Coded(13, row.Device);
        Text(14, row.Page);
        Text(15, row.Search);
        Coded(16, row.Coupon);
        if (row.Rating > 0)
        {
            Value(17, row.Rating, row.Rating);
        }

        Text(18, row.Review);
        Text(19, row.Properties);
    }

    private void Number(int column, string? text, TextNumbers numbers)
    {
        if (text is not null)
        {
            _rows.Put(At(column), numbers.Of(text));
        }
    }

    private void Coded(int field, string? text)
    {
        if (text is not null)
        {
            var number = _texts.Of(text);
            Value(field, number, number);
        }
    }

    private void Amount(int field, long value)
    {
        if (value != 0)
        {
            Value(field, value, value);
        }
    }

    private void Text(int field, string? text)
    {
        if (text is not null)
        {
            _rows.Put(At(Base + field), text);
            Facts.Fields[field].Count++;
        }
    }

    private void Value<T>(int field, T value, long bits)
        where T : unmanaged
    {
        _rows.Put(At(Base + field), value);
        Facts.Fields[field].Take(bits);
    }

    private int At(int column) => _at[column] is >= 0 and var at
        ? at
        : throw new InvalidOperationException($"The batch was opened without the column '{(column < Base ? EventSchema.StagedBase[column].Name : EventSchema.Fields[column - Base].Name)}', and a row fills it.");
}
