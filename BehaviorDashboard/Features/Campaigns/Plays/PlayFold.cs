using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>Assigned by a past campaign, and what followed within the window.</summary>
/// <param name="Orders">Before the assignment.</param>
/// <param name="Silence">Days since the last order then; infinite without one.</param>
public sealed record Assignment(string Campaign, long At, bool HoldOut, int Orders, double Silence, bool HadCart)
{
    public bool Ordered { get; set; }
}

/// <summary>Customers' states at the end of the facts and one window earlier, what followed the earlier one, and campaigns with a hold-out.</summary>
/// <remarks>An event with a campaign and the property <c>arm</c> (treated, or holdout or control) assigns its customer to that arm; the first counts.</remarks>
internal sealed class PlayFold : ITimelineFold<PlayFold>
{
    private readonly long _past;
    private readonly long _end;
    private readonly long _window;
    private readonly CartTimeline _carts;
    private readonly List<Assignment> _assigned = [];
    private int _customer;
    private int _orders;
    private int _discounted;
    private long _first;
    private long _last;
    private string? _order;
    private bool _orderDiscounted;
    private bool _pastTaken;
    private CustomerState? _pastState;
    private bool _orderedSince;

    /// <param name="end">First instant that is not known any more, microseconds.</param>
    public PlayFold(TimelineWorld world, long end, int windowDays, CartRule carts)
    {
        _window = (long)(windowDays * CustomerState.DayMicros);
        (_end, _past) = (end, end - _window);
        _carts = new CartTimeline(carts, world.Names);
    }

    public EventColumns Columns => CartRule.Columns | EventColumns.Discount | EventColumns.Coupon | EventColumns.Order | EventColumns.Campaign | EventColumns.Properties;

    public List<CustomerState> Now { get; } = [];

    /// <summary>One window ago, and whether an order followed within it.</summary>
    public List<(CustomerState State, bool Ordered)> Past { get; } = [];

    public List<Assignment> Assignments { get; } = [];

    /// <summary>Days from the first to the second order, of those who have both.</summary>
    public List<double> SecondGaps { get; } = [];

    public void Start(int customer)
    {
        _customer = customer;
        _orders = _discounted = 0;
        _first = _last = 0;
        _order = null;
        _orderDiscounted = _pastTaken = _orderedSince = false;
        _pastState = null;
        _carts.Clear();
        _assigned.Clear();
    }

    public void Event(TimelineEvent e)
    {
        if (!_pastTaken && e.Micros >= _past)
        {
            (_pastTaken, _pastState) = (true, StateAt(_past));
        }

        if (e.Kind == EventKind.Purchase)
        {
            Purchase(e);
        }

        if (e.Campaign is not null && e.Properties is not null)
        {
            Assign(e);
        }

        _carts.Add(e);
    }

    public void End()
    {
        _pastState = _pastTaken ? _pastState : StateAt(_past);
        if (_pastState is not null)
        {
            Past.Add((_pastState, _orderedSince));
        }

        if (StateAt(_end) is { } now)
        {
            Now.Add(now);
        }

        // A window that the facts do not cover yet would count as "did not order".
        Assignments.AddRange(_assigned.Where(a => a.At + _window <= _end));
    }

    public void Merge(PlayFold other)
    {
        Now.AddRange(other.Now);
        Past.AddRange(other.Past);
        Assignments.AddRange(other.Assignments);
        SecondGaps.AddRange(other.SecondGaps);
    }

    private void Purchase(TimelineEvent e)
    {
        if (e.StartsOrder)
        {
            NewOrder(e);
        }

        if (!_orderDiscounted && e.Order == _order && (e.Discount > 0 || e.Coupon is not null))
        {
            _orderDiscounted = true;
            _discounted++;
        }
    }

    private void NewOrder(TimelineEvent e)
    {
        if (++_orders == 2)
        {
            SecondGaps.Add((e.Micros - _first) / CustomerState.DayMicros);
        }

        _first = _orders == 1 ? e.Micros : _first;
        (_last, _order, _orderDiscounted) = (e.Micros, e.Order, false);
        _orderedSince |= e.Micros >= _past;
        foreach (var assigned in _assigned)
        {
            assigned.Ordered |= e.Micros >= assigned.At && e.Micros < assigned.At + _window;
        }
    }

    private void Assign(TimelineEvent e)
    {
        if (!e.Properties!.Contains("\"arm\"", StringComparison.Ordinal) || _assigned.Exists(a => a.Campaign == e.Campaign) || ArmOf(e.Properties) is not { } heldOut)
        {
            return;
        }

        var silence = _orders == 0 ? double.PositiveInfinity : (e.Micros - _last) / CustomerState.DayMicros;
        _assigned.Add(new Assignment(e.Campaign!, e.Micros, heldOut, _orders, silence, _carts.LeftBefore(e.Micros) is not null));
    }

    private static bool? ArmOf(string properties)
    {
        using var json = JsonDocument.Parse(properties);
        return json.RootElement.TryGetProperty("arm", out var arm) && arm.ValueKind == JsonValueKind.String
            ? arm.GetString()!.ToLowerInvariant() switch
            {
                "treated" or "treatment" => false,
                "holdout" or "hold-out" or "control" => true,
                _ => null,
            }
            : null;
    }

    private CustomerState? StateAt(long at)
    {
        var cart = _carts.LeftBefore(at);
        var gap = _orders < 2 ? double.NaN : (_last - _first) / CustomerState.DayMicros / (_orders - 1);
        return _orders == 0 && cart is null ? null : new CustomerState(_customer, _orders, _first, _last, gap, _discounted, cart);
    }
}
