using System.IO.Hashing;
using System.Runtime.InteropServices;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Imports;

/// <summary>One record on its way through the steps. One object serves all records of a file.</summary>
internal sealed class RowContext(ImportPlan plan)
{
    private static readonly DateTime Oldest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int MostRemembered = 200_000;

    private readonly TextPool _texts = new();
    private readonly EventNames _names = new();
    private readonly Dictionary<string, CustomerTraits> _told = [];
    private readonly string?[] _last = new string?[Enum.GetValues<ImportField>().Length];
    private readonly LocalClock _clock = new(plan.Calendar);
    private char[] _canonical = new char[1024];

    public ImportPlan Plan => plan;

    public CsvReader Record { get; private set; } = null!;

    public EventRow Row { get; private set; } = null!;

    public CustomerTraits? Traits { get; set; }

    /// <summary>Quantity times unit price as the file has them, in ten-thousandths, whatever the row turns out to be.</summary>
    public long LineValue { get; set; }

    /// <summary>Net value that the source states; null: work it out.</summary>
    public long? StatedValue { get; set; }

    public void Start(CsvReader record, EventRow row)
    {
        Record = record;
        Row = row;
        Traits = null;
        LineValue = 0;
        StatedValue = null;
    }

    public bool Has(ImportField field) => plan.Column(field) >= 0;

    /// <summary>The cell without surrounding space and without the guards of spreadsheets; empty where there is none.</summary>
    public ReadOnlySpan<char> Cell(ImportField field)
    {
        var column = plan.Column(field);
        if (column < 0)
        {
            return default;
        }

        var cell = Record[column].Trim();
        if (cell.Length > 3 && cell[0] == '=' && cell[1] == '"' && cell[^1] == '"')
        {
            cell = cell[2..^1];
        }

        return cell;
    }

    /// <summary>The cell of a column whose few values repeat: names, categories, brands.</summary>
    public string? Text(ImportField field) => _texts.Get(Cell(field));

    /// <summary>The cell of a column with a value of its own for nearly every row; rows that stand together may share it.</summary>
    public string? Own(ImportField field) => Own(field, Cell(field));

    public string? Own(ImportField field, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        ref var last = ref _last[(int)field];
        return last is not null && text.SequenceEqual(last) ? last : last = text.ToString();
    }

    public string? Pooled(ReadOnlySpan<char> text) => _texts.Get(text);

    public EventKind Named(ReadOnlySpan<char> text, out string name) => _names.Find(text, out name);

    public RejectReason Amount(ImportField field, out long scaled) => NumberText.Amount(Cell(field), plan.Shape.DecimalComma, out scaled);

    public RejectReason Quantity(double missing)
    {
        var reason = NumberText.Quantity(Cell(ImportField.Quantity), plan.Shape.DecimalComma, missing, out var quantity);
        Row.Quantity = quantity;
        return reason;
    }

    /// <summary>Reads a time into UTC and checks that a shop could have recorded it.</summary>
    public RejectReason Time(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return RejectReason.NoTime;
        }

        if (!TryInstant(text, out var time))
        {
            return RejectReason.BadTime;
        }

        Row.Time = time;
        return time < Oldest ? RejectReason.TimeTooOld : time > plan.Now.AddDays(1) ? RejectReason.TimeInFuture : RejectReason.None;
    }

    public bool TryInstant(ReadOnlySpan<char> text, out DateTime utc)
    {
        utc = default;
        if (!TimeText.TryParse(text, plan.Shape.DateOrder, out var time, out var offset))
        {
            return false;
        }

        var ticks = offset is { } known ? time.Ticks - known.Ticks : _clock.ToUtc(time).Ticks;
        utc = new DateTime(Math.Clamp(ticks - (ticks % TimeSpan.TicksPerMicrosecond), 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        return true;
    }

    /// <summary>Tells what a source says about a customer, once per change as far as is remembered; twice does no harm.</summary>
    public void Tell(CustomerTraits traits)
    {
        if (!_told.TryGetValue(traits.Customer, out var known) || known != traits)
        {
            if (_told.Count == MostRemembered)
            {
                _told.Clear();
            }

            _told[traits.Customer] = traits;
            Traits = traits;
        }
    }

    /// <summary>Key of the record's content: the profile and every cell with its length, so that quoting, delimiter and encoding do not matter.</summary>
    public UInt128 ContentKey()
    {
        var used = Append(0, plan.Profile.Code);
        for (var i = 0; i < Record.Count; i++)
        {
            used = Append(used, Record[i]);
        }

        return EventRow.KeyOf(MemoryMarshal.AsBytes(_canonical.AsSpan(0, used)));
    }

    private int Append(int used, ReadOnlySpan<char> cell)
    {
        if (_canonical.Length < used + cell.Length + 2)
        {
            Array.Resize(ref _canonical, Math.Max(used + cell.Length + 2, _canonical.Length * 2));
        }

        _canonical[used] = (char)(cell.Length & 0xFFFF);
        _canonical[used + 1] = (char)(cell.Length >> 16);
        cell.CopyTo(_canonical.AsSpan(used + 2));
        return used + 2 + cell.Length;
    }
}

/// <summary>Gives equal short texts as one string: ids, categories and names repeat, and each string costs more than looking it up.</summary>
internal sealed class TextPool
{
    private const int Slots = 1 << 13;
    private const int Longest = 64;

    private readonly string?[] _slots = new string?[Slots];

    /// <summary>Null for empty text.</summary>
    public string? Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        if (text.Length > Longest)
        {
            return text.ToString();
        }

        ref var slot = ref _slots[XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text)) & (Slots - 1)];
        return slot is not null && text.SequenceEqual(slot) ? slot : slot = text.ToString();
    }
}

/// <summary>Local times to UTC. Offsets change on quarter hours only, and neighbouring rows share theirs.</summary>
internal sealed class LocalClock(StoreCalendar calendar)
{
    private const long Quarter = 15 * TimeSpan.TicksPerMinute;

    private readonly (long Slot, long Offset)[] _known = Enumerable.Repeat((-1L, 0L), 1024).ToArray();

    public DateTime ToUtc(DateTime local)
    {
        var slot = local.Ticks / Quarter;
        ref var known = ref _known[slot & 1023];
        if (known.Slot != slot)
        {
            var start = new DateTime(slot * Quarter);
            known = (slot, start.Year is <= 1 or >= 9999 ? 0 : start.Ticks - calendar.ToUtc(start).Ticks);
        }

        return new DateTime(Math.Clamp(local.Ticks - known.Offset, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }
}
