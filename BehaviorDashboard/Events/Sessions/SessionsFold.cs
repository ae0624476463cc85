using System.Runtime.InteropServices;
using BehaviorDashboard.Events.Trends;

namespace BehaviorDashboard.Events.Sessions;

/// <summary>Counts sessions over all timelines, see <see cref="SessionsDefinition"/>; who is named is who was counted.</summary>
public sealed class SessionsFold : ITimelineFold<SessionsFold>
{
    /// <summary>More different values of a breakdown, or of entries and exits, are refused.</summary>
    public const int MostValues = 100_000;

    private const int Activity = 1;
    private const int Meant = 2;

    private static readonly string[] KindNames = [.. Enum.GetValues<EventKind>().Select(k => k.ToString())];

    private readonly SessionsDefinition _definition;
    private readonly EventRoles _roles;
    private readonly SessionCutter _cutter;
    private readonly List<FoundSession> _sessions = [];
    private readonly Dictionary<string, (long Micros, string? Session, int Number)> _orders = new(StringComparer.Ordinal);
    private readonly List<(long Micros, string Order, long Value)> _returns = [];
    private readonly Dictionary<TrendGroup, SessionTally> _groups = [];
    private readonly Dictionary<TrendGroup, SessionCount> _values = [];
    private readonly Dictionary<SessionPlace, SessionCount> _entries = [];
    private readonly Dictionary<SessionPlace, SessionCount> _exits = [];
    private readonly HashSet<string?>? _wantedGroups;
    private readonly List<int> _people = [];
    private readonly long _from;
    private readonly long _until;
    private int _customer;
    private bool _wanted;

    public SessionsFold(SessionsDefinition definition, TimelineWorld world)
    {
        _definition = definition;
        _roles = new EventRoles(world, definition.Rule.Activity, definition.Filter);
        _cutter = new SessionCutter(definition.Rule);
        _wantedGroups = definition.Breakdown?.Groups is { } groups ? [.. groups] : null;
        (_from, _until) = (definition.Buckets.From(0), definition.Buckets.Until(definition.Buckets.Count - 1));
        Total = new SessionTally(definition.Buckets.Count);
        Columns = _roles.Columns | definition.Rule.Columns | EventColumns.Value | EventColumns.Order | EventMatch.ColumnOf(definition.Label)
            | (definition.Breakdown is { } breakdown ? EventMatch.ColumnOf(breakdown.Property) : EventColumns.Base);
    }

    /// <inheritdoc/>
    public EventColumns Columns { get; }

    /// <summary>All sessions.</summary>
    public SessionTally Total { get; }

    /// <summary>The groups that were wanted, and all others together; empty where none were wanted.</summary>
    public IReadOnlyDictionary<TrendGroup, SessionTally> Groups => _groups;

    /// <summary>Sessions by value of the breakdown, where no groups were wanted.</summary>
    public IReadOnlyDictionary<TrendGroup, SessionCount> Values => _values;

    /// <summary>Sessions by where they were entered.</summary>
    public IReadOnlyDictionary<SessionPlace, SessionCount> Entries => _entries;

    /// <summary>Sessions by where they were left.</summary>
    public IReadOnlyDictionary<SessionPlace, SessionCount> Exits => _exits;

    /// <summary>The breakdown has more than <see cref="MostValues"/> values; they are not complete.</summary>
    public bool TooManyValues { get; private set; }

    /// <summary>Entries or exits have more than <see cref="MostValues"/> values; they are not complete.</summary>
    public bool TooManyPlaces { get; private set; }

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        _cutter.Clear();
        _orders.Clear();
        _returns.Clear();
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        if (!_wanted)
        {
            return;
        }

        var roles = _roles.Of(e);
        if ((roles & Activity) != 0)
        {
            Enter(e, (roles & Meant) != 0);
        }
        else if (e.Kind is EventKind.Refund or EventKind.Cancel && e.Order is { } order)
        {
            _returns.Add((e.Micros, order, e.Value));
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        TakeReturnsOff();
        var named = false;
        for (var number = 0; number < _cutter.Spans.Length; number++)
        {
            var span = _cutter.Spans[number];
            if (IsInRange(span) && (_definition.Filter.Count == 0 || _sessions[number].IsMeant))
            {
                named |= Count(_sessions[number], span);
            }
        }

        if (named)
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(SessionsFold other)
    {
        Total.Add(other.Total);
        _people.AddRange(other._people);
        TooManyValues |= other.TooManyValues;
        TooManyPlaces |= other.TooManyPlaces;
        foreach (var (group, tally) in other._groups)
        {
            TallyOf(group).Add(tally);
        }

        TooManyValues |= !TryAdd(_values, other._values);
        TooManyPlaces |= !TryAdd(_entries, other._entries) || !TryAdd(_exits, other._exits);
    }

    private void Enter(TimelineEvent e, bool isMeant)
    {
        var number = _cutter.NumberOf(e);
        if (number == _sessions.Count)
        {
            _sessions.Add(new FoundSession());
        }

        var session = _sessions[number];
        if (_cutter.IsNew)
        {
            session.Clear();
        }

        if (!IsInRange(_cutter.Spans[number]))
        {
            return;
        }

        session.Add(e, isMeant, LabelOf(e), _definition.Breakdown is { } breakdown ? EventMatch.PropertyOf(e, breakdown.Property) : null);
        if (e.Kind == EventKind.Purchase)
        {
            session.Revenue += e.Value;
            Remember(e, number);
        }
    }

    // Two sessions of the data's own ids may hold lines of one order at one instant: their ids decide, not how the lines are stored.
    private void Remember(TimelineEvent e, int number)
    {
        if (e.Order is { } order && (!_orders.TryGetValue(order, out var known) || (known.Micros == e.Micros && string.CompareOrdinal(e.Session, known.Session) < 0)))
        {
            _orders[order] = (e.Micros, e.Session, number);
        }
    }

    private void TakeReturnsOff()
    {
        foreach (var (micros, order, value) in _returns)
        {
            if (_orders.TryGetValue(order, out var bought) && micros >= bought.Micros)
            {
                _sessions[bought.Number].Revenue += value;
            }
        }
    }

    private bool IsInRange(SessionSpan span) => span.Start >= _from && span.Start < _until;

    private bool Count(FoundSession session, SessionSpan span)
    {
        var bucket = _definition.Buckets.IndexOf(span.Start);
        var micros = span.End - span.Start;
        Total.Add(bucket, _customer, session, micros);
        var one = new SessionCount(1, session.HasBounced ? 1 : 0, session.HasBought ? 1 : 0);
        TooManyPlaces |= !TryAdd(_entries, new SessionPlace(session.Entry), one) || !TryAdd(_exits, new SessionPlace(session.Exit), one);
        var group = GroupOf(session);
        if (_wantedGroups is not null)
        {
            TallyOf(group).Add(bucket, _customer, session, micros);
        }
        else if (_definition.Breakdown is not null)
        {
            TooManyValues |= !TryAdd(_values, group, one);
        }

        return _definition.People is { } people
            && (people.Bucket ?? bucket) == bucket
            && (people.Group is not { } meant || (meant.IsOther ? group.IsOther : meant.Value == session.Group))
            && (people.Trait == SessionTrait.All || (people.Trait == SessionTrait.Bounced ? session.HasBounced : session.HasBought))
            && (people.Entry is not { } entry || entry.Value == session.Entry)
            && (people.Exit is not { } exit || exit.Value == session.Exit)
            && (people.Duration is not { } duration || SessionBins.Of(SessionBins.Seconds, micros / 1_000_000) == duration)
            && (people.Depth is not { } depth || SessionBins.Of(SessionBins.Events, session.Events) == depth);
    }

    private TrendGroup GroupOf(FoundSession session) => _wantedGroups is null || _wantedGroups.Contains(session.Group) ? new TrendGroup(session.Group) : new TrendGroup(null, true);

    private SessionTally TallyOf(TrendGroup group)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, group, out _);
        return tally ??= new SessionTally(_definition.Buckets.Count);
    }

    private static bool TryAdd<TKey>(Dictionary<TKey, SessionCount> into, Dictionary<TKey, SessionCount> from)
        where TKey : notnull
    {
        var all = true;
        foreach (var (key, count) in from)
        {
            all &= TryAdd(into, key, count);
        }

        return all;
    }

    private static bool TryAdd<TKey>(Dictionary<TKey, SessionCount> into, TKey key, SessionCount count)
        where TKey : notnull
    {
        if (into.Count >= MostValues && !into.ContainsKey(key))
        {
            return false;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(into, key, out _) += count;
        return true;
    }

    private string? LabelOf(TimelineEvent e) => _definition.Label == "kind" ? KindNames[(int)e.Kind] : EventMatch.PropertyOf(e, _definition.Label);
}
