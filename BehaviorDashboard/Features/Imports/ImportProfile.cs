using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>One kind of file: how its columns are recognised (always by name, never by position) and the steps that its rows go through.</summary>
internal abstract class ImportProfile
{
    public static IReadOnlyList<ImportProfile> All { get; } = [new UciProfile(), new Rees46Profile(), new ShopifyProfile(), new EventLinesProfile(), new GenericProfile()];

    public abstract string Code { get; }

    /// <summary>Whether the report counts different order numbers (files of orders).</summary>
    public virtual bool CountsOrders => true;

    public static ImportProfile? Find(string code) => All.FirstOrDefault(p => p.Code == code);

    public static ImportProfile Recognise(IReadOnlyList<string> headers)
    {
        var names = headers.Select(ColumnAliases.Normal).ToHashSet();
        return All.First(p => p.Fits(names));
    }

    public abstract bool Fits(IReadOnlySet<string> names);

    /// <summary>The column of each field.</summary>
    public abstract Dictionary<ImportField, int> Map(IReadOnlyList<string> headers);

    public virtual IReadOnlyList<ImportField> MissingFrom(IReadOnlyDictionary<ImportField, int> columns) =>
        columns.ContainsKey(ImportField.Time) ? [] : [ImportField.Time];

    /// <summary>The fields of an event that rows of such a file may fill.</summary>
    public virtual EventColumns Fills(ImportPlan plan) => EventWriter.AnyColumn;

    /// <summary>What rows of such a file may say beside.</summary>
    public virtual RowExtras Says(ImportPlan plan) => RowExtras.All;

    public abstract RowReader CreateReader(ImportPlan plan);

    protected static Dictionary<ImportField, int> ByName(IReadOnlyList<string> headers, params (string Name, ImportField Field)[] names)
    {
        var columns = new Dictionary<ImportField, int>();
        for (var i = 0; i < headers.Count; i++)
        {
            var normal = ColumnAliases.Normal(headers[i]);
            foreach (var (name, field) in names)
            {
                if (name == normal)
                {
                    columns.TryAdd(field, i);
                }
            }
        }

        return columns;
    }
}

/// <summary>A step of a row's way; it fills part of <see cref="RowContext.Row"/> or says why the row is refused.</summary>
internal sealed record RowStep(string Name, Func<RowContext, RejectReason> Run);

/// <summary>Turns the records of one file into events.</summary>
internal abstract class RowReader
{
    /// <summary>Takes one whole record.</summary>
    public abstract void Read(CsvReader record, RowSink sink);

    /// <summary>The file is at its end.</summary>
    public virtual void End(RowSink sink)
    {
    }
}

/// <summary>One record, one event: the record walks through the steps in order.</summary>
internal sealed class FlatReader(ImportPlan plan, IReadOnlyList<RowStep> steps) : RowReader
{
    private readonly RowContext _context = new(plan);

    public override void Read(CsvReader record, RowSink sink)
    {
        var row = sink.Next();
        _context.Start(record, row);
        for (var i = 0; i < steps.Count; i++)
        {
            var reason = steps[i].Run(_context);
            if (reason != RejectReason.None)
            {
                sink.Refuse(record.Line, reason, record.Raw);
                return;
            }
        }

        if (!row.IdGiven)
        {
            row.Id = _context.ContentKey();
        }

        if (_context.Traits is { } traits)
        {
            sink.Add(traits);
        }

        sink.Emit(_context.LineValue);
    }
}
