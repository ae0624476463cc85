namespace BehaviorDashboard.Events.Sessions;

/// <summary>What is known of a session of the present customer; the object is used again for the next.</summary>
internal sealed class FoundSession
{
    private Place? _entry;
    private Place? _exit;
    private (long Micros, string Value)? _group;

    public long Events { get; private set; }

    public long Views { get; private set; }

    public bool HasBought { get; private set; }

    /// <summary>It holds an event that the filter means.</summary>
    public bool IsMeant { get; private set; }

    /// <summary>Ten-thousandths.</summary>
    public long Revenue { get; set; }

    public string? Entry => _entry?.Value;

    public string? Exit => _exit?.Value;

    public string? Group => _group?.Value;

    public bool HasBounced => Events == 1 && !HasBought;

    public void Clear() => (Events, Views, HasBought, IsMeant, Revenue, _entry, _exit, _group) = (0, 0, false, false, 0, null, null, null);

    /// <param name="label">Value that entry and exit are called by.</param>
    /// <param name="group">Value of the breakdown's property.</param>
    public void Add(TimelineEvent e, bool isMeant, string? label, string? group)
    {
        Events++;
        Views += e.Kind is EventKind.View or EventKind.ListView ? 1 : 0;
        HasBought |= e.Kind == EventKind.Purchase;
        IsMeant |= isMeant;
        if (group is not null && (_group is not { } known || (known.Micros == e.Micros && string.CompareOrdinal(group, known.Value) < 0)))
        {
            _group = (e.Micros, group);
        }

        if (label is not null)
        {
            var place = new Place(e.Kind == EventKind.Session, e.Micros, e.Kind, label);
            _entry = _entry is not { } entry || place.IsRatherThan(entry, first: true) ? place : entry;
            _exit = _exit is not { } exit || place.IsRatherThan(exit, first: false) ? place : exit;
        }
    }

    /// <param name="IsMark">It says no more than that a session began.</param>
    private readonly record struct Place(bool IsMark, long Micros, EventKind Kind, string Value)
    {
        public bool IsRatherThan(Place other, bool first)
        {
            if (IsMark != other.IsMark)
            {
                return other.IsMark;
            }

            var order = Micros.CompareTo(other.Micros);
            order = order != 0 ? order : Kind.CompareTo(other.Kind);
            order = order != 0 ? order : string.CompareOrdinal(Value, other.Value);
            return first ? order < 0 : order > 0;
        }
    }
}
