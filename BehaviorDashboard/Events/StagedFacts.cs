using System.Globalization;

namespace BehaviorDashboard.Events;

/// <summary>What is known of a batch's rows from having appended them; asking the engine would cost another walk over every column.</summary>
internal sealed class StagedFacts
{
    /// <summary>In the order of <see cref="EventSchema.Fields"/>.</summary>
    public StagedField[] Fields { get; } = [.. EventSchema.Fields.Select(_ => new StagedField())];

    public long Rows { get; private set; }

    /// <summary>Rows whose key may have come before in the batch.</summary>
    public long Suspects { get; private set; }

    /// <summary>Rows of visitors who are not known.</summary>
    public long Unknown { get; private set; }

    /// <summary>Rows that join a visitor to a customer.</summary>
    public long Linking { get; private set; }

    /// <summary>Rows that say themselves when they were received.</summary>
    public long Received { get; private set; }

    public void Take(EventRow row, bool suspect)
    {
        Rows++;
        Suspects += suspect ? 1 : 0;
        Received += row.Received is null ? 0 : 1;
        if (row.Anonymous is not null)
        {
            Unknown += row.Customer is null ? 1 : 0;
            Linking += row.Customer is null ? 0 : 1;
        }
    }
}

/// <summary>What one column of a batch holds: how many values, and whether they are all the same.</summary>
internal sealed class StagedField
{
    private long _first;
    private bool _differs;

    /// <summary>Rows that have a value.</summary>
    public long Count { get; set; }

    /// <param name="bits">The value, or what it is made of.</param>
    public void Take(long bits)
    {
        _first = Count++ == 0 ? bits : _first;
        _differs |= bits != _first;
    }

    /// <summary>The one value that each of the batch's rows has, as the engine writes it; null where there is none.</summary>
    public string? Only(EventField field, long rows) => field.Type == "VARCHAR" || _differs || Count == 0 || Count != rows
        ? null
        : field.Type == "DOUBLE" ? Written(BitConverter.Int64BitsToDouble(_first)) : _first.ToString(CultureInfo.InvariantCulture);

    private static string Written(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15 ? value.ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
