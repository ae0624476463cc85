using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Retention;

/// <summary>A customer in a cohort.</summary>
internal struct Anchor
{
    /// <summary>Number of the cohort's period.</summary>
    public int Period;

    /// <summary>A return in the cohort's own period.</summary>
    public bool Returned;

    public string? Group;

    /// <summary>What they brought in the cohort's own period from the anchor on.</summary>
    public long Revenue;
}

/// <summary>
/// What matters of one customer: their anchors, the periods in which they returned, what they brought in which. Events come in time order but those of
/// one instant in any, so an instant is gathered before it is judged.
/// </summary>
internal sealed class RetentionTimeline(RetentionDefinition definition)
{
    private readonly long _from = Periods.MicrosOf(definition.From);
    private readonly long _until = Periods.MicrosOf(definition.Until);
    private readonly bool _first = definition.Kind == RetentionKind.First;
    private readonly Periods _periods = definition.Periods;
    private readonly List<Anchor> _anchors = [];
    private readonly List<int> _returns = [];
    private readonly List<(int Period, long Value)> _revenues = [];

    private int _period;
    private long _periodFrom;
    private long _periodUntil;
    private long _instant;
    private int _starts;
    private int _returned;
    private int _events;
    private long _value;
    private string? _group;
    private bool _started;

    /// <summary>In order of their periods.</summary>
    public List<Anchor> Anchors => _anchors;

    /// <summary>Different periods with a return, rising; the last may be behind all periods of the question.</summary>
    public List<int> Returns => _returns;

    /// <summary>By period, rising.</summary>
    public List<(int Period, long Value)> Revenues => _revenues;

    /// <summary>Nothing that comes can matter: the customer was there before the range.</summary>
    public bool IsOut { get; private set; }

    public void Clear()
    {
        _anchors.Clear();
        _returns.Clear();
        _revenues.Clear();
        (_instant, _started, IsOut) = (long.MinValue, false, false);
        ClearInstant();
    }

    public void Add(long micros, bool starts, bool returns, long value, string? group)
    {
        if (micros != _instant)
        {
            Judge();
            _instant = micros;
        }

        starts &= _first || (micros >= _from && micros < _until);
        _starts += starts ? 1 : 0;
        _returned += returns ? 1 : 0;
        _events += starts || returns ? 1 : 0;
        _value += value;
        if (starts && group is not null && (_group is null || string.CompareOrdinal(group, _group) < 0))
        {
            _group = group;
        }
    }

    /// <summary>Judges the last instant.</summary>
    public void Judge()
    {
        if (_events > 0 || _value != 0)
        {
            Judge(PeriodOf(_instant));
            ClearInstant();
        }
    }

    // Events near each other mostly lie in the same period.
    private int PeriodOf(long micros)
    {
        if (micros < _periodFrom || micros >= _periodUntil)
        {
            _period = _periods.IndexOf(micros);
            (_periodFrom, _periodUntil) = _period >= 0 && _period < _periods.Count ? (_periods.StartOf(_period), _periods.EndOf(_period)) : (0, 0);
        }

        return _period;
    }

    private void Judge(int period)
    {
        if (_starts > 0 && StartsCohort(period))
        {
            _started = true;
            if (_first && (_instant < _from || _instant >= _until))
            {
                IsOut = true;
                return;
            }

            // One event is never its own return; with two of one instant, each can be the other's.
            _anchors.Add(new Anchor { Period = period, Returned = _returned > 0 && _events > 1, Group = _group, Revenue = _value });
        }
        else if (_anchors.Count > 0 && _anchors[^1].Period == period)
        {
            var anchor = _anchors[^1];
            (anchor.Returned, anchor.Revenue) = (anchor.Returned || _returned > 0, anchor.Revenue + _value);
            _anchors[^1] = anchor;
        }

        if (_returned > 0 && period >= 0 && (_returns.Count == 0 || _returns[^1] != period))
        {
            _returns.Add(period);
        }

        if (_value != 0 && period >= 0)
        {
            _revenues.Add((period, _value));
        }
    }

    private bool StartsCohort(int period) => _first ? !_started : _anchors.Count == 0 || _anchors[^1].Period != period;

    private void ClearInstant()
    {
        (_starts, _returned, _events) = (0, 0, 0);
        (_value, _group) = (0, null);
    }
}
