using System.IO.MemoryMappedFiles;

namespace BehaviorDashboard.Events.Hot;

/// <summary>
/// A copy of the sorted part's narrow columns, laid out for folding and mapped into memory: where each customer's rows begin, then one array per column in
/// timeline order. It is a cache of one generation of the sorted part; the file goes with the process, so nothing is ever read from one that a crash left.
/// </summary>
internal sealed unsafe class HotPart : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly HotLayout _layout;
    private int _leases = 1;

    private HotPart(MemoryMappedFile file, HotLayout layout, string generation)
    {
        (_file, _layout, Generation) = (file, layout, generation);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        Starts = (long*)(_start + layout.Starts);
        Times = (long*)(_start + layout.Times);
        Kinds = _start + layout.Kinds;
        Names = (int*)(_start + layout.Names);
    }

    public string Generation { get; }

    public int HighestCustomer => _layout.HighestCustomer;

    /// <summary>Customer n's rows are those from <c>Starts[n]</c> to before <c>Starts[n + 1]</c>.</summary>
    public long* Starts { get; }

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public long* Times { get; }

    public byte* Kinds { get; }

    public int* Names { get; }

    /// <param name="file">Written by <see cref="HotWriter"/>; deleted when the part is closed.</param>
    public static HotPart Open(string file, HotLayout layout, string generation)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose);
        return new HotPart(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false), layout, generation);
    }

    /// <summary>Whether all fields are here; what the store has nothing of is.</summary>
    public bool Holds(IEnumerable<EventField> fields) => fields.All(f => _layout.Empty.Contains(f.Name) || _layout.Fields.ContainsKey(f.Name));

    /// <summary>A field's array: numbers of texts (-1 is none) for coded fields, otherwise values of eight bytes; null where the store has nothing of it.</summary>
    public byte* Field(EventField field) => _layout.Fields.TryGetValue(field.Name, out var at) ? _start + at : null;

    /// <summary>False when the part is being closed; each lease is given back by <see cref="Dispose"/>.</summary>
    public bool TryLease()
    {
        for (var leases = _leases; leases > 0; leases = _leases)
        {
            if (Interlocked.CompareExchange(ref _leases, leases + 1, leases) == leases)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives a lease back, or the owner's hold; the last one unmaps.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}

/// <summary>Where each array stands in the file, in bytes from its start.</summary>
/// <param name="Fields">Fields that have an array.</param>
/// <param name="Empty">Fields that no event has.</param>
internal sealed record HotLayout(long Rows, int HighestCustomer, long Starts, long Times, long Kinds, long Names, IReadOnlyDictionary<string, long> Fields, IReadOnlySet<string> Empty, long Bytes)
{
    /// <summary>Fields that can have an array, most useful first.</summary>
    public static IEnumerable<EventField> Narrow { get; } = EventSchema.Fields.Where(f => f.Coded || f.Flag == EventColumns.Value).OrderBy(f => f.Coded);

    /// <param name="held">Fields that the sorted part holds anything of.</param>
    /// <param name="most">Bytes that the file may have; fields beyond it are left out.</param>
    /// <returns>Null when not even the base fits.</returns>
    public static HotLayout? Of(long rows, int highest, IReadOnlyCollection<string> held, long most)
    {
        long at = 0;
        long Next(long bytes)
        {
            var here = at;
            at += (bytes + 63) / 64 * 64;
            return here;
        }

        var (starts, times, kinds, names) = (Next(8L * (highest + 2)), Next(8 * rows), Next(rows), Next(4 * rows));
        var fields = new Dictionary<string, long>();
        foreach (var field in Narrow.Where(f => held.Contains(f.Name)))
        {
            var width = field.Coded ? 4 : 8;
            if (at + (width * rows) <= most)
            {
                fields[field.Name] = Next(width * rows);
            }
        }

        return at > most ? null : new HotLayout(rows, highest, starts, times, kinds, names, fields, EventSchema.Fields.Select(f => f.Name).Where(f => !held.Contains(f)).ToHashSet(), at);
    }
}
