using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>Counts carts over all timelines, see <see cref="CartsDefinition"/>; who is named is who was counted.</summary>
public sealed class CartsFold : ITimelineFold<CartsFold>
{
    /// <summary>More different values of a breakdown are refused.</summary>
    public const int MostGroups = 100_000;

    private readonly CartsDefinition _definition;
    private readonly EventRoles? _filter;
    private readonly CartTimeline _carts;
    private readonly CartTimeline _watched;
    private readonly Dictionary<string, CartTally> _groups = new(StringComparer.Ordinal);
    private readonly CartTally[] _periods;
    private readonly CartTally[] _lasts = [.. Enum.GetValues<CartStep>().Select(_ => new CartTally())];
    private readonly List<int> _people = [];
    private readonly long _from;
    private readonly long _until;
    private readonly long _known;
    private int _customer;
    private bool _wanted;

    public CartsFold(CartsDefinition definition, TimelineWorld world)
    {
        _definition = definition;
        _filter = definition.Filter is { } filter ? new EventRoles(world, [[filter]]) : null;
        _carts = new CartTimeline(definition.Rule, world.Names);
        // Recovery beyond the time-out is what tells whether the time-out is right.
        _watched = new CartTimeline(definition.Rule with { TimeOut = TimeSpan.FromDays(definition.Watch) }, world.Names);
        _periods = [.. Enumerable.Range(0, definition.Periods.Count).Select(_ => new CartTally())];
        (_from, _until, _known) = (Periods.MicrosOf(definition.From), Periods.MicrosOf(definition.Until), Periods.MicrosOf(definition.Known) - 1);
        Times = new RecoveryTimes(definition.Watch);
        Columns = CartRule.Columns | (_filter?.Columns ?? EventColumns.Base) | (definition.Breakdown is { } property ? EventMatch.ColumnOf(property) : EventColumns.Base);
    }

    /// <inheritdoc/>
    public EventColumns Columns { get; }

    /// <summary>All carts that opened in the range.</summary>
    public CartTally Total { get; } = new();

    /// <summary>By period of opening.</summary>
    public IReadOnlyList<CartTally> ByPeriod => _periods;

    /// <summary>Carts that were left, by the last thing before.</summary>
    public CartTally ByLast(CartStep last) => _lasts[(int)last];

    /// <summary>By value of the breakdown's property.</summary>
    public IReadOnlyDictionary<string, CartTally> Groups => _groups;

    /// <summary>Carts without a value of the breakdown's property.</summary>
    public CartTally Ungrouped { get; } = new();

    /// <summary>The breakdown has more than <see cref="MostGroups"/> values; its groups are not complete.</summary>
    public bool TooManyGroups { get; private set; }

    /// <summary>When carts that opened in the range were recovered, by a rule that waits as long as recovery is watched.</summary>
    public RecoveryTimes Times { get; }

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        _carts.Clear();
        _watched.Clear();
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        if (!_wanted || e.Micros > _known)
        {
            return;
        }

        var opens = e.Kind == EventKind.CartAdd;
        var isMeant = opens && (_filter is null || _filter.Of(e) != 0);
        var group = isMeant && _definition.Breakdown is { } property ? EventMatch.PropertyOf(e, property) : null;
        _carts.Add(e, 0, isMeant, group);
        _watched.Add(e, 0, isMeant);
    }

    /// <inheritdoc/>
    public void End()
    {
        _carts.End(_known);
        _watched.End(_known);
        var named = false;
        foreach (var cart in _carts.Carts)
        {
            if (IsCounted(cart))
            {
                Count(cart);
                named |= _definition.People is { } people && IsMeant(people, cart);
            }
        }

        foreach (var cart in _watched.Carts)
        {
            if (cart.FirstLeft is { } left && IsCounted(cart))
            {
                Times.Add(_known - left, cart.State == CartState.Recovered ? cart.Closed - left : null);
            }
        }

        if (named)
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(CartsFold other)
    {
        Total.Add(other.Total);
        Ungrouped.Add(other.Ungrouped);
        Times.Add(other.Times);
        _people.AddRange(other._people);
        TooManyGroups |= other.TooManyGroups;
        for (var i = 0; i < _periods.Length; i++)
        {
            _periods[i].Add(other._periods[i]);
        }

        for (var i = 0; i < _lasts.Length; i++)
        {
            _lasts[i].Add(other._lasts[i]);
        }

        foreach (var (value, tally) in other._groups)
        {
            GroupOf(value)?.Add(tally);
        }
    }

    private bool IsCounted(Cart cart) => cart.IsMeant && cart.Opened >= _from && cart.Opened < _until;

    private void Count(Cart cart)
    {
        Total.Add(cart);
        _periods[_definition.Periods.IndexOf(cart.Opened)].Add(cart);
        if (cart.WasLeft)
        {
            _lasts[(int)cart.Last].Add(cart);
        }

        if (_definition.Breakdown is not null)
        {
            GroupOf(cart.Group)?.Add(cart);
        }
    }

    private bool IsMeant(CartPeople people, Cart cart) =>
        (people.State is null || people.State == cart.State)
        && (!(people.Left || people.Last is not null) || cart.WasLeft)
        && (people.Last is null || people.Last == cart.Last)
        && (people.Period is null || people.Period == _definition.Periods.IndexOf(cart.Opened))
        && (!people.Grouped || people.Group == cart.Group)
        && (people.Except is null || !people.Except.Contains(cart.Group));

    private CartTally? GroupOf(string? value)
    {
        if (value is null)
        {
            return Ungrouped;
        }

        if (!_groups.TryGetValue(value, out var tally))
        {
            if (_groups.Count >= MostGroups)
            {
                TooManyGroups = true;
                return null;
            }

            _groups[value] = tally = new CartTally();
        }

        return tally;
    }
}
