namespace BehaviorDashboard.Events.Lifecycle;

/// <summary>Counts lifecycle and stickiness over all timelines, see <see cref="LifecycleDefinition"/>; who is named is who was counted.</summary>
public sealed class LifecycleFold : ITimelineFold<LifecycleFold>
{
    private const int None = -2;

    private readonly LifecycleDefinition _definition;
    private readonly EventRoles _roles;
    private readonly List<int> _people = [];
    private int _customer;
    private bool _wanted;
    private bool _named;
    private int _first;
    private int _previous;
    private int _period;
    private long _periodEnd;
    private long _dayEnd;
    private int _days;

    public LifecycleFold(LifecycleDefinition definition, TimelineWorld world)
    {
        _definition = definition;
        _roles = new EventRoles(world, definition.Activity);
        Counts = new LifecycleCounts(definition.Periods.Count);
    }

    /// <inheritdoc/>
    public EventColumns Columns => _roles.Columns;

    /// <inheritdoc/>
    public IReadOnlyList<EventMatch>? Needs => _definition.Activity;

    public LifecycleCounts Counts { get; }

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        _named = false;
        (_first, _previous, _period) = (None, None, None);
        (_periodEnd, _dayEnd) = (long.MinValue, long.MinValue);
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        if (!_wanted || _roles.Of(e) == 0)
        {
            return;
        }

        if (e.Micros >= _periodEnd)
        {
            Enter(e.Micros);
        }

        if (_period >= 0 && e.Micros >= _dayEnd)
        {
            _days++;
            _dayEnd = _definition.Days.EndOf(_definition.Days.IndexOf(e.Micros));
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        Leave();
        if (_previous >= 0)
        {
            FallAsleepAfter(_previous);
        }

        if (_named)
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(LifecycleFold other)
    {
        Counts.Add(other.Counts);
        _people.AddRange(other._people);
    }

    private void Enter(long micros)
    {
        Leave();
        var period = _definition.Periods.IndexOf(micros);
        _first = _first == None ? period : _first;
        (_period, _days) = (period, 0);
        _periodEnd = period < 0 ? _definition.Periods.From : period < _definition.Periods.Count ? _definition.Periods.EndOf(period) : long.MaxValue;
        _period = period < _definition.Periods.Count ? period : None;
    }

    private void Leave()
    {
        if (_period < 0)
        {
            return;
        }

        var status = _first == _period ? LifecycleStatus.New : _previous == _period - 1 ? LifecycleStatus.Returning : LifecycleStatus.Resurrected;
        Counts.Add(_period, status);
        Counts.AddDays(_period, _days);
        _named |= _definition.People is { } people && people.Period == _period && (people.Status ?? status) == status && (people.Days ?? _days) == _days;
        if (_previous >= 0 && _previous < _period - 1)
        {
            FallAsleepAfter(_previous);
        }

        (_previous, _period) = (_period, None);
    }

    private void FallAsleepAfter(int period)
    {
        var asleep = period + 1;
        if (asleep < _definition.Periods.Count)
        {
            Counts.Add(asleep, LifecycleStatus.Dormant);
            _named |= _definition.People is { Status: LifecycleStatus.Dormant } people && people.Period == asleep && people.Days is null;
        }
    }
}
