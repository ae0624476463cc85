using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Everything that turning the rows of one file into events depends on.</summary>
/// <param name="Currency">The store's currency; money in another is refused.</param>
/// <param name="Calendar">How times without a zone are read.</param>
/// <param name="Now">Times more than a day later are refused.</param>
internal sealed record ImportPlan(FileShape Shape, string Currency, StoreCalendar Calendar, DateTime Now, int LineLimit)
{
    private readonly int[] _columns = ColumnsOf(Shape);

    public ImportProfile Profile { get; } = ImportProfile.Find(Shape.Profile)!;

    public EventColumns Fills => Profile.Fills(this);

    public RowExtras Says => Profile.Says(this);

    /// <summary>-1: the file has no such column.</summary>
    public int Column(ImportField field) => _columns[(int)field];

    public static Outcome<ImportPlan> Create(FileShape shape, ImportMapping mapping, string storeCurrency, StoreCalendar storeCalendar, DateTime now, int lineLimit)
    {
        if (shape.Missing is { Count: > 0 } missing)
        {
            return new Problem("import.columns", $"No column is mapped to: {string.Join(", ", missing)}. Say which columns hold them.", "mapping", string.Join(", ", missing));
        }

        if (mapping.Currency is { Length: > 0 } currency && !string.Equals(currency, storeCurrency, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem("import.currency", $"The store counts in {storeCurrency}; amounts in {currency} would mix with it. Import the file into a store of that currency.", "currency", storeCurrency, currency);
        }

        var zone = storeCalendar.Zone;
        if (mapping.TimeZone is { Length: > 0 } id && !TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!))
        {
            return new Problem("import.timeZone", $"There is no time zone '{id}'. Use a name such as Europe/London.", "timeZone", id);
        }

        return new ImportPlan(shape, storeCurrency, storeCalendar with { Zone = zone }, now, lineLimit);
    }

    private static int[] ColumnsOf(FileShape shape)
    {
        var columns = new int[Enum.GetValues<ImportField>().Length];
        Array.Fill(columns, -1);
        foreach (var (field, column) in shape.Columns)
        {
            columns[(int)field] = column;
        }

        return columns;
    }
}
