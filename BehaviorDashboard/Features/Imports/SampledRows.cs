namespace BehaviorDashboard.Features.Imports;

/// <summary>Reads on until the rows to show are there and the order of day and month is decided, or enough has been seen.</summary>
internal sealed class SampledRows(CsvReader reader, IReadOnlyDictionary<ImportField, int> columns, List<string>? first)
{
    private static readonly ImportField[] Amounts = [ImportField.Price, ImportField.Value, ImportField.Discount, ImportField.Total, ImportField.Subtotal];

    private readonly List<IReadOnlyList<string>> _shown = [];
    private int _slashed;
    private int _dayFirst;
    private int _monthFirst;
    private int _commas;
    private int _points;

    public IReadOnlyList<IReadOnlyList<string>> Shown => _shown;

    public string Time { get; private set; } = "";

    public DateOrder Order => _dayFirst > _monthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    /// <summary>Nothing to decide, or decided one way by a day above 12 and never the other.</summary>
    public bool OrderSure => _slashed == 0 || (_dayFirst > 0) != (_monthFirst > 0);

    public bool DecimalComma => _commas > _points;

    public void Take(int show, int dates)
    {
        if (first is not null)
        {
            Look(first);
        }

        for (var rows = 0; rows < dates && reader.Read() is var status and not CsvStatus.End; rows++)
        {
            if (_shown.Count < show)
            {
                Look(status == CsvStatus.Record ? FileAnalysis.Cells(reader) : [RefusedText.Of(reader.Raw)]);
            }
            else if (rows < 1_000 || (_slashed > 0 && _dayFirst + _monthFirst == 0))
            {
                LookAtTime(status == CsvStatus.Record && columns.TryGetValue(ImportField.Time, out var c) && c < reader.Count ? reader[c] : default);
            }
            else
            {
                return;
            }
        }
    }

    private void Look(List<string> cells)
    {
        if (cells is [""])
        {
            return;
        }

        _shown.Add(cells);
        if (columns.TryGetValue(ImportField.Time, out var time) && time < cells.Count)
        {
            Time = Time.Length == 0 ? cells[time] : Time;
            LookAtTime(cells[time]);
        }

        foreach (var amount in Amounts)
        {
            if (columns.TryGetValue(amount, out var column) && column < cells.Count)
            {
                var text = cells[column].Trim();
                _commas += text.LastIndexOf(',') is var comma && comma >= 0 && text.Length - comma <= 3 ? 1 : 0;
                _points += text.LastIndexOf('.') is var point && point >= 0 && text.Length - point <= 3 ? 1 : 0;
            }
        }
    }

    private void LookAtTime(ReadOnlySpan<char> text)
    {
        if (TimeText.SlashedDate(text, out var one, out var two))
        {
            _slashed++;
            _dayFirst += one > 12 ? 1 : 0;
            _monthFirst += two > 12 ? 1 : 0;
        }
    }
}
